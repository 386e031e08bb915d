"""Whom a case waits for, and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from arbitration import wording
from disputes.models import Dispute, User
from disputes.rules.instants import instant
from disputes.selectors import DisputeView
from disputes.states import EventKind

# What begins a wait although the state stays the same.
_BEGINS = frozenset(
    {
        EventKind.CHANGED,
        EventKind.ARRIVAL_REPORTED,
        EventKind.HELD,
        EventKind.EVIDENCE_REQUESTED,
        EventKind.TAKEN,
        EventKind.REASSIGNED,
        EventKind.HANDED_BACK,
        EventKind.RULING_PROPOSED,
        EventKind.RULING_SENT_BACK,
        EventKind.RETURN_DELIVERED,
    }
)


@dataclass(frozen=True)
class WaitsFor:
    """As a heading, and since when it is so."""

    title: str
    since: datetime


def waiting(view: DisputeView, viewer: User) -> WaitsFor:
    begun = next(
        event
        for event in reversed(view.events)
        if event.from_state != event.to_state or event.kind in _BEGINS
    )
    if until := view.dispute.awaits_answer(view.now):
        title = _("Waiting until %(instant)s for what the sides answer")
        return WaitsFor(title % {"instant": instant(until)}, begun.at)
    return WaitsFor(_title(view.dispute, viewer), begun.at)


def _title(dispute: Dispute, viewer: User) -> str:
    """A ruling that waits for approval has left its arbitrator's hands."""
    if dispute.proposed_by_id is None:
        return wording.awaited(dispute, viewer)
    if dispute.assignee is None:
        return _("Waiting for a second arbitrator to take it")
    if dispute.assignee == viewer:
        return _("Waiting for your approval of the ruling")
    return _("Waiting for the approval of %(name)s") % {"name": dispute.assignee.name}
