"""One store's ledger for an act of a person."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

from disputes import clock
from disputes.kernel.transactions import one_transaction
from sellers.kernel.ledgers import Ledger, load
from sellers.kernel.saving import save
from sellers.models import Standing

# How long somebody's act goes on catching up with what waits before it is done without.
_CATCHING_UP = timedelta(seconds=2)


@contextmanager
def ledger_of(store_id: int, *keys: int, ahead: bool = False) -> Iterator[Ledger]:
    """One store's ledger for an act of a person: locked, caught up to now, saved at the end.

    The body checks who may do what now, and changes the ledger's account; when it raises, nothing
    has changed. `keys` are the acts whose penalties it is about, `ahead` as `load` has it.

    Where more waits than can be booked in two seconds, the ledger is `behind`: nobody loses a right
    by the platform's backlog, so the body does what it can do without the rest.
    """
    until = time.monotonic() + _CATCHING_UP.total_seconds()
    while True:
        with one_transaction():
            ensure_standings([store_id])
            standing = Standing.objects.select_for_update().get(store=store_id)
            [ledger] = load([standing], clock.now(), keys=keys, ahead=ahead)
            ledger.catch_up()
            if ledger.behind and time.monotonic() < until:
                save([ledger])
                continue  # in the next transaction, so that others get their turn
            yield ledger
            save([ledger])
            return


def ensure_standings(stores: Collection[int]) -> None:
    """Each of these stores has a ledger."""
    known = Standing.objects.filter(store__in=stores).values_list("store", flat=True)
    missing = set(stores) - set(known)
    Standing.objects.bulk_create(
        [Standing(store_id=store) for store in sorted(missing)], ignore_conflicts=True
    )
