"""Carrying out pauses: every clock that one moves is moved, a batch at a time.

Whoever has a case in hand carries out what was paused since (`disputes.kernel.rests`), so nothing
hangs on when this sweep comes, how often it breaks off, or how many of it run at once. It is for
what people see: the new deadlines, and the lines that say why.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from psycopg.errors import LockNotAvailable

from disputes import access, clock
from disputes.background import sweep
from disputes.kernel.changes import Change, changes_of
from disputes.kernel.failures import brief, place
from disputes.kernel.record import record
from disputes.kernel.story import told_as
from disputes.models import ClockPause, Dispute
from disputes.permissions import PLATFORM

log = logging.getLogger(__name__)

# An application that was about to commit when the pause was published may not have known of it.
_LONGEST_ACT = timedelta(minutes=10)


@told_as("pauses")
def spread_pauses(
    limit: int = 500, seconds: float = 30, going_on: sweep.GoingOn = sweep.always
) -> int:
    """Move the clocks that the pauses move which are not carried out yet; how many cases were
    looked at. What is left is there for the next sweep."""
    total, going_on = 0, sweep.within(seconds, going_on)
    for pause in ClockPause.objects.filter(spread_at=None).order_by("number"):
        failed: set[int] = set()
        total += sum(sweep.run(partial(_spread_batch, pause, limit, failed), going_on))
        if not going_on():
            break
        _note_spread(pause)
    return total


def waiting_for(pause: ClockPause) -> QuerySet[Dispute]:
    """The cases that it is still to move."""
    return Dispute.objects.filter(pause.moves, pauses_read__lt=pause.number)


def _spread_batch(pause: ClockPause, limit: int, failed: set[int]) -> int:
    with sweep.one_batch():
        waiting = waiting_for(pause).exclude(pk__in=failed).order_by("pauses_read", "id")
        disputes = access.lock_free(waiting, limit)
        if disputes:
            changes = changes_of(disputes, PLATFORM, clock.now())
            blamed = sweep.isolate(changes, _save, _blame, again=_again, is_of_a_row=_is_of_a_row)
            failed.update(pk for each in blamed for pk in each)
        return len(disputes)


def _save(changes: Sequence[Change]) -> list[int]:
    with transaction.atomic():
        record(changes)
        connection.check_constraints()
    return []


def _blame(change: Change, error: Exception) -> list[int]:
    """It waits for the next sweep; its deadline is enforced no sooner for that."""
    reference = change.dispute.reference
    log.error("clock of %s could not be paused: %s (%s)", reference, brief(error), place(error))
    return [change.dispute.pk]


def _again(changes: Sequence[Change]) -> list[Change]:
    """The same cases, still under their locks."""
    ids = [change.dispute.pk for change in changes]
    disputes = access.lock_free(Dispute.objects.filter(pk__in=ids), len(ids))
    return changes_of(disputes, PLATFORM, clock.now())


def _is_of_a_row(error: Exception) -> bool:
    return isinstance(error, IntegrityError | DataError) or (
        isinstance(error, DatabaseError) and isinstance(error.__cause__, LockNotAvailable)
    )


def _note_spread(pause: ClockPause) -> None:
    now = clock.now()
    if now >= pause.published_at + _LONGEST_ACT and not waiting_for(pause).exists():
        ClockPause.objects.filter(pk=pause.pk).update(spread_at=now)
