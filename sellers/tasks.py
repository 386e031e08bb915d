"""What beat ticks: thin, since the work and its safety lie in `background`."""

from celery import shared_task

from disputes.background import runs
from disputes.background.regular_work import unless_paused
from sellers.background import ledger_sweep, rates


@shared_task(name="sellers.tasks.enforce_standing")
@unless_paused
def enforce_standing() -> int:
    """One sweep over the ledgers in which something is due."""
    done = ledger_sweep.enforce_standing()
    runs.ledgers_ran()
    return done


@shared_task(name="sellers.tasks.count_rates")
@unless_paused
def count_rates() -> int:
    """Count the rates of the stores whose last count is a day old."""
    return rates.count_rates()
