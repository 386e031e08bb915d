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


class Kind(TextChoices):
    """Kinds of acts, as somebody looks for them."""

    OFFERS = "offers", _("Requests and offers")
    EVIDENCE = "evidence", _("Evidence")
    RULINGS = "rulings", _("Arbitration")
    CARRYING_OUT = "carrying-out", _("Return and money")


KINDS = {
    EventKind.OPENED: Kind.OFFERS,
    EventKind.CHANGED: Kind.OFFERS,
    EventKind.WITHDRAWN: Kind.OFFERS,
    EventKind.ACCEPTED: Kind.OFFERS,
    EventKind.REJECTED: Kind.OFFERS,
    EventKind.PROPOSED: Kind.OFFERS,
    EventKind.FORCED: Kind.OFFERS,
    EventKind.EVIDENCE_ADDED: Kind.EVIDENCE,
    EventKind.EVIDENCE_CHANGED: Kind.EVIDENCE,
    EventKind.EVIDENCE_SEEN: Kind.EVIDENCE,
    EventKind.EVIDENCE_FINISHED: Kind.EVIDENCE,
    EventKind.EVIDENCE_CLOSED: Kind.EVIDENCE,
    EventKind.EVIDENCE_REQUESTED: Kind.EVIDENCE,
    EventKind.ERASED: Kind.EVIDENCE,
    EventKind.ESCALATED: Kind.RULINGS,
    EventKind.TAKEN: Kind.RULINGS,
    EventKind.REASSIGNED: Kind.RULINGS,
    EventKind.HANDED_BACK: Kind.RULINGS,
    EventKind.RULING_PROPOSED: Kind.RULINGS,
    EventKind.RULING_SENT_BACK: Kind.RULINGS,
    EventKind.RULED: Kind.RULINGS,
    EventKind.APPEALED: Kind.RULINGS,
    EventKind.RULING_CARRIED_OUT: Kind.RULINGS,
    EventKind.TAKEN_OVER: Kind.RULINGS,
    EventKind.RETURN_SHIPPED: Kind.CARRYING_OUT,
    EventKind.RETURN_DELIVERED: Kind.CARRYING_OUT,
    EventKind.RETURN_CONFIRMED: Kind.CARRYING_OUT,
    EventKind.RETURN_CONTESTED: Kind.CARRYING_OUT,
    EventKind.RETURN_LAPSED: Kind.CARRYING_OUT,
    EventKind.RETURN_PASSED: Kind.CARRYING_OUT,
    EventKind.REFUND_CUT: Kind.CARRYING_OUT,
    EventKind.ORDER_CORRECTED: Kind.CARRYING_OUT,
    EventKind.REFUND_PAID: Kind.CARRYING_OUT,
}


@dataclass(frozen=True)
class Choice:
    """A link that shows other lines."""

    label: str | Promise
    address: str
    current: bool


@dataclass(frozen=True)
class History:
    """The lines to show, the latest first, and how to see others."""

    lines: Sequence[Event]
    total: int
    by: Sequence[Choice]
    kinds: Sequence[Choice]

    @property
    def filtered(self) -> bool:
        return len(self.lines) < self.total


def history(view: DisputeView, chosen: Mapping[str, str]) -> History:
    """`chosen` is the address's query: `by` a side, `kind` of act; what it does not know is all."""
    by = chosen.get("by", "") if chosen.get("by") in Party.values else ""
    kind = chosen.get("kind", "") if chosen.get("kind") in Kind.values else ""
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
            Choice(label, _address(page, by=value, kind=kind), value == by)
            for value, label in [("", _("Everybody")), *Party.choices]
        ],
        kinds=[
            Choice(label, _address(page, by=by, kind=value), value == kind)
            for value, label in [("", _("All acts")), *Kind.choices]
        ],
    )


def _address(page: str, **chosen: str) -> str:
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{page}{query and '?'}{query}#history"
