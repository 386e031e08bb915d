"""Settling ledgers: one in the act of a person, or all in which something is due, by the sweep.

However much waits for one store, its lock is held for one batch at a time: `ledgers.ACTS` says how
much that is. Between two batches people and other workers get their turn.
"""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import randrange

from django.db import transaction
from django.db.models import Q, QuerySet

from disputes import clock
from disputes.kernel.batches import collector_paused
from disputes.kernel.failures import brief, place
from disputes.kernel.story import told_as
from disputes.kernel.transactions import wait_at_most
from disputes.models import Store
from sellers.kernel.extracts import stores_with_breaches
from sellers.kernel.ledger_of import ensure_standings
from sellers.kernel.ledgers import load
from sellers.kernel.saving import save
from sellers.models import Standing

log = logging.getLogger(__name__)

# For a row that somebody else holds.
_PATIENCE = timedelta(seconds=1)
# How long a store is passed over whose ledger could not be settled.
_WAIT = timedelta(minutes=10)


@told_as("standing")
def enforce_standing(
    limit: int = 500, seconds: float = 5, going_on: Callable[[], bool] = lambda: True
) -> int:
    """One sweep: book what stores did, expire points, start and end sanctions, decide appeals that
    nobody has decided; how many stores there were whose ledgers are up to date now.

    Goes on batch by batch until nothing is due or the `seconds` are over. Any number of workers can
    do so at once: each takes stores that nobody holds, and each begins with another one. What is
    done is dated when it was due. Before each batch it asks whether it is `going_on`.
    """
    until, total = time.monotonic() + seconds, 0
    rotation = _Rotation.anywhere()
    while going_on() and (taken := _catch_up_batch(rotation, limit)).stores:
        total += taken.up_to_date
        if time.monotonic() >= until:
            break
    return total


def stores_to_catch_up(now: datetime) -> QuerySet[Standing]:
    """Ledgers in which something is due by then, but for those that are passed over."""
    due = Standing.objects.filter(due_at__lte=now).order_by("due_at", "id")
    return due.filter(Q(retry_at=None) | Q(retry_at__lte=now))


def stores_passed_over() -> QuerySet[Standing]:
    """Ledgers that could not be settled; they are tried again by themselves."""
    return Standing.objects.filter(retry_at__isnull=False).order_by("pk")


@dataclass
class _Rotation:
    """Whose turn it is among the stores with acts to book: those behind this one, round and round,
    so that each gets its turn however many there are."""

    after: int

    @classmethod
    def anywhere(cls) -> "_Rotation":
        last = Store.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        return cls(randrange(last + 1))  # noqa: S311 - no secret

    def next(self, now: datetime, limit: int) -> list[int]:
        found = stores_with_breaches(self.after, now, limit)
        if len(found) < limit:
            first = stores_with_breaches(0, now, limit - len(found))
            found += [store for store in first if store <= self.after]
        self.after = found[-1] if found else 0
        return found


@dataclass(frozen=True)
class _Taken:
    """How many stores a batch had, and how many of them have nothing left to do. One that was
    passed over is among these, since nothing can be done about it now."""

    stores: int
    up_to_date: int


def _catch_up_batch(rotation: _Rotation, limit: int) -> _Taken:
    """Stores that could not be settled are passed over for a while."""
    now = clock.now()
    next_stores = rotation.next(now, limit)
    ensure_standings(
        next_stores
    )  # and commit it: other workers would wait for these rows until the batch is done
    with collector_paused(), transaction.atomic(durable=True):
        wait_at_most(_PATIENCE)
        standings = _take(next_stores, now, limit)
        return _Taken(len(standings), len(standings) - _catch_up(standings))


def _take(next_stores: Collection[int], now: datetime, limit: int) -> list[Standing]:
    """These stores, then those with something due, the oldest first; locked."""
    free = Q(retry_at=None) | Q(retry_at__lte=now)
    taken = _lock(Standing.objects.filter(free, store__in=next_stores), limit)
    due = stores_to_catch_up(now).exclude(pk__in=[each.pk for each in taken])
    return taken + _lock(due, limit - len(taken))


def _lock(standings: QuerySet[Standing], limit: int) -> list[Standing]:
    return list(standings.select_for_update(skip_locked=True)[:limit]) if limit else []


def _catch_up(standings: Sequence[Standing]) -> int:
    """Together; how many of them are still behind.

    Where something goes wrong in two halves, until the store that is to blame stands alone and is
    passed over: one ledger must not hold up all the others.
    """
    if not standings:
        return 0
    try:
        with transaction.atomic():
            ledgers = load(standings, clock.now())
            for ledger in ledgers:
                ledger.catch_up()
            save(ledgers)
            return sum(ledger.behind for ledger in ledgers)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told and tried again
        if len(standings) == 1:
            _pass_over(standings[0], error)
            return 0
        middle = len(standings) // 2
        halves = (standings[:middle], standings[middle:])
        # The rows in memory are spoiled: read them anew, still under their locks.
        return sum(
            _catch_up(list(Standing.objects.filter(pk__in=[each.pk for each in half])))
            for half in halves
        )


def _pass_over(standing: Standing, error: Exception) -> None:
    log.error(
        "the standing of store %d could not be settled: %s (%s)",
        standing.store_id,
        brief(error),
        place(error),
    )
    Standing.objects.filter(pk=standing.pk).update(retry_at=clock.now() + _WAIT)
