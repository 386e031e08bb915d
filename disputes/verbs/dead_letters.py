"""A supervisor has a delivery tried again that the outbox gave up."""

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import OutboxMessage, User
from disputes.permissions import SUPERVISE


def retry_message(supervisor: User, message: OutboxMessage) -> None:
    """What stood in the way of a dead letter is mended: it is due now, with all its attempts."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can have a delivery tried again."))
    dead = OutboxMessage.objects.filter(pk=message.pk, delivered_at=None, given_up_at__isnull=False)
    if not dead.update(given_up_at=None, attempts=0, next_attempt_at=clock.now()):
        raise Refused(Code.STALE, _("This delivery has been made or is being tried again already."))
