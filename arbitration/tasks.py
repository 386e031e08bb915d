"""What beat ticks: thin, since the work and its safety lie in the services."""

from celery import shared_task

from arbitration.services import deadlines, figures, retention
from disputes.services import runs


@shared_task(name="arbitration.tasks.enforce_deadlines")
def enforce_deadlines() -> int:
    """One sweep over the cases that are due."""
    done = deadlines.enforce_deadlines()
    runs.sweep_ran()
    return done


@shared_task(name="arbitration.tasks.erase_closed")
def erase_closed() -> int:
    """Erase the words and photos of cases that closed long ago."""
    return retention.erase_closed()


@shared_task(name="arbitration.tasks.count_months")
def count_months() -> int:
    """Count for the public what came of the cases of this month, and of those just over."""
    return figures.count_months()
