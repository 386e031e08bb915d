"""What it means for the end of the evidence when a side adds something, said before it does."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import Dispute
from disputes.rules.instants import instant
from disputes.states import OTHER_SIDE, Party


def seller_answers(dispute: Dispute, now: datetime, held_until: datetime | None = None) -> str:
    """What is new gives the seller the whole time, without what the clock leaves out."""
    until = dispute.seller_answers_by(now, held_until)
    return _("The seller can answer until %(instant)s.") % {"instant": instant(until)}


def answer_consequences(dispute: Dispute, party: Party, now: datetime) -> list[str]:
    """Whether it takes back that the other side is done, and whether the end moves."""
    sentences = []
    if dispute.side(OTHER_SIDE[party]).finished_at:
        sentences.append(_("The other side, which had nothing to add, can answer it."))
    if end := dispute.end_moved_by(now, party):
        sentences.append(
            _("The end moves to %(instant)s, so that the other side can answer.")
            % {"instant": instant(end)}
        )
        sentences += _moves_left(dispute, party)
    elif dispute.is_too_late_to_answer(now):
        sentences.append(
            _(
                "You have moved the end as often as you can, so it stays. What the other side has "
                "no time to answer, no ruling can rest on."
            )
        )
    return sentences


def _moves_left(dispute: Dispute, party: Party) -> list[str]:
    """How often this side can still do that; an answer to the arbitrator does not count."""
    side = dispute.side(party)
    if side.asked:
        return []
    left = dispute.policy.answer_extensions - side.extensions - 1
    return [
        ngettext(
            "After this you can move the end %(number)d more time.",
            "After this you can move the end %(number)d more times.",
            left,
        )
        % {"number": left}
    ]
