"""Counting the rates of stores, once a day each, and what is above the limits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from disputes import clock
from disputes.background import sweep
from disputes.kernel.rows import update_rows
from disputes.kernel.story import told_as
from disputes.models import Dispute, Order, Policy, came_to_nothing
from disputes.permissions import OWN_DEALING
from disputes.states import State
from sellers.models import Breach, MedianRates, StoreRates
from sellers.rules.rates import PERIODS, exceeded, is_large_enough
from sellers.states import RATES, BreachState, PenaltyState, Trigger

_NAMES = ("orders", "cases", "lost", "late")
COLUMNS = tuple(f"{name}_{days}" for name in _NAMES for days in PERIODS)
_A_DAY = timedelta(days=1)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# What each rate counts.
_NUMERATORS = {
    Trigger.MANY_CASES: "cases",
    Trigger.MANY_LOST: "lost",
    Trigger.MANY_LATE: "late",
}


@told_as("rates")
def count_rates(
    limit: int = 1000, seconds: float = 20, going_on: sweep.GoingOn = sweep.always
) -> int:
    """Count anew for the stores whose last count is a day old; how many there were.

    A rate above its limit is a breach, once in a calendar month (UTC) for each rate and only if
    something new came since the last one; of a store with few orders it is a warning without
    points.
    """
    going_on = sweep.within(seconds, going_on)
    _add_new_stores()
    total = sum(sweep.run(lambda: _count_batch(limit), going_on))
    if total:
        _count_medians()
    return total


def _add_new_stores() -> None:
    """Stores that have never been counted are due at once."""
    columns, zeros = ", ".join(COLUMNS), ", ".join("0" for _ in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO sellers_storerates (store_id, counted_at, {columns}) "  # noqa: S608  # our own names
            f"SELECT id, 'epoch', {zeros} FROM disputes_store AS store WHERE NOT EXISTS "
            "(SELECT FROM sellers_storerates WHERE store_id = store.id) ON CONFLICT DO NOTHING"
        )


def _count_batch(limit: int) -> int:
    with transaction.atomic(durable=True):
        now = clock.now()
        due = StoreRates.objects.filter(counted_at__lte=now - _A_DAY)
        rows = sweep.take(due.order_by("counted_at", "id"), limit)
        if not rows:
            return 0
        came_last = _count(rows, now)
        update_rows(rows, [*COLUMNS, "counted_at"])
        _record_exceeded(rows, came_last, now)
        return len(rows)


def _count(rows: Iterable[StoreRates], now: datetime) -> dict[tuple[int, str], datetime]:
    """Four queries for all, whatever the number of stores: orders of each period, and how many of
    the same orders came to what is counted, however often; when that came last, by store and name.

    What was withdrawn counts against nobody, and nobody deals with themselves. An order that was
    cancelled before it was sent is no sale; but cancelling does not undo a case that came before.
    """
    by_store = {row.store_id: row for row in rows}
    since = {days: now - timedelta(days=days) for days in PERIODS}
    oldest = min(since.values())
    disputes = Dispute.objects.filter(~OWN_DEALING, store__in=by_store).exclude(
        state=State.WITHDRAWN
    )
    breaches = Breach.objects.filter(
        store__in=by_store, dispute__in=disputes, at__gt=oldest, same_as=None
    ).exclude(penalty__state=PenaltyState.REVOKED)
    came_before = disputes.filter(
        line__order=OuterRef("pk"), opened_at__lte=OuterRef("cancelled_at")
    )
    orders = Order.objects.filter(~came_to_nothing() | Exists(came_before))
    counted: dict[str, tuple[QuerySet[Any], str, str]] = {
        "orders": (orders.filter(~OWN_DEALING, store__in=by_store), "", "placed_at"),
        # None is older than its order.
        "cases": (disputes.filter(opened_at__gt=oldest), "line__order__", "opened_at"),
        "lost": (breaches.filter(trigger=Trigger.RULING_LOST), "dispute__line__order__", "at"),
        "late": (breaches.filter(trigger=Trigger.NO_RESPONSE), "dispute__line__order__", "at"),
    }
    for row in by_store.values():
        row.counted_at = now
        for column in COLUMNS:
            setattr(row, column, 0)
    came_last = {}
    for name, (found, order, came_at) in counted.items():
        placed_at = f"{order}placed_at"
        within = found.filter(**{f"{placed_at}__gt": oldest, f"{placed_at}__lte": now})
        numbers = {
            f"{name}_{days}": Count(
                f"{order}pk", distinct=bool(order), filter=Q(**{f"{placed_at}__gt": start})
            )
            for days, start in since.items()
        }
        of_store = within.order_by().values_list("store")
        for store, *values, last in of_store.annotate(**numbers, last=Max(came_at)):
            came_last[store, name] = last
            for column, value in zip(numbers, values, strict=True):
                setattr(by_store[store], column, value)
    return came_last


def _record_exceeded(
    rows: Collection[StoreRates], came_last: Mapping[tuple[int, str], datetime], now: datetime
) -> None:
    """What was too much once is not punished again while the same orders are still counted: only
    where something came since the same rate was a breach for the last time."""
    policy = Policy.objects.latest()
    before = _last_breaches([row.store_id for row in rows])
    breaches = []
    for row in rows:
        counts = row.counts(max(PERIODS))
        state = BreachState.NOTED if is_large_enough(counts, policy) else BreachState.WARNED
        breaches += [
            Breach(
                store_id=row.store_id,
                key=f"rate:{row.store_id}:{trigger}:{now:%Y-%m}",
                trigger=trigger,
                at=now,
                state=state,
            )
            for trigger in exceeded(counts, policy)
            if came_last[row.store_id, _NUMERATORS[trigger]]
            > before.get((row.store_id, trigger), _NEVER)
        ]
    Breach.objects.bulk_create(breaches, ignore_conflicts=True)


def _last_breaches(stores: Sequence[int]) -> dict[tuple[int, str], datetime]:
    """When each rate of these stores was a breach for the last time."""
    found = Breach.objects.filter(store__in=stores, trigger__in=RATES).order_by()
    last = found.values_list("store", "trigger").annotate(last=Max("at"))
    return {(store, trigger): at for store, trigger, at in last}


def _count_medians() -> None:
    """Count the medians of the stores with orders enough; one statement for each period."""
    least, now = Policy.objects.latest().least_orders, clock.now()
    for days in PERIODS:
        orders = f"orders_{days}"
        medians = ", ".join(
            f"percentile_cont(0.5) WITHIN GROUP (ORDER BY 100.0 * {name}_{days} / {orders})"
            for name in _NAMES[1:]
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), {medians} FROM sellers_storerates "  # noqa: S608  # our own names
                f"WHERE orders_90 >= %s AND {orders} > 0",
                [least],
            )
            stores, disputes, lost, late = cursor.fetchone()
        MedianRates.objects.update_or_create(
            days=days,
            defaults={
                "stores": stores,
                "cases": disputes,
                "lost": lost,
                "late": late,
                "counted_at": now,
            },
        )
