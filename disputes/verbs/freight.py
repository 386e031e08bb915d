"""What the way back cost the buyer, where somebody else pays it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.changes import Change
from disputes.models import Attachment, Dispute
from disputes.permissions import Actor, declares
from disputes.rules import clocks
from disputes.rules.money import format_money
from disputes.states import PAYERS, EventKind, Party, Verb
from disputes.verbs.evidence import record_evidence

# More than this, in minor units, nobody pays for a parcel.
MOST_MINOR = 10**11


def _may_claim(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.freight_payer not in PAYERS:
        return Refused(Code.NOT_ALLOWED, _("You pay the way back, so its cost is not paid to you."))
    if dispute.freight_paid_minor is None or not _has_to_stay(dispute, now):
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _("The seller is looking at the return and at what it cost, so that stays as it is."),
    )


def _has_to_stay(dispute: Dispute, now: datetime) -> bool:
    """Would the seller have too little time to look at another sum?"""
    assert dispute.due_at is not None, "a return in transit has a clock"
    return dispute.return_delivered_at is not None or now > clocks.last_answered(
        dispute.policy, dispute.due_at, dispute.rested
    )


@declares(
    Verb.CLAIM_FREIGHT,
    by={Party.BUYER: Dispute.claim_freight},
    leaves=EventKind.FREIGHT_CLAIMED,
    check=_may_claim,
)
def claim_freight(
    actor: Actor, dispute: Dispute, *, amount_minor: int, files: Sequence[Attachment]
) -> None:
    """The buyer says what sending the goods back cost, with a receipt, or mends that until the
    delivery is known, and while the seller has time to look at it. At most what was agreed is paid.
    """
    with act(actor, dispute, Verb.CLAIM_FREIGHT) as change:
        record_freight(change, amount_minor, files)


def record_freight(change: Change, amount_minor: int, files: Sequence[Attachment]) -> None:
    """The sum and its receipt, which becomes evidence; refused without either."""
    dispute = change.dispute
    if refused := _may_claim(dispute, change.actor, change.now):
        raise refused
    if not 0 < amount_minor <= MOST_MINOR:
        raise Refused(
            Code.AMOUNT_INVALID,
            _("Enter what you paid to send it back, such as %(example)s.")
            % {"example": format_money(dispute.freight_most_minor, dispute.currency)},
            field="freight",
        )
    if amount_minor == dispute.freight_paid_minor:
        raise Refused(
            Code.NOTHING_CHANGED,
            _("This is what the case says already. Nothing was saved."),
            field="freight",
        )
    dispute.claim_freight(change.now, amount_minor)
    change.record_event(
        EventKind.FREIGHT_CLAIMED,
        amount_minor=amount_minor,
        most_minor=dispute.freight_most_minor,
        currency=dispute.currency,
    )
    record_evidence(change, "", files)
    if not change.attached:
        raise Refused(
            Code.PHOTO_REQUIRED,
            _("Add the receipt: a photo of it, or the document that you were sent."),
            field="files",
        )
