"""Through whose hands a case went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.models import Dispute, User
from disputes.states import EventKind


@dataclass(frozen=True)
class AssignmentLine:
    """From whom to whom the case went, by name, and why; to nobody once it was ruled on."""

    at: datetime
    giver: str
    taker: str
    why: str


def assignment_log_of(dispute: Dispute) -> list[AssignmentLine]:
    """The latest first; four queries."""
    return sorted(_lines(dispute), key=lambda assignment: assignment.at, reverse=True)


def _lines(dispute: Dispute) -> Iterator[AssignmentLine]:
    for event in dispute.events.filter(kind=EventKind.TAKEN).select_related("actor"):
        yield AssignmentLine(event.at, _name(None), _name(event.actor), _("Taken"))
    for handover in dispute.handovers.select_related("giver", "taker"):
        giver, taker = _name(handover.giver), _name(handover.taker)
        yield AssignmentLine(handover.at, giver, taker, handover.get_why_display())
    for ruling in dispute.proposed_rulings.select_related("author", "reviewer"):
        author, why = _name(ruling.author), _("The ruling needs a second arbitrator")
        yield AssignmentLine(ruling.proposed_at, author, _name(None), why)
        if ruling.approved is False and ruling.answered_at is not None:
            yield AssignmentLine(
                ruling.answered_at, _name(ruling.reviewer), author, _("Ruling sent back")
            )
    for ruled in dispute.rulings.select_related("arbitrator", "approved_by"):
        yield AssignmentLine(
            ruled.ruled_at, _name(ruled.approved_by or ruled.arbitrator), "", _("Ruled")
        )


def _name(user: User | None) -> str:
    return _("The queue") if user is None else user.name
