"""Carrying out what is due: the sweep that beat ticks."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from psycopg.errors import LockNotAvailable

from arbitration.background.consequences import carry_out_consequence
from arbitration.kernel import set_aside
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from disputes import access, clock
from disputes.background import counters
from disputes.kernel.batches import collector_paused
from disputes.kernel.changes import Change, changes_of
from disputes.kernel.failures import brief, place
from disputes.kernel.record import record
from disputes.kernel.story import told_as
from disputes.kernel.transactions import wait_at_most
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.states import Party

log = logging.getLogger(__name__)

PLATFORM = Actor(None, Party.PLATFORM)
# Of a row that a case's own rows point to. Long enough for any act of a person to end.
_PATIENCE = timedelta(seconds=1)


@told_as("deadlines")
def enforce_deadlines(
    limit: int = 500, seconds: float = 30, going_on: Callable[[], bool] = lambda: True
) -> int:
    """One sweep: carry out what follows for the cases that are due; how many there were.

    Goes on batch by batch, oldest first, until nothing is due or the `seconds` are over: a long
    backlog must not keep a worker from its other tasks, and the next tick goes on with it. Before
    each batch it asks whether it is `going_on`.

    A case is due from `due_at` on; the lock re-checks it, so an act that came first stands.
    """
    until, total = time.monotonic() + seconds, 0
    while going_on() and set_aside.is_anything_due():
        taken, enforced = _enforce_batch(limit)
        _count(taken, enforced)
        total += len(enforced)
        if not taken or time.monotonic() > until:
            break
    return total


def _enforce_batch(limit: int) -> tuple[int, list[Change]]:
    """How many cases were taken, and those that were enforced; the others are set aside."""
    with collector_paused(), transaction.atomic(durable=True):
        wait_at_most(_PATIENCE)
        disputes = set_aside.take_due(limit)
        return len(disputes), _enforce(disputes) if disputes else []


def _count(taken: int, enforced: Sequence[Change]) -> None:
    counters.count(counters.SET_ASIDE, taken - len(enforced))
    counters.observe_lateness(
        (change.now - change.was_due_at).total_seconds()
        for change in enforced
        if change.was_due_at is not None
    )


def _enforce(disputes: Sequence[Dispute]) -> list[Change]:
    """Enforce these locked cases together; where the database refuses a row, in two halves, until
    the case that is to blame stands alone and is set aside."""
    changes = changes_of(disputes, PLATFORM, clock.now())
    built, failures = _build(changes)
    try:
        with transaction.atomic():
            record(built)
            # Foreign keys and the books are checked at the commit, which would be too late to
            # set one bad case aside.
            connection.check_constraints()
    except DatabaseError as error:
        if not _is_of_a_row(error):
            raise
        if len(disputes) > 1:
            middle = len(disputes) // 2
            # The rows in memory are spoiled: read them anew, still under their locks.
            return _enforce(_again(disputes[:middle])) + _enforce(_again(disputes[middle:]))
        built, failures = [], [(changes[0], error)]
    set_aside.forget_what_moved_on()
    set_aside.set_aside(failures)
    for change, reason in failures:
        log.error(
            "deadline of %s could not be enforced: %s (%s)",
            change.dispute.reference,
            brief(reason),
            place(reason),
        )
    return built


def _build(
    changes: Sequence[Change],
) -> tuple[list[Change], list[tuple[Change, Exception]]]:
    """The changes that could be built, and those that could not, with the reason."""
    eligible, built = EligibleArbitrators.of([change.dispute for change in changes]), []
    failures: list[tuple[Change, Exception]] = []
    for change in changes:
        try:
            carry_out_consequence(change, eligible)
        except Exception as error:  # noqa: BLE001  # one case must not hold up all the others
            failures.append((change, error))
        else:
            built.append(change)
    return built, failures


def _is_of_a_row(error: DatabaseError) -> bool:
    """Of one case's rows. Anything else, as a lost connection or a table that lacks a column, is
    nobody's fault: the whole batch is left as it was, and the next tick tries it again."""
    return isinstance(error, IntegrityError | DataError) or isinstance(
        error.__cause__, LockNotAvailable
    )


def _again(disputes: Sequence[Dispute]) -> list[Dispute]:
    return access.lock_free(Dispute.objects.filter(pk__in=[c.pk for c in disputes]), len(disputes))
