"""Reporting a message to the platform."""

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import access, clock
from disputes.errors import Code, Refused
from disputes.models import Dispute, Message, MessageReport
from disputes.permissions import Actor, is_on_side
from disputes.rules.texts import check_length
from disputes.states import OTHER_SIDE, ReportReason


def reportable(actor: Actor, dispute: Dispute, number: int) -> Message:
    """The message of this number, for a side that it was written to and that has not reported it;
    or why not."""
    message = dispute.messages.filter(number=number).first()
    if message is None or actor.user is None or not is_on_side(actor.user, actor.party, dispute):
        raise Refused(Code.NOT_FOUND, _("There is no such message."))
    if actor.party not in OTHER_SIDE or message.party == actor.party:
        raise Refused(Code.NOT_ALLOWED, _("You can report what others wrote to you."))
    if dispute.erased_at is not None:
        raise Refused(Code.WRONG_STATE, _("The words of this case were erased."))
    if message.reports.filter(party=actor.party).exists():
        raise Refused(Code.STALE, _("Your side has reported this message already."))
    return message


def report_message(
    actor: Actor, dispute: Dispute, number: int, *, reason: ReportReason, text: str = ""
) -> MessageReport:
    """A side tells the platform that a message is not in order, once. It is no act in the case: it
    may be closed, nothing in it changes, and the other side does not learn of it."""
    text = check_length(text)
    with transaction.atomic(durable=True):
        locked = access.lock(dispute.pk)
        message = reportable(actor, locked, number)
        assert actor.user is not None, "somebody reports"
        return MessageReport.objects.create(
            message=message,
            party=actor.party,
            reporter=actor.user,
            reason=reason,
            text=text,
            reported_at=clock.now(),
        )
