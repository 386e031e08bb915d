"""What beat ticks: thin, since the work and its safety lie in the services."""

from celery import shared_task

from disputes.services import outbox, runs, sweeping
from disputes.services.regular_work import unless_paused


@shared_task(name="disputes.tasks.deliver_outbox")
@unless_paused
def deliver_outbox() -> int:
    """Deliver what is due in the outbox; how many deliveries succeeded."""
    done = outbox.deliver_outbox()
    runs.outbox_ran(done)
    return done.delivered


@shared_task(name="disputes.tasks.sweep_files")
@unless_paused
def sweep_files() -> None:
    """Delete files that belong to nothing any more."""
    sweeping.sweep_files()
