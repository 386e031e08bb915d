"""Carrying out deadlines: the sweep that beat ticks."""

import logging
from collections.abc import Sequence

from django.db import DatabaseError, connection, transaction

from arbitration.services.assignment import Bench
from arbitration.services.consequences import carry_out_consequence
from disputes import access, clock
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.services.changes import Change, changes_of
from disputes.services.record import record
from disputes.states import Party

log = logging.getLogger(__name__)

PLATFORM = Actor(None, Party.PLATFORM)


def enforce_deadlines(limit: int = 200) -> int:
    """One sweep: carry out what follows for the cases that are due; how many there were.

    1. Take the oldest due cases that nobody else holds, and lock them: any number of workers can
       sweep at once, and a person who is just acting is not disturbed.
    2. Build each case's consequence, and save all of them together.
    3. A case that fails is set aside with its error in the log, and the rest go on: another
       batch is taken in its place, so that nothing waits behind it.

    A case is due from `due_at` on; the lock re-checks it, so an act that came first stands.
    """
    passed_over: set[int] = set()
    done = 0
    while True:
        taken, enforced = _enforce_batch(limit, passed_over)
        done += enforced
        if enforced == len(taken):
            return done
        passed_over |= taken


def _enforce_batch(limit: int, passed_over: set[int]) -> tuple[set[int], int]:
    """Which cases were taken, and how many of them were enforced."""
    with transaction.atomic(durable=True):
        due = Dispute.objects.filter(due_at__lte=clock.now()).exclude(pk__in=passed_over)
        cases = access.lock_free(due.order_by("due_at", "id"), limit)
        return {case.pk for case in cases}, _enforce(cases)


def _enforce(cases: Sequence[Dispute]) -> int:
    """Enforce these locked cases together, or one by one where the database refuses a row."""
    changes = changes_of(cases, PLATFORM, clock.now())
    bench = Bench.of(changes)
    built = [change for change in changes if _builds(change, bench)]
    try:
        with transaction.atomic():
            record(built)
            # Foreign keys and the books are checked at the commit, which would be too late to
            # set one bad case aside.
            connection.check_constraints()
    except DatabaseError:
        if len(cases) == 1:
            log.exception("deadline of %s could not be enforced", cases[0].reference)
            return 0
        # The rows in memory are spoiled: read each case anew, still under its lock.
        return sum(_enforce([access.lock(case.pk)]) for case in cases)
    return len(built)


def _builds(change: Change, bench: Bench) -> bool:
    try:
        carry_out_consequence(change, bench)
    except Exception:
        # Broad on purpose: one case that cannot be enforced must not hold up all the others.
        log.exception("deadline of %s could not be enforced", change.dispute.reference)
        return False
    return True
