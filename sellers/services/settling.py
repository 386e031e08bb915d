"""Settling ledgers: one in the act of a person, or all in which something is due, by the sweep."""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from disputes import clock
from disputes.services.batches import collector_paused
from disputes.services.failures import brief, place
from disputes.services.story import told_as
from disputes.services.transactions import one_transaction, wait_at_most
from sellers.models import Breach, Standing
from sellers.services.ledgers import Ledger, load
from sellers.services.saving import save
from sellers.states import BreachState

log = logging.getLogger(__name__)

# For a row that somebody else holds.
_PATIENCE = timedelta(seconds=1)
# How long a store is passed over whose ledger could not be settled.
_WAIT = timedelta(minutes=10)


@contextmanager
def ledger_of(store_id: int) -> Iterator[Ledger]:
    """One store's ledger for an act of a person: locked, settled up to now, saved at the end.

    The body checks who may do what now, and changes the ledger's account; when it raises, nothing
    has changed.
    """
    with one_transaction():
        _ensure([store_id])
        standing = Standing.objects.select_for_update().get(store=store_id)
        [ledger] = load([standing], clock.now())
        ledger.settle()
        yield ledger
        save([ledger])


@told_as("standing")
def enforce_standing(limit: int = 500, seconds: float = 30) -> int:
    """One sweep: book what stores did, expire points, start and end sanctions, decide appeals that
    nobody has decided; how many stores there were.

    Goes on batch by batch until nothing is due or the `seconds` are over. Any number of workers can
    do so at once: each takes stores that nobody holds. What is done is dated when it was due.
    """
    until, total = time.monotonic() + seconds, 0
    while taken := _settle_batch(limit):
        total += taken
        if time.monotonic() >= until:
            break
    return total


def stores_to_settle(now: datetime) -> QuerySet[Standing]:
    """Ledgers in which something is due by then, but for those that are passed over."""
    due = Standing.objects.filter(due_at__lte=now).order_by("due_at", "id")
    return due.filter(Q(retry_at=None) | Q(retry_at__lte=now))


def stores_passed_over() -> QuerySet[Standing]:
    """Ledgers that could not be settled; they are tried again by themselves."""
    return Standing.objects.filter(retry_at__isnull=False).order_by("pk")


def _settle_batch(limit: int) -> int:
    """How many stores were taken; those that could not be settled are passed over for a while."""
    now = clock.now()
    noted = _noted(now, limit)
    _ensure(noted)  # and commit it: other workers would wait for these rows until the batch is done
    with collector_paused(), transaction.atomic(durable=True):
        wait_at_most(_PATIENCE)
        standings = _take(noted, now, limit)
        _settle(standings)
        return len(standings)


def _noted(now: datetime, limit: int) -> list[int]:
    """Stores with something to book, but for those that are passed over."""
    noted = Breach.objects.filter(state=BreachState.NOTED)
    free = noted.exclude(store__standing__retry_at__gt=now).order_by("store")
    return list(free.values_list("store", flat=True).distinct()[:limit])


def _take(noted: Collection[int], now: datetime, limit: int) -> list[Standing]:
    """These stores, then those with something due, the oldest first; locked."""
    free = Q(retry_at=None) | Q(retry_at__lte=now)
    taken = _lock(Standing.objects.filter(free, store__in=noted), limit)
    due = stores_to_settle(now).exclude(pk__in=[each.pk for each in taken])
    return taken + _lock(due, limit - len(taken))


def _ensure(stores: Collection[int]) -> None:
    """Each of these stores has a ledger."""
    known = Standing.objects.filter(store__in=stores).values_list("store", flat=True)
    missing = set(stores) - set(known)
    Standing.objects.bulk_create(
        [Standing(store_id=store) for store in sorted(missing)], ignore_conflicts=True
    )


def _lock(standings: QuerySet[Standing], limit: int) -> list[Standing]:
    return list(standings.select_for_update(skip_locked=True)[:limit]) if limit else []


def _settle(standings: Sequence[Standing]) -> None:
    """Together; where something goes wrong in two halves, until the store that is to blame stands
    alone and is passed over: one ledger must not hold up all the others."""
    if not standings:
        return
    try:
        with transaction.atomic():
            ledgers = load(standings, clock.now())
            for ledger in ledgers:
                ledger.settle()
            save(ledgers)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told and tried again
        if len(standings) == 1:
            _pass_over(standings[0], error)
            return
        middle = len(standings) // 2
        for half in (standings[:middle], standings[middle:]):
            # The rows in memory are spoiled: read them anew, still under their locks.
            _settle(list(Standing.objects.filter(pk__in=[each.pk for each in half])))


def _pass_over(standing: Standing, error: Exception) -> None:
    log.error(
        "the standing of store %d could not be settled: %s (%s)",
        standing.store_id,
        brief(error),
        place(error),
    )
    Standing.objects.filter(pk=standing.pk).update(retry_at=clock.now() + _WAIT)
