"""What the design says of orders and parcels: a plain model, as independent as that of cases.

A parcel is what was said of it. Everything else follows from all of that, whatever came first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

from disputes.states import FactKind

# On the way of a parcel, the usual order; what else is said of it is kept and means nothing.
WAY = [kind.value for kind in FactKind]
_BEFORE_THE_CARRIER = {"label_created", "canceled"}
_NOT_COMING = {"refused", "returned_to_sender", "lost", "canceled"}
_BACK = {"refused", "returned_to_sender"}


@dataclass(frozen=True)
class Fact:
    """One thing that a source said of a parcel, and when this service heard it."""

    kind: str
    at: datetime
    source: str
    id: str
    said_at: datetime
    known_at: datetime

    @property
    def content(self) -> tuple[object, ...]:
        """Said twice, it is one thing."""
        return self.kind, self.at, self.source, self.id, self.said_at


@dataclass(eq=False, repr=False)
class Parcel:
    """Pieces that travel together."""

    number: int
    promised_days: int | None
    promised_on: date | None = None
    carrier: str = ""
    tracking: str = ""
    facts: list[Fact] = field(default_factory=list)
    # Until when, and from when, a buyer may apply, as pages have said it.
    received_days: int = 0
    received_until: datetime | None = None
    missing_from: datetime | None = None
    missing_until: datetime | None = None

    @property
    def counting(self) -> list[Fact]:
        """What its sources say in the end: of each thing, what they said of it last."""
        said: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.facts:
            said.setdefault((fact.source, fact.id), []).append(fact)
        last = {key: max(each, key=_said_later) for key, each in said.items()}
        return list(last.values())

    @property
    def dispatched_at(self) -> datetime | None:
        """When a carrier first had it; whoever delivers it had it."""
        had = [f.at for f in self.counting if f.kind in WAY and f.kind not in _BEFORE_THE_CARRIER]
        return min(had, default=None)

    @property
    def delivered_at(self) -> datetime | None:
        """The last time, but for a parcel that went back after it."""
        came = [fact.at for fact in self.counting if fact.kind == "delivered"]
        back = [fact.at for fact in self.counting if fact.kind in _BACK]
        return max(came) if came and not any(at > max(came) for at in back) else None

    @property
    def delivery_known_at(self) -> datetime | None:
        return min((f.known_at for f in self.counting if f.kind == "delivered"), default=None)

    @property
    def status(self) -> str:
        known = [fact for fact in self.counting if fact.kind in WAY]
        known.sort(key=lambda fact: (fact.at, WAY.index(fact.kind), fact.source, fact.id))
        return known[-1].kind if known else ""

    @property
    def promised_until(self) -> datetime | None:
        return promised_until(self.dispatched_at, self.promised_days, self.promised_on)

    def promise(self, numbers: Mapping[str, int], handling_until: datetime, now: datetime) -> None:
        """News: what pages say from now on. An end never comes earlier than pages have said."""

        def days(number: str) -> timedelta:
            return timedelta(days=numbers[number])

        self.received_days = max(self.received_days, numbers["apply_after_receipt_days"])
        if self.delivered_at is not None:
            assert self.delivery_known_at is not None
            from_when = max(self.delivered_at, self.delivery_known_at)
            until = from_when + timedelta(days=self.received_days)
            self.received_until = max(until, self.received_until or until)
        ends = self.promised_until
        if self.dispatched_at is None:
            told = [handling_until, ends]
            if self.missing_until is None:  # pages have spoken of nothing else yet
                told.append(self.missing_from)
            self.missing_from = min(at for at in told if at is not None)
            return
        ends = ends or self.dispatched_at
        is_lost = self.status in _NOT_COMING
        at_once = is_lost or ends - self.dispatched_at < days("apply_at_once_under_days")
        starts = self.dispatched_at + (
            timedelta() if at_once else days("apply_after_dispatch_days")
        )
        until = (max(ends, now) if is_lost else ends) + days("apply_after_promise_days")
        if self.missing_until is not None and self.missing_from is not None:
            starts = min(starts, self.missing_from)
        self.missing_from = starts
        self.missing_until = max(until, self.missing_until or until)


@dataclass(eq=False, repr=False)
class Order:
    """What one buyer bought from one store."""

    name: str
    buyer: str
    store: frozenset[str]
    large: int  # from this amount on a second arbitrator must approve
    handling_until: datetime
    address: bool = True  # the store has said where goods go back to
    cancelled_at: datetime | None = None
    parcels: list[Parcel] = field(default_factory=list)
    items: list["Item"] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Line:
    """One thing of an order: what was paid for all of its pieces, and what came back of that."""

    number: int
    quantity: int
    paid: int
    refunded: int = 0
    elsewhere: int = 0

    @property
    def left(self) -> int:
        return max(0, self.paid - self.refunded - self.elsewhere)

    def share(self, pieces: int) -> int:
        """Rounded up; what is left caps it."""
        whole, rest = divmod(self.paid * pieces, self.quantity)
        return whole + bool(rest)


@dataclass(eq=False, repr=False)
class Item:
    """Pieces of a line in a parcel: what a request is about."""

    order: Order
    number: int
    parcel: Parcel
    line: Line
    pieces: int

    def said(self, pieces: int) -> dict[str, object]:
        """What a case holds of its order and parcel, and what may change of that."""
        return {
            "paid_minor": self.line.share(pieces),
            "refunded_elsewhere_minor": self.line.elsewhere,
            "cancelled_at": self.order.cancelled_at,
            "dispatched_at": self.parcel.dispatched_at,
            "promised_days": self.parcel.promised_days,
            "promised_on": self.parcel.promised_on,
            "delivered_at": self.parcel.delivered_at,
            "status": self.parcel.status,
            "carrier": self.parcel.carrier,
            "tracking_number": self.parcel.tracking,
        }


def promised_until(
    dispatched_at: datetime | None, days: int | None, on: date | None
) -> datetime | None:
    """The end of a day that was named, else so many days after dispatch."""
    if on is not None:
        return datetime.combine(on, time_of_day(), UTC) + timedelta(days=1)
    if days is None or dispatched_at is None:
        return None
    return dispatched_at + timedelta(days=days)


def _said_later(fact: Fact) -> tuple[datetime, datetime, str]:
    return fact.said_at, fact.at, fact.kind


def is_not_coming(status: str) -> bool:
    return status in _NOT_COMING
