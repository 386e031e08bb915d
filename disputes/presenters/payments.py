"""How a refund that was decided is being paid, said as it is."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from disputes.background.regular_work import pause_in_force
from disputes.models import OutboxMessage, Refund
from disputes.rules.instants import instant
from disputes.states import Party

# Until then it is work that goes on: workers look every few seconds.
_LATE = timedelta(minutes=2)


def payment(refund: Refund, now: datetime, viewer: Party) -> list[str]:
    """Whole sentences; only the two sides must be told that they need not do anything."""
    sentences = _payment(refund, now)
    if len(sentences) > 1 and viewer != Party.PLATFORM:
        sentences.append(_("You need not do anything: the refund stays decided."))
    return sentences


def _payment(refund: Refund, now: datetime) -> list[str]:
    if refund.paid_at is not None:
        return [_("Paid on %(at)s.") % {"at": instant(refund.paid_at)}]
    decided = _("Decided on %(at)s, not paid yet.") % {"at": instant(refund.decided_at)}
    if pause_in_force() is not None:
        waits = _("The platform has paused payments for now. It is paid when they go on.")
        return [decided, waits]
    message = OutboxMessage.objects.filter(key=refund.key).first()
    if message is not None and message.given_up_at is not None:
        told = _(
            "The payment failed %(number)d times and is not tried by itself any more since "
            "%(at)s. The platform's supervisors have it in their list of what needs mending, and "
            "have it tried again when the cause is mended."
        ) % {"number": message.attempts, "at": instant(message.given_up_at)}
        return [decided, told]
    if message is not None and message.attempts:
        tried = _(
            "The payment did not succeed so far. It is tried again by itself, next on %(at)s."
        ) % {"at": instant(message.next_attempt_at)}
        return [decided, tried]
    if now - refund.decided_at > _LATE:
        late = _("Payments are late at the moment. It is paid as soon as they go on.")
        return [decided, late]
    return [_("Being paid. This takes a few moments.")]
