"""Ledgers catch up: one in the act of a person, or all in which something is due, by the sweep.

However much waits for one store, its lock is held for one batch at a time: `ledgers.ACTS` says how
much that is. Between two batches people and other workers get their turn.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import randrange

from django.db import transaction
from django.db.models import Q, QuerySet

from disputes import clock
from disputes.background import sweep
from disputes.kernel.failures import brief, place
from disputes.kernel.story import told_as
from disputes.models import Store
from sellers.kernel.extracts import stores_with_breaches
from sellers.kernel.ledger_of import ensure_standings
from sellers.kernel.ledgers import load
from sellers.kernel.saving import save
from sellers.models import Standing

log = logging.getLogger(__name__)

# How long a store is passed over whose ledger could not catch up.
_WAIT = timedelta(minutes=10)


@told_as("standing")
def enforce_standing(
    limit: int = 500, seconds: float = 5, going_on: sweep.GoingOn = sweep.always
) -> int:
    """One sweep: book what stores did, expire points, start and end sanctions, decide appeals that
    nobody has decided; how many stores there were whose ledgers are up to date now.

    Any number of workers can do so at once: each begins with another store. What is done is dated
    when it was due.
    """
    going_on = sweep.within(seconds, going_on)
    rotation = _Rotation.anywhere()
    taken = sweep.run(lambda: _catch_up_batch(rotation, limit), going_on)
    return sum(batch.up_to_date for batch in taken)


def stores_to_catch_up(now: datetime) -> QuerySet[Standing]:
    """Ledgers in which something is due by then, but for those that are passed over."""
    due = Standing.objects.filter(due_at__lte=now).order_by("due_at", "id")
    return due.filter(Q(retry_at=None) | Q(retry_at__lte=now))


def stores_passed_over() -> QuerySet[Standing]:
    """Ledgers that could not catch up; they are tried again by themselves."""
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


def _catch_up_batch(rotation: _Rotation, limit: int) -> _Taken | None:
    """Stores whose ledgers could not catch up are passed over for a while."""
    now = clock.now()
    next_stores = rotation.next(now, limit)
    ensure_standings(
        next_stores
    )  # and commit it: other workers would wait for these rows until the batch is done
    with sweep.one_batch():
        standings = _take(next_stores, now, limit)
        if not standings:
            return None
        behind = sweep.isolate(standings, _catch_up, _pass_over, again=_again)
        return _Taken(len(standings), len(standings) - sum(behind))


def _take(next_stores: Collection[int], now: datetime, limit: int) -> list[Standing]:
    """These stores, then those with something due, the oldest first; locked."""
    free = Q(retry_at=None) | Q(retry_at__lte=now)
    taken = sweep.take(Standing.objects.filter(free, store__in=next_stores), limit)
    due = stores_to_catch_up(now).exclude(pk__in=[each.pk for each in taken])
    return taken + sweep.take(due, limit - len(taken))


def _catch_up(standings: Sequence[Standing]) -> int:
    """Together; how many of them are still behind."""
    with transaction.atomic():
        ledgers = load(standings, clock.now())
        for ledger in ledgers:
            ledger.catch_up()
        save(ledgers)
        return sum(ledger.behind for ledger in ledgers)


def _again(standings: Sequence[Standing]) -> list[Standing]:
    """The same ones, still under their locks."""
    return list(Standing.objects.filter(pk__in=[each.pk for each in standings]))


def _pass_over(standing: Standing, error: Exception) -> int:
    """One ledger must not hold up all the others. It is not behind: nothing can be done now."""
    log.error(
        "the standing of store %d could not be settled: %s (%s)",
        standing.store_id,
        brief(error),
        place(error),
    )
    Standing.objects.filter(pk=standing.pk).update(retry_at=clock.now() + _WAIT)
    return 0
