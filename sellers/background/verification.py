"""Is every store's standing what its ledger says? Asked of a thousand stores at a time: the sums
in SQL, and what people said and decided against its chain.

It only reads. A store whose ledger is being written at that moment can look wrong from one query
to the next, so whoever finds a flaw looks once more under the lock of its standing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from disputes.background import sweep
from disputes.models import Store
from sellers.background.ledger_audit import event_flaws, rule_flaws
from sellers.background.ledger_checks import CHECKS
from sellers.models import Entry, Penalty, Sanction, Standing

_BATCH = 1_000  # stores


@dataclass
class VerifiedLedgers:
    """How much was looked at so far."""

    stores: int = 0
    entries: int = 0
    penalties: int = 0
    sanctions: int = 0


def flaws(
    verified: VerifiedLedgers | None = None, tell: Callable[[VerifiedLedgers], None] | None = None
) -> Iterator[str]:
    """A sentence for each thing that is wrong. `tell` is called after every batch."""
    yield from rule_flaws()
    verified = verified or VerifiedLedgers()
    for batch in sweep.through(Store.objects.only("pk"), _BATCH):
        suspected = _suspected(batch[0].pk, batch[-1].pk)
        for store in sorted({store for store, _sentence in suspected}):
            yield from _confirmed(store)
        _count(verified, batch)
        if tell is not None:
            tell(verified)


def _suspected(first: int, last: int) -> Iterator[tuple[int, str]]:
    """The flaws of stores with ids from the first to the last: the store, and what is wrong with
    it."""
    for check in CHECKS:
        with connection.cursor() as cursor:
            cursor.execute(check.query, {"first": first, "last": last})
            for store, *details in cursor.fetchall():
                yield store, check.sentence.format(*details)
    yield from event_flaws(first, last)


def _confirmed(store_id: int) -> list[str]:
    """What is still wrong when nobody can write into this store's ledger."""
    with transaction.atomic():
        list(Standing.objects.select_for_update().filter(store=store_id))
        name = Store.objects.get(pk=store_id).name
        found = [sentence for _store, sentence in _suspected(store_id, store_id)]
    return [f"Store {store_id}, {name}: {sentence}" for sentence in found]


def _count(verified: VerifiedLedgers, stores: Sequence[Store]) -> None:
    verified.stores += len(stores)
    verified.entries += Entry.objects.filter(store__in=stores).count()
    verified.penalties += Penalty.objects.filter(store__in=stores).count()
    verified.sanctions += Sanction.objects.filter(store__in=stores).count()
