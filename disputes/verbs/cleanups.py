"""A supervisor approves a clean-up that stopped because it would delete more than usual."""

import logging

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import HaltedCleanup, User
from disputes.permissions import SUPERVISE

log = logging.getLogger(__name__)


def approve_cleanup(supervisor: User, halt: HaltedCleanup) -> None:
    """Somebody has looked at it: the next run may delete exactly this, once."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can have this deleted."))
    still = HaltedCleanup.objects.filter(pk=halt.pk, approved_at=None, ended_at=None)
    if not still.update(approved_by=supervisor, approved_at=clock.now()):
        raise Refused(
            Code.STALE,
            _("This is approved already, or something else was found since. Nothing was changed."),
        )
    log.warning("halted clean-up %d (%s) approved: %d things go", halt.pk, halt, halt.number)
