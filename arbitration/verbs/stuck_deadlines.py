"""A supervisor deals with a deadline that could not be enforced: tried again, or decided by an
arbitrator."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from arbitration.kernel.set_aside import forget_what_moved_on
from arbitration.models import SetAside
from disputes import access, clock
from disputes.errors import Code, Refused
from disputes.kernel.changes import changes_of
from disputes.kernel.record import record
from disputes.kernel.settlement import bound_data
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, User
from disputes.permissions import SUPERVISE, Actor, has_interest, unread
from disputes.states import PLATFORM_STATES, EventKind, Party
from disputes.wording.unread import came_later


def let_arbitrator_decide(supervisor: User, dispute: Dispute) -> None:
    """End the wait of a case that was set aside: what its deadline should have brought about falls,
    and an arbitrator rules on it, as the books allow.

    Refused to anybody but supervisors without a part in the case, when it is not set aside any
    more, when it is with the platform anyhow, and when something came that was not read.
    """
    if not supervisor.has_perm(SUPERVISE) or has_interest(supervisor, dispute):
        raise Refused(
            Code.NOT_ALLOWED, _("Only a supervisor without a part in the case can do this.")
        )
    with one_transaction():
        locked = access.lock(dispute.pk)
        if not SetAside.objects.filter(dispute=locked, due_at=F("dispute__due_at")).exists():
            raise _not_set_aside()
        actor, locked.read_to = Actor(supervisor, Party.PLATFORM), dispute.read_to
        if changed := unread(locked, actor):
            raise changed
        if locked.state in PLATFORM_STATES:
            raise Refused(
                Code.WRONG_STATE, _("This case is with the platform already. Reassign it instead.")
            )
        [change] = changes_of([locked], actor, clock.now())
        locked.settlement = None
        locked.take_over(change.now)
        change.record_event(EventKind.TAKEN_OVER, **bound_data(locked))
        record([change])
        forget_what_moved_on()


def retry_deadline(supervisor: User, dispute: Dispute) -> None:
    """What stood in the way is mended: the next sweep tries this case again."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can have a case tried again."))
    if not SetAside.objects.filter(dispute=dispute).update(retry_at=clock.now()):
        raise _not_set_aside()


def retry_all_deadlines(supervisor: User, *, read_until: datetime | None = None) -> int:
    """What stood in the way of many is mended: the next sweep tries all cases that are set aside;
    how many there are. `read_until` is when the last one that was shown failed first."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can have a case tried again."))
    found = SetAside.objects.filter(due_at=F("dispute__due_at"))
    if read_until is not None:
        if later := found.filter(first_failed_at__gt=read_until).order_by("first_failed_at").last():
            raise came_later(later.first_failed_at)
        found = found.filter(first_failed_at__lte=read_until)
    rows = found.values("pk")
    if not (number := SetAside.objects.filter(pk__in=rows).update(retry_at=clock.now())):
        raise Refused(Code.STALE, _("No case is set aside any more."))
    return number


def _not_set_aside() -> Refused:
    return Refused(Code.STALE, _("This case is not set aside any more."))
