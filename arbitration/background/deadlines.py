"""Carrying out what is due: the sweep that beat ticks."""

import logging
from collections.abc import Sequence

from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from psycopg.errors import LockNotAvailable

from arbitration.background.consequences import carry_out_consequence
from arbitration.kernel import set_aside
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from disputes import access, clock
from disputes.background import counters, sweep
from disputes.kernel.changes import Change, changes_of, rows_of
from disputes.kernel.failures import brief, place
from disputes.kernel.record import record
from disputes.kernel.story import told_as
from disputes.models import Dispute, Event
from disputes.permissions import PLATFORM
from disputes.rules import clocks
from disputes.states import EventKind

log = logging.getLogger(__name__)

_LAST_ROUND = "the platform's time to rule ends with the clock that runs now"
_ALARMS: dict[str, str] = {
    EventKind.NO_JUDGE: "nobody may judge this case",
    EventKind.NOT_RULED: "the platform did not rule in time",
}
# The changes that could be built, and those that could not, with the reason.
Built = tuple[list[Change], list[tuple[Change, Exception]]]


@told_as("deadlines")
def enforce_deadlines(
    limit: int = 500, seconds: float = 30, going_on: sweep.GoingOn = sweep.always
) -> int:
    """One sweep: carry out what follows for the cases that are due, the oldest first; how many
    there were.

    A case is due from `due_at` on; the lock re-checks it, so an act that came first stands.
    """
    total, going_on = 0, sweep.within(seconds, going_on)
    for taken, done in sweep.run(lambda: _enforce_batch(limit), going_on):
        enforced = [change for change in done if not _was_moved(change)]
        _count(taken - len(done), enforced)
        _alarm(enforced)
        total += len(enforced)
    return total


def _enforce_batch(limit: int) -> tuple[int, list[Change]] | None:
    """How many cases were taken, and those that were enforced, or moved by a pause that came first;
    the others are set aside."""
    if not set_aside.is_anything_due():
        return None
    with sweep.one_batch():
        disputes = set_aside.take_due(limit)
        return (len(disputes), _enforce(disputes)) if disputes else None


def _was_moved(change: Change) -> bool:
    """By a pause that nobody had carried out before: its clock still runs."""
    return not clocks.is_over(change.was_due_at, change.now)


def _count(failed: int, enforced: Sequence[Change]) -> None:
    counters.count(counters.SET_ASIDE, failed)
    counters.observe_lateness(
        (change.now - change.was_due_at).total_seconds()
        for change in enforced
        if change.was_due_at is not None
    )


def _alarm(enforced: Sequence[Change]) -> None:
    """What somebody of the platform has to look at, once for each case: for whoever watches the
    log. Supervisors find it on the board and the status page."""
    events = [event for change in enforced for event in rows_of([change], Event)]
    for event in events:
        if event.kind in _ALARMS or (
            event.kind == EventKind.REASSIGNED and "decide_by" in event.data
        ):
            log.error("%s: %s", event.dispute.reference, _ALARMS.get(event.kind, _LAST_ROUND))
    counters.count(counters.NOT_RULED, sum(event.kind == EventKind.NOT_RULED for event in events))


def _enforce(disputes: Sequence[Dispute]) -> list[Change]:
    """Enforce these locked cases together; one that the database refuses is set aside."""
    changes = changes_of(disputes, PLATFORM, clock.now())
    attempts = sweep.isolate(changes, _save, _blame, again=_again, is_of_a_row=_is_of_a_row)
    failures = [failure for _built, failed in attempts for failure in failed]
    set_aside.forget_what_moved_on()
    set_aside.set_aside(failures)
    for change, reason in failures:
        log.error(
            "deadline of %s could not be enforced: %s (%s)",
            change.dispute.reference,
            brief(reason),
            place(reason),
        )
    return [change for built, _failed in attempts for change in built]


def _save(changes: Sequence[Change]) -> Built:
    built, failures = _build(changes)
    with transaction.atomic():
        record(built)
        # Foreign keys and the books are checked at the commit, which would be too late to set one
        # bad case aside.
        connection.check_constraints()
    return built, failures


def _build(changes: Sequence[Change]) -> Built:
    eligible, built = EligibleArbitrators.of([change.dispute for change in changes]), []
    failures: list[tuple[Change, Exception]] = []
    for change in changes:
        try:
            if not _was_moved(change):
                carry_out_consequence(change, eligible)
        except Exception as error:  # noqa: BLE001  # one case must not hold up all the others
            failures.append((change, error))
        else:
            built.append(change)
    return built, failures


def _blame(change: Change, error: Exception) -> Built:
    return [], [(change, error)]


def _again(changes: Sequence[Change]) -> list[Change]:
    """The same cases, still under their locks."""
    ids = [change.dispute.pk for change in changes]
    disputes = access.lock_free(Dispute.objects.filter(pk__in=ids), len(ids))
    return changes_of(disputes, PLATFORM, clock.now())


def _is_of_a_row(error: Exception) -> bool:
    """Is the error about one case's rows? Anything else, as a lost connection or a table that lacks
    a column, is nobody's fault."""
    return isinstance(error, IntegrityError | DataError) or (
        isinstance(error, DatabaseError) and isinstance(error.__cause__, LockNotAvailable)
    )
