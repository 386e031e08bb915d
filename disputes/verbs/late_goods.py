"""Goods that had not come when a case began: they are still on their way, or they arrive."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act, act_on_all
from disputes.kernel.changes import Change
from disputes.kernel.settlement import offer_data, put_forward
from disputes.models import Attachment, Dispute, Reason
from disputes.permissions import Actor, declares
from disputes.rules.solutions import Offer
from disputes.rules.texts import check_text
from disputes.states import EventKind, Party, Verb
from disputes.verbs.evidence import record_evidence
from disputes.verbs.refund_requests import check_reason, check_request
from disputes.verbs.uploads import confirmed_uploads
from disputes.wording.photo_guide import what_is_lacking


def _had_not_come(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if not dispute.received:
        return None
    return Refused(Code.NOT_ALLOWED, _("This case says already that the item has arrived."))


@declares(
    Verb.REPORT_ARRIVAL,
    by={Party.BUYER: Dispute.report_arrival},
    leaves=EventKind.ARRIVAL_REPORTED,
    check=_had_not_come,
)
def report_arrival(
    actor: Actor,
    dispute: Dispute,
    *,
    reason: Reason,
    offer: Offer,
    text: str,
    files: Sequence[Attachment] = (),
) -> None:
    """The buyer has the goods after all, and says what is wrong with them.

    The case goes on about that: the seller has the whole time to answer again, and the goods can be
    sent back. (A buyer with whom all is well withdraws.) Refused when reason, solution, text or
    photos are not as an application needs them.
    """
    text = check_text(text)
    with act(actor, dispute, Verb.REPORT_ARRIVAL) as change:
        assert actor.user is not None, "a buyer is somebody"
        locked = change.dispute
        check_reason(reason, received=True)
        files = confirmed_uploads(actor.user, files)
        if lacking := what_is_lacking(reason, files):
            raise Refused(Code.PHOTO_REQUIRED, lacking, field="files")
        offer = check_request(
            offer,
            locked.snapshot.paid_minor,
            locked.currency,
            locked.policy,
            left_minor=change.left_minor,
            may_return=True,
        )
        locked.reason, locked.reason_labels, locked.received = reason, reason.path, True
        locked.report_arrival(change.now)
        request = put_forward(change, offer, text)
        change.record_event(
            EventKind.ARRIVAL_REPORTED,
            **offer_data(request.offer, locked.currency),
            text=request.text,
            reason=locked.reason_label,
            reason_above=locked.reason_labels[:-1],
        )
        record_evidence(change, text, files)


def _may_wait(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.held_until is not None:
        return Refused(Code.NOT_ALLOWED, _("You have already said that it is on its way."))
    until = dispute.blocked_until
    if until is None or dispute.due_at is None or until <= dispute.due_at:
        return Refused(
            Code.NOT_ALLOWED,
            _(
                "The time in which it was promised is over before your time to answer. Answer the "
                "request instead."
            ),
        )
    return None


@declares(Verb.HOLD, by={Party.SELLER: Dispute.hold}, leaves=EventKind.HELD, check=_may_wait)
def hold(actor: Actor, *disputes: Dispute) -> None:
    """The seller says that it is still on its way: the case waits until the promised time ends. Of
    several cases all wait, or none.

    Silence would pay after the usual time, also while a parcel is inside its promised time: the
    source of the rules knows no exception, so the seller has to say so.
    """

    def body(change: Change) -> None:
        until = change.dispute.blocked_until
        assert until is not None, "it was promised for later"
        change.dispute.hold(change.now, until)
        change.record_event(EventKind.HELD)

    act_on_all(actor, disputes, Verb.HOLD, body)
