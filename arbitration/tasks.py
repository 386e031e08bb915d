"""What beat ticks: thin, since the work and its safety lie in `background`."""

from celery import shared_task

from arbitration.background import deadlines, pauses, retention, statistics
from disputes.background import runs
from disputes.background.regular_work import unless_paused


@shared_task(name="arbitration.tasks.enforce_deadlines")
@unless_paused
def enforce_deadlines() -> int:
    """One sweep over the cases that are due, after those whose clocks are paused."""
    pauses.spread_pauses()
    done = deadlines.enforce_deadlines()
    runs.sweep_ran()
    return done


@shared_task(name="arbitration.tasks.erase_closed")
@unless_paused
def erase_closed() -> int:
    """Erase the texts and photos of cases that closed long ago."""
    return retention.erase_closed()


@shared_task(name="arbitration.tasks.count_months")
@unless_paused
def count_months() -> int:
    """Count for the public what came of the cases of this month, and of those just over."""
    return statistics.count_months()
