"""A supervisor looks at a message that a side has reported."""

from django.utils.translation import gettext as _

from arbitration.permissions import uninvolved
from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import MessageReport, User
from disputes.permissions import SUPERVISE
from disputes.rules.texts import check_text


def may_handle(supervisor: User, report: MessageReport) -> Refused | None:
    """Why this person cannot say what they found; None where they can."""
    if not supervisor.has_perm(SUPERVISE):
        return Refused(Code.NOT_ALLOWED, _("Only a supervisor can say what was found."))
    if report.handled_at is not None:
        return Refused(Code.STALE, _("Somebody has looked at this report already."))
    return uninvolved(supervisor, report.message.dispute)


def handle_report(supervisor: User, report: MessageReport, *, finding: str) -> None:
    """Say once what was found and done, for the platform's people. Whoever reported it learns that
    somebody has looked at it, and no more; in the case nothing changes."""
    finding = check_text(
        finding, field="finding", sentence=_("Say what you found and what you did about it.")
    )
    with one_transaction():
        rows = MessageReport.objects.select_for_update(of=("self",))
        locked = rows.select_related("message__dispute").get(pk=report.pk)
        if refused := may_handle(supervisor, locked):
            raise refused
        locked.handled_at, locked.handled_by = clock.now(), supervisor
        locked.finding = finding
        locked.save(update_fields=["handled_at", "handled_by", "finding"])
