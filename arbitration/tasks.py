"""What beat ticks: thin, since the work and its safety lie in the services."""

from celery import shared_task

from arbitration.services import deadlines


@shared_task(name="arbitration.tasks.enforce_deadlines")
def enforce_deadlines() -> int:
    """One sweep over the cases that are due."""
    return deadlines.enforce_deadlines()
