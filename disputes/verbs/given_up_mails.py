"""A supervisor has mails tried again that were given up."""

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import Mail, User
from disputes.permissions import SUPERVISE


def retry_all(supervisor: User) -> int:
    """They are due now, with all their attempts; how many there were. What no longer matters by now
    is still not sent."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can have mails tried again."))
    dead = Mail.objects.filter(given_up_at__isnull=False, sent_at=None)
    number = dead.update(given_up_at=None, attempts=0, next_attempt_at=clock.now())
    if not number:
        raise Refused(Code.STALE, _("None of them waits any more."))
    return number
