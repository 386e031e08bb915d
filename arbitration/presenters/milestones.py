"""What has happened in a case, and what should happen next, each at its time."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.selectors import DisputeView
from disputes.states import EventKind

# What may happen more than once.
_MARKS = {
    EventKind.ESCALATED: gettext_lazy("Taken to the platform"),
    EventKind.EVIDENCE_REQUESTED: gettext_lazy("Evidence requested"),
    EventKind.EVIDENCE_CLOSED: gettext_lazy("Evidence closed"),
    EventKind.RETURN_CONTESTED: gettext_lazy("Return contested"),
}


@dataclass(frozen=True)
class Milestone:
    """Something that has happened, or (`ahead`) should by then. `at` is none where it is not
    known."""

    label: str
    at: datetime | None
    ahead: bool = False


def milestones(view: DisputeView) -> list[Milestone]:
    """From the order to the next deadline, each in its time."""
    dispute, line = view.dispute, view.dispute.snapshot
    marks = [(event.kind, event.at) for event in view.events if event.kind in _MARKS]
    known = [
        (_("Ordered"), line.placed_at),
        (_("Dispatched"), line.dispatched_at),
        (_("Delivery promised by"), line.promised_until),
        (_("Reported delivered"), line.delivered_at),
        (_("Order cancelled"), line.cancelled_at),
        (_("Applied for"), dispute.opened_at),
        *((str(_MARKS[EventKind(kind)]), at) for kind, at in marks),
        *((_("Ruled"), ruling.ruled_at) for ruling in view.rulings),
        (_("Accepted by the buyer"), dispute.buyer_accepted_ruling_at),
        (_("Accepted by the seller"), dispute.seller_accepted_ruling_at),
        (_("Appealed by the buyer"), dispute.buyer_appealed_at),
        (_("Appealed by the seller"), dispute.seller_appealed_at),
        (_("Return sent"), dispute.return_shipped_at),
        (_("Return reported delivered"), dispute.return_delivered_at),
        (_("Closed"), dispute.closed_at),
        (_("Deadline"), dispute.due_at),
    ]
    dated = sorted(((at, label) for label, at in known if at is not None), key=lambda one: one[0])
    found = [Milestone(label, at, ahead=at > view.now) for at, label in dated]
    if line.delivered_at is None:
        place = next((n for n, one in enumerate(found) if one.at == dispute.opened_at), len(found))
        found.insert(place, Milestone(_("Reported delivered"), None))
    return found
