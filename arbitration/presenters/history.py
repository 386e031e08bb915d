"""The history of a case: all of it, or what one side or one kind of act has left there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disputes.models import Event
from disputes.selectors import DisputeView
from disputes.states import EventKind, Party


class HistoryFilter(TextChoices):
    """Kinds of acts, as somebody looks for them."""

    OFFERS = "offers", _("Requests and offers")
    EVIDENCE = "evidence", _("Evidence")
    MESSAGES = "messages", _("Messages")
    RULINGS = "rulings", _("Arbitration")
    CARRYING_OUT = "carrying-out", _("Return and money")
    CLOCKS = "clocks", _("Clocks moved")


KINDS = {
    EventKind.OPENED: HistoryFilter.OFFERS,
    EventKind.CHANGED: HistoryFilter.OFFERS,
    EventKind.WITHDRAWN: HistoryFilter.OFFERS,
    EventKind.ARRIVAL_REPORTED: HistoryFilter.OFFERS,
    EventKind.HELD: HistoryFilter.OFFERS,
    EventKind.CAME_AFTER: HistoryFilter.CARRYING_OUT,
    EventKind.ACCEPTED: HistoryFilter.OFFERS,
    EventKind.REJECTED: HistoryFilter.OFFERS,
    EventKind.PROPOSED: HistoryFilter.OFFERS,
    EventKind.FORCED: HistoryFilter.OFFERS,
    EventKind.EVIDENCE_ADDED: HistoryFilter.EVIDENCE,
    EventKind.EVIDENCE_CHANGED: HistoryFilter.EVIDENCE,
    EventKind.EVIDENCE_SEEN: HistoryFilter.EVIDENCE,
    EventKind.EVIDENCE_FINISHED: HistoryFilter.EVIDENCE,
    EventKind.MESSAGE_SENT: HistoryFilter.MESSAGES,
    EventKind.MESSAGE_SEEN: HistoryFilter.MESSAGES,
    EventKind.EVIDENCE_CLOSED: HistoryFilter.EVIDENCE,
    EventKind.EVIDENCE_REQUESTED: HistoryFilter.EVIDENCE,
    EventKind.ERASED: HistoryFilter.EVIDENCE,
    EventKind.ESCALATED: HistoryFilter.RULINGS,
    EventKind.TAKEN: HistoryFilter.RULINGS,
    EventKind.REASSIGNED: HistoryFilter.RULINGS,
    EventKind.HANDED_BACK: HistoryFilter.RULINGS,
    EventKind.RULING_PROPOSED: HistoryFilter.RULINGS,
    EventKind.RULING_SENT_BACK: HistoryFilter.RULINGS,
    EventKind.RULED: HistoryFilter.RULINGS,
    EventKind.RULING_ACCEPTED: HistoryFilter.RULINGS,
    EventKind.APPEALED: HistoryFilter.RULINGS,
    EventKind.NO_JUDGE: HistoryFilter.RULINGS,
    EventKind.NOT_RULED: HistoryFilter.RULINGS,
    EventKind.RULING_CARRIED_OUT: HistoryFilter.RULINGS,
    EventKind.TAKEN_OVER: HistoryFilter.RULINGS,
    EventKind.ADDRESS_GIVEN: HistoryFilter.CARRYING_OUT,
    EventKind.RETURN_WAIVED: HistoryFilter.CARRYING_OUT,
    EventKind.RETURN_SHIPPED: HistoryFilter.CARRYING_OUT,
    EventKind.FREIGHT_CLAIMED: HistoryFilter.CARRYING_OUT,
    EventKind.TRACKING_CORRECTED: HistoryFilter.CARRYING_OUT,
    EventKind.RETURN_DELIVERED: HistoryFilter.CARRYING_OUT,
    EventKind.RETURN_CONFIRMED: HistoryFilter.CARRYING_OUT,
    EventKind.RETURN_CONTESTED: HistoryFilter.CARRYING_OUT,
    EventKind.RETURN_LAPSED: HistoryFilter.CARRYING_OUT,
    EventKind.RETURN_PASSED: HistoryFilter.CARRYING_OUT,
    EventKind.REFUND_CUT: HistoryFilter.CARRYING_OUT,
    EventKind.ORDER_CORRECTED: HistoryFilter.CARRYING_OUT,
    EventKind.REFUND_PAID: HistoryFilter.CARRYING_OUT,
    EventKind.STORE_CLOSED: HistoryFilter.CLOCKS,
    EventKind.CLOCK_PAUSED: HistoryFilter.CLOCKS,
}


@dataclass(frozen=True)
class HistoryLink:
    """A link that shows other lines."""

    label: str | Promise
    address: str
    current: bool


@dataclass(frozen=True)
class History:
    """The lines to show, the latest first, and how to see others."""

    lines: Sequence[Event]
    total: int
    by: Sequence[HistoryLink]
    kinds: Sequence[HistoryLink]

    @property
    def filtered(self) -> bool:
        return len(self.lines) < self.total


# What of the address's query chooses the lines.
FILTERS = ("by", "kind")


def history(view: DisputeView, chosen: Mapping[str, str]) -> History:
    """`chosen` is the address's query: `by` a side, `kind` of act; what it does not know is all."""
    by = chosen.get("by", "") if chosen.get("by") in Party.values else ""
    kind = chosen.get("kind", "") if chosen.get("kind") in HistoryFilter.values else ""
    lines = [
        event
        for event in reversed(view.events)
        if by in ("", event.party) and kind in ("", KINDS[EventKind(event.kind)])
    ]
    page = reverse("admin:case", args=[view.dispute.reference])
    return History(
        lines=lines,
        total=len(view.events),
        by=[
            HistoryLink(label, _address(page, by=value, kind=kind), value == by)
            for value, label in [("", _("Everybody")), *Party.choices]
        ],
        kinds=[
            HistoryLink(label, _address(page, by=by, kind=value), value == kind)
            for value, label in [("", _("All acts")), *HistoryFilter.choices]
        ],
    )


def _address(page: str, **chosen: str) -> str:
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{page}{query and '?'}{query}#history"
