"""How a parcel fares: derived from all that was said of it, whatever came first or twice."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, TypeVar

from disputes.rules.policy import days
from disputes.states import FactKind


class ToldFact(Protocol):
    """One thing that a source said of a parcel. Instants are aware.

    A source that corrects itself says the same `source_id` again: what it said last
    (`reported_at`) counts. `kind` may be one that nobody here knows.
    """

    @property
    def kind(self) -> str: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def source(self) -> str: ...
    @property
    def source_id(self) -> str: ...
    @property
    def reported_at(self) -> datetime: ...
    @property
    def known_at(self) -> datetime: ...


class ParcelTimes(Protocol):
    """What is known of a parcel. Instants are aware; `promised_days` count from dispatch, and
    `promised_on` is a whole day of UTC."""

    @property
    def dispatched_at(self) -> datetime | None: ...
    @property
    def promised_days(self) -> int | None: ...
    @property
    def promised_on(self) -> date | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...
    @property
    def status(self) -> str: ...


# The carrier has it, or had it.
_MOVED = frozenset(FactKind) - {FactKind.LABEL_CREATED, FactKind.CANCELED}
# After these nobody waits for it any more, until it is said to be delivered after all.
WILL_NOT_COME = frozenset(
    {FactKind.REFUSED, FactKind.RETURNED_TO_SENDER, FactKind.LOST, FactKind.CANCELED}
)
_TAKES_DELIVERY_BACK = frozenset({FactKind.REFUSED, FactKind.RETURNED_TO_SENDER})
_ORDER = {kind.value: place for place, kind in enumerate(FactKind)}


F = TypeVar("F", bound=ToldFact)


def what_counts(facts: Iterable[F]) -> list[F]:
    """These facts without those that their source has corrected, the earliest first."""
    last: dict[tuple[str, str], F] = {}
    for fact in facts:
        key = fact.source, fact.source_id
        if key not in last or _said_later(fact) > _said_later(last[key]):
            last[key] = fact
    return sorted(last.values(), key=_happened_later)


def dispatch_of(facts: Iterable[ToldFact]) -> datetime | None:
    """When the carrier first had it, of facts that count. A parcel that was delivered had been
    sent, even if that is all that was said, or if it is said to be sent later."""
    return _first(facts, lambda fact: fact.kind in _MOVED, min)


def delivery_of(facts: Iterable[ToldFact]) -> datetime | None:
    """When it was delivered, of facts that count: the last time, and not if it went back after."""
    facts = list(facts)
    at = _first(facts, lambda fact: fact.kind == FactKind.DELIVERED, max)
    back = _first(facts, lambda fact: fact.kind in _TAKES_DELIVERY_BACK, max)
    return None if at is not None and back is not None and back > at else at


def delivery_known_at(facts: Iterable[ToldFact]) -> datetime | None:
    """When the service first heard of its delivery."""
    known = [fact.known_at for fact in facts if fact.kind == FactKind.DELIVERED]
    return min(known, default=None)


def status_of(facts: Iterable[ToldFact]) -> str:
    """The last known thing that happened to it, of facts that count; nothing before the first."""
    known = [fact for fact in facts if fact.kind in _ORDER]
    return max(known, key=_happened_later).kind if known else ""


def promised_until(parcel: ParcelTimes) -> datetime | None:
    """The instant by which delivery was promised: the end of a promised day, else so many days
    from dispatch, and then none before it."""
    if parcel.promised_on is not None:
        return datetime.combine(parcel.promised_on + timedelta(days=1), time(), UTC)
    if parcel.dispatched_at is None or parcel.promised_days is None:
        return None
    return parcel.dispatched_at + days(parcel.promised_days)


def blocked_until(parcel: ParcelTimes, *, received: bool) -> datetime | None:
    """Until when a not-received case may not go to the platform: the promised delivery time of a
    parcel that is on its way."""
    if received or parcel.dispatched_at is None or parcel.status in WILL_NOT_COME:
        return None
    return promised_until(parcel)


def _first(
    facts: Iterable[ToldFact],
    fits: Callable[[ToldFact], bool],
    pick: Callable[..., datetime | None],
) -> datetime | None:
    return pick((fact.occurred_at for fact in facts if fits(fact)), default=None)


def _said_later(fact: ToldFact) -> tuple[datetime, datetime, str]:
    return fact.reported_at, fact.occurred_at, fact.kind


def _happened_later(fact: ToldFact) -> tuple[datetime, int, str, str]:
    """Of one instant, what comes later on the way of a parcel."""
    return fact.occurred_at, _ORDER.get(fact.kind, -1), fact.source, fact.source_id
