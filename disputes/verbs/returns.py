"""The way back of the goods."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.changes import Change
from disputes.kernel.settlement import offer_data, pay, put_forward
from disputes.models import Attachment, Dispute, Proposal
from disputes.permissions import Actor, declares, has_interest
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer
from disputes.rules.texts import check_length, check_text, one_line
from disputes.states import EventKind, Party, ReturnClaim, Solution, State, Verb
from disputes.verbs.evidence import record_evidence
from disputes.verbs.freight import record_freight


@declares(Verb.SHIP_RETURN, by={Party.BUYER: Dispute.ship_return}, leaves=EventKind.RETURN_SHIPPED)
def ship_return(
    actor: Actor,
    dispute: Dispute,
    *,
    carrier: str,
    tracking: str,
    freight_minor: int = 0,
    files: Sequence[Attachment] = (),
) -> None:
    """The buyer has sent the goods back and says how they can be followed; with a receipt also what
    that cost, where somebody else pays it."""
    carrier, tracking = _check_tracking(carrier, tracking)
    with act(actor, dispute, Verb.SHIP_RETURN) as change:
        settled = change.dispute.settlement
        assert settled is not None, "a return belongs to a settlement"
        change.dispute.ship_return(change.now, carrier, tracking, settled.offer)
        change.record_event(EventKind.RETURN_SHIPPED, carrier=carrier, tracking=tracking)
        if freight_minor or files:
            record_freight(change, freight_minor, files)


def _is_under_way(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_delivered_at is None:
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _("The return counts as delivered, so its tracking stays as it is. You can add evidence."),
    )


@declares(
    Verb.CORRECT_TRACKING,
    by={Party.BUYER: Dispute.correct_tracking},
    leaves=EventKind.TRACKING_CORRECTED,
    check=_is_under_way,
)
def correct_tracking(actor: Actor, dispute: Dispute, *, carrier: str, tracking: str) -> None:
    """The buyer mends what was typed wrong, until the delivery is known."""
    carrier, tracking = _check_tracking(carrier, tracking)
    with act(actor, dispute, Verb.CORRECT_TRACKING) as change:
        locked = change.dispute
        if (carrier, tracking) == (locked.return_carrier, locked.return_tracking):
            raise Refused(
                Code.NOTHING_CHANGED,
                _("This is what the case says already. Nothing was saved."),
                field="tracking",
            )
        locked.correct_tracking(carrier, tracking)
        change.record_event(EventKind.TRACKING_CORRECTED, carrier=carrier, tracking=tracking)


@declares(
    Verb.CONFIRM_RETURN,
    by={Party.SELLER: {State.RETURN_IN_TRANSIT}},
    leaves=EventKind.RETURN_CONFIRMED,
)
def confirm_return(actor: Actor, dispute: Dispute) -> None:
    """The seller has the goods back as they should be; the refund is paid."""
    with act(actor, dispute, Verb.CONFIRM_RETURN) as change:
        change.dispute.end_return(change.now)
        pay(change)
        change.record_event(EventKind.RETURN_CONFIRMED)


@declares(
    Verb.CONTEST_RETURN,
    by={Party.SELLER: Dispute.contest_return},
    leaves=EventKind.RETURN_CONTESTED,
)
def contest_return(
    actor: Actor,
    dispute: Dispute,
    *,
    text: str,
    files: Sequence[Attachment] = (),
    claim: ReturnClaim = ReturnClaim.NOT_IN_ORDER,
    pieces: int | None = None,
) -> None:
    """The seller says that what came back is not right; the platform hears both sides.

    Of what has not arrived nothing can be shown. Where only so many `pieces` came back, the seller
    proposes with it to pay for those.
    """
    text = check_text(text, sentence=_("Say what is wrong with the return."))
    with act(actor, dispute, Verb.CONTEST_RETURN) as change:
        locked = change.dispute
        _check_claim(change, claim)
        came = _check_pieces(locked, pieces) if claim == ReturnClaim.INCOMPLETE else None
        settled, locked.settlement = locked.settlement, None
        assert settled is not None, "a return belongs to a settlement"
        locked.contest_return(change.now, claim, came)
        change.record_event(
            EventKind.RETURN_CONTESTED, claim=claim.value, pieces=came, of=locked.snapshot.pieces
        )
        record_evidence(change, text, files)
        if claim != ReturnClaim.NOT_ARRIVED and not change.attached:
            raise Refused(
                Code.PHOTO_REQUIRED,
                _(
                    "Add at least one photo or document that shows what came back, such as the "
                    "parcel and its label."
                ),
                field="files",
            )
        if came is not None:
            _propose_to_pay_for(change, settled, came)


def _check_claim(change: Change, claim: ReturnClaim) -> None:
    """Of every parcel that was just sent it could be said that it has not arrived."""
    dispute = change.dispute
    if claim != ReturnClaim.NOT_ARRIVED:
        return
    assert dispute.return_shipped_at is not None, "a return in transit was shipped"
    since = clocks.return_missing(
        dispute.policy, dispute.return_shipped_at, dispute.return_delivered_at, dispute.rested
    )
    if change.now < since:
        raise Refused(
            Code.STILL_IN_TRANSIT,
            _(
                "The return may still be on its way. You can say that it has not arrived from "
                "%(at)s."
            )
            % {"at": instant(since)},
            field="claim",
        )


def _check_pieces(dispute: Dispute, pieces: int | None) -> int:
    sent = dispute.snapshot.pieces
    if sent < 2:
        raise Refused(
            Code.SOLUTION_INVALID,
            _("There is one piece only. Say that what came back is not in order."),
            field="claim",
        )
    if pieces is None or not 0 < pieces < sent:
        raise Refused(
            Code.AMOUNT_INVALID,
            _("Enter how many of the %(sent)d pieces came back: from 1 to %(most)d.")
            % {"sent": sent, "most": sent - 1},
            field="pieces",
        )
    return pieces


def _propose_to_pay_for(change: Change, settled: Proposal, pieces: int) -> None:
    """The share of what was agreed for the pieces that came back, rounded up; the buyer can accept
    it at once."""
    dispute = change.dispute
    share = -(-settled.amount_minor * pieces // dispute.snapshot.pieces)
    offer = Offer(Solution.REFUND, min(share, change.left_minor))
    if offer.amount_minor:
        put_forward(change, offer, "")
        change.record_event(EventKind.PROPOSED, **offer_data(offer, dispute.currency))


def _is_news(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_delivered_at is not None:
        return Refused(Code.NOT_ALLOWED, _("The delivery of the return is known already."))
    user = actor.user if actor.party == Party.PLATFORM else None
    if user is not None and has_interest(user, dispute):
        return Refused(Code.NOT_ALLOWED, _("Somebody without a part in this case has to note it."))
    return None


@declares(
    Verb.REPORT_RETURN_DELIVERED,
    by={
        Party.BUYER: Dispute.report_return_delivered,
        Party.PLATFORM: Dispute.report_return_delivered,
    },
    leaves=EventKind.RETURN_DELIVERED,
    check=_is_news,
    heeds=(),
)
def report_return_delivered(
    actor: Actor,
    dispute: Dispute,
    *,
    delivered_at: datetime,
    source: str = "",
    text: str = "",
    files: Sequence[Attachment] = (),
) -> None:
    """The return has arrived: the seller's time to look at it runs from now on.

    The marketplace's systems and people of the platform say it by its `source`, such as "the
    carrier's page"; the buyer with proof, which becomes evidence. `delivered_at` is aware and lies
    between the shipping and now.
    """
    text, source = check_length(text), check_length(source, field="source", most=80)
    with act(actor, dispute, Verb.REPORT_RETURN_DELIVERED) as change:
        _check_delivery(change, delivered_at)
        change.dispute.report_return_delivered(change.now, delivered_at)
        change.record_event(
            EventKind.RETURN_DELIVERED, delivered_at=delivered_at.isoformat(), source=source
        )
        if actor.party == Party.BUYER:
            record_evidence(change, text, files)
            if not change.attached:
                raise Refused(
                    Code.PHOTO_REQUIRED,
                    _("Add proof of the delivery, such as a picture of the carrier's page."),
                    field="files",
                )


def _check_delivery(change: Change, delivered_at: datetime) -> None:
    shipped_at = change.dispute.return_shipped_at
    assert shipped_at is not None, "a return in transit was shipped"
    if not shipped_at <= delivered_at <= change.now:
        raise Refused(
            Code.TRACKING_INVALID,
            _("The delivery must lie between the shipping of the return and now."),
            field="delivered_at",
        )


def _check_tracking(carrier: str, tracking: str) -> tuple[str, str]:
    return (
        _check_label(carrier, "carrier", _("Enter the carrier's name.")),
        _check_label(tracking, "tracking", _("Enter the tracking number from the receipt.")),
    )


def _check_label(text: str, field: str, sentence: str) -> str:
    text = one_line(text)
    if not text:
        raise Refused(Code.TRACKING_INVALID, sentence, field=field)
    if len(text) > 80:
        raise Refused(Code.TRACKING_INVALID, _("Shorten this to 80 characters."), field=field)
    return text
