"""The row of a case itself, against what its history says: whose it is, where it stands and until
when, and what became of the goods."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from disputes.kernel.decisions_audit import SETTLES
from disputes.models import Dispute, Event
from disputes.states import FINAL_STATES, EventKind, Party

_RESTS = (EventKind.STORE_CLOSED, EventKind.CLOCK_PAUSED)


def row_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    """What is not as the history says, in plain words."""
    if not events or events[0].kind != EventKind.OPENED:
        return  # the chain says so
    told = _Told(events)
    expected = told.of_case() | told.of_return()
    changed = [name for name, value in expected.items() if getattr(dispute, name) != value]
    if changed:
        yield f"its row is not as the history says: {', '.join(changed)}."
    order = dispute.line.order
    if (dispute.store_id, dispute.buyer_id) != (order.store_id, order.buyer_id):
        yield "its sides are not those of its order."
    refund = getattr(dispute, "refund", None)
    if refund is not None and (refund.freight_minor, refund.line_id) != (
        dispute.freight_owed_minor,
        dispute.line_id,
    ):
        yield "the refund is about another line than the case, or another way back."


class _Told:
    """What a history says of its case."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events

    def of_case(self) -> dict[str, Any]:
        opened, latest = self.events[0], self.events[-1]
        closing = [event for event in self.events if event.to_state in FINAL_STATES]
        return {
            "state": latest.to_state,
            "due_at": latest.due_at,
            "rests": self._rests(),
            "buyer_id": opened.actor_id,
            "opened_at": opened.at,
            "pieces": opened.data.get("line", {}).get("pieces"),
            "closed_at": closing[0].at if closing else None,
            "erased_at": self._at(EventKind.ERASED),
            "arrived_at": self._at(EventKind.ARRIVAL_REPORTED),
            "came_after_at": self._instant(EventKind.CAME_AFTER),
            "buyer_appealed_at": self._at(EventKind.APPEALED, Party.BUYER),
            "seller_appealed_at": self._at(EventKind.APPEALED, Party.SELLER),
        }

    def of_return(self) -> dict[str, Any]:
        """Under which terms the goods went back, is said by what was being carried out then. What
        people wrote is gone from both once the case is erased."""
        shipped = self._last(EventKind.RETURN_SHIPPED)
        before = self.events[: shipped.number] if shipped else ()
        terms = [e.data for e in before if e.kind in SETTLES and "solution" in e.data][-1:]
        tracked = (EventKind.RETURN_SHIPPED, EventKind.TRACKING_CORRECTED)
        return {
            "return_address": self._said("address", EventKind.ADDRESS_GIVEN) or "",
            "return_country": self._said("country", EventKind.ADDRESS_GIVEN) or "",
            "return_carrier": self._said("carrier", *tracked) or "",
            "return_tracking": self._said("tracking", *tracked) or "",
            "return_shipped_at": shipped.at if shipped else None,
            "return_delivered_at": self._instant(EventKind.RETURN_DELIVERED),
            "freight_payer": terms[0].get("freight_payer") if terms else "",
            "freight_most_minor": terms[0].get("freight_minor") if terms else 0,
            "freight_paid_minor": self._said("amount_minor", EventKind.FREIGHT_CLAIMED),
            "return_claim": self._said("claim", EventKind.RETURN_CONTESTED) or "",
            "return_pieces": self._said("pieces", EventKind.RETURN_CONTESTED),
            "return_contested_at": self._at(EventKind.RETURN_CONTESTED),
        }

    def _rests(self) -> list[Any]:
        """What the clock leaves out: of the last line that says so, unless another clock was set
        after it."""
        rests: list[Any] = []
        due_at = None
        for event in self.events:
            if event.kind in _RESTS:
                rests = event.data["rests"]
            elif event.due_at != due_at:
                rests = []
            due_at = event.due_at
        return rests

    def _last(self, *kinds: EventKind, party: Party | None = None) -> Event | None:
        found = [e for e in self.events if e.kind in kinds and party in (None, e.party)]
        return found[-1] if found else None

    def _at(self, kind: EventKind, party: Party | None = None) -> datetime | None:
        event = self._last(kind, party=party)
        return event.at if event else None

    def _said(self, name: str, *kinds: EventKind) -> Any:
        event = self._last(*kinds)
        return event.data.get(name) if event else None

    def _instant(self, kind: EventKind) -> datetime | None:
        told = self._said("delivered_at", kind)
        return datetime.fromisoformat(told) if told else None
