"""What beat ticks: thin, since the work and its safety lie in the services."""

from celery import shared_task

from disputes.services import outbox


@shared_task(name="disputes.tasks.deliver_outbox")
def deliver_outbox() -> int:
    """Deliver what is due in the outbox."""
    return outbox.deliver_outbox()
