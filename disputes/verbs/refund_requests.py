"""A buyer applies for a refund, changes the request, or takes it back."""

import logging
from collections.abc import Sequence
from datetime import datetime
from hashlib import file_digest

from django.utils.translation import gettext as _

from disputes import clock
from disputes.access import last_withdrawn
from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.changes import Change
from disputes.kernel.decisions_audit import policy_data
from disputes.kernel.evidence_snapshots import contents
from disputes.kernel.line_snapshots import take_snapshot
from disputes.kernel.record import record
from disputes.kernel.settlement import offer_data, put_forward
from disputes.kernel.transactions import one_transaction
from disputes.models import Attachment, Dispute, OrderLine, ParcelItem, Policy, Reason, User
from disputes.models.references import new_reference
from disputes.permissions import Actor, declares, no_exit
from disputes.rules import clocks, eligibility
from disputes.rules.pieces import share
from disputes.rules.solutions import Offer, check
from disputes.rules.texts import check_length, check_text
from disputes.states import EventKind, Party, ProposalStatus, Solution, State, Verb
from disputes.verbs.evidence import state_evidence
from disputes.verbs.uploads import confirmed_uploads
from disputes.wording.applications import used_up
from disputes.wording.photo_guide import what_is_lacking

log = logging.getLogger(__name__)


def open_dispute(
    buyer: User,
    item: ParcelItem,
    *,
    pieces: int | None = None,
    reason: Reason,
    offer: Offer,
    text: str,
    files: Sequence[Attachment] = (),
    language: str = "",
) -> Dispute:
    """Apply for a refund of an item of an order; the new case, waiting for the seller.

    `pieces` says how many of its pieces it is about; unless told, all that no case is about.
    `language` is what the buyer writes in, as ISO 639, where that is known.

    The row of the item is the lock: of two applications at once, the second one sees the first.

    Refused when the item is not the buyer's, has no such pieces without a case, was applied for too
    often, lies outside its window, or when solution, amount, text or photos are not as they must
    be.
    """
    text = check_text(text)
    picture, picture_sha256 = str(item.line.picture.name), _picture_hash(item.line)
    with one_transaction():
        item = _locked(item)
        line, now = item.line, clock.now()
        policy = Policy.objects.latest()
        pieces = _check_application(buyer, item, pieces, reason, now)
        last = last_withdrawn(line)
        files = confirmed_uploads(buyer, files)
        if lacking := what_is_lacking(reason, files):
            raise Refused(Code.PHOTO_REQUIRED, lacking, field="files")
        if str(line.picture.name) != picture:
            raise Refused(
                Code.STALE, _("This listing was just changed. Look at it and submit once more.")
            )
        offer = check_request(
            offer,
            share(line.paid_minor, pieces, line.quantity),
            item.order.currency,
            policy,
            left_minor=line.left_minor,
            received=reason.received,
        )
        dispute = Dispute(
            reference=new_reference(Dispute, "R"),
            item=item,
            line=line,
            pieces=pieces,
            store=item.order.store,
            buyer=buyer,
            policy=policy,
            language=language,
            reason=reason,
            reason_labels=reason.path,
            received=reason.received,
            opened_at=now,
            due_at=clocks.seller_answer(policy, now),
            application=1 if last is None else last.application + 1,
            changes=0 if last is None else last.changes,
        )
        snapshot = take_snapshot(dispute, item, picture_sha256)
        change = Change(dispute, Actor(buyer, Party.BUYER), now)
        request = put_forward(change, offer, text)
        evidence = state_evidence(change, text, files)
        assert evidence is not None, "an application has words"
        change.record_event(
            EventKind.OPENED,
            **offer_data(request.offer, dispute.currency),
            reason=dispute.reason_label,
            reason_above=dispute.reason_labels[:-1],
            policy=policy_data(policy),
            line=snapshot.content,
            **contents(evidence, change.attached),
        )
        change.add(snapshot)
        record([change])
    return dispute


def _changes_left(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.changes < dispute.policy.request_changes:
        return None
    return Refused(
        Code.LIMIT_REACHED,
        _("You have changed your request about this item %(number)d times, which is the most.")
        % {"number": dispute.changes},
    )


@declares(
    Verb.CHANGE,
    by={Party.BUYER: Dispute.change},
    leaves=EventKind.CHANGED,
    check=_changes_left,
)
def change_request(actor: Actor, dispute: Dispute, *, offer: Offer, text: str = "") -> None:
    """The buyer asks for something else; the seller has the whole time to answer again."""
    text = check_length(text)
    with act(actor, dispute, Verb.CHANGE) as change:
        locked = change.dispute
        offer = check_request(
            offer,
            locked.snapshot.paid_minor,
            locked.currency,
            locked.policy,
            left_minor=change.left_minor,
            received=locked.received,
        )
        before = change.live[Party.BUYER]
        if offer == before.offer and text in ("", before.text):
            raise Refused(
                Code.SOLUTION_INVALID,
                _("This is what you ask for already. Change the solution or the amount."),
                field="solution",
            )
        locked.change(change.now)
        request = put_forward(change, offer, text or before.text)
        change.record_event(
            EventKind.CHANGED, **offer_data(offer, locked.currency), text=request.text
        )


def _may_withdraw(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_shipped_at is None:
        return no_exit(dispute)
    return Refused(
        Code.NOT_ALLOWED,
        _("The goods have gone back already, so this request can no longer be withdrawn."),
    )


@declares(
    Verb.WITHDRAW,
    by={Party.BUYER: Dispute.withdraw},
    leaves=EventKind.WITHDRAWN,
    check=_may_withdraw,
)
def withdraw(actor: Actor, dispute: Dispute) -> None:
    """The buyer takes the request back, before a ruling is written. A new one is possible while the
    window lasts, and not more often than `Policy.applications_per_line` says."""
    with act(actor, dispute, Verb.WITHDRAW) as change:
        change.dispute.withdraw(change.now)
        for party in list(change.live):
            change.end(party, ProposalStatus.LAPSED)
        change.record_event(EventKind.WITHDRAWN)


def _locked(item: ParcelItem) -> ParcelItem:
    """The item with all that a snapshot holds of it, under their rows' locks."""
    rows = ParcelItem.objects.select_related("order__store", "parcel__order", "line__order")
    return rows.select_for_update(of=("self", "order", "parcel", "line")).get(pk=item.pk)


def _check_pieces(item: ParcelItem, pieces: int | None) -> int:
    """How many pieces the case is about; refused where so many are not free."""
    if not item.free_pieces:
        existing = item.disputes.exclude(state=State.WITHDRAWN).order_by("-pk")[:1]
        raise Refused(
            Code.CASE_EXISTS,
            _("You have already applied for a refund of this item: case %(reference)s.")
            % {"reference": ", ".join(dispute.reference for dispute in existing)},
        )
    if pieces is None:
        return item.free_pieces
    if not 0 < pieces <= item.free_pieces:
        raise Refused(
            Code.ORDER_INVALID,
            _("Enter a number from 1 to %(most)d: about so many pieces you can apply.")
            % {"most": item.free_pieces},
            field="pieces",
        )
    return pieces


def _check_application(
    buyer: User, item: ParcelItem, pieces: int | None, reason: Reason, now: datetime
) -> int:
    """How many pieces the case is about."""
    if item.order.buyer_id != buyer.pk:
        raise Refused(Code.NOT_FOUND, _("There is no such order."))
    if item.order.of_own_store:
        raise Refused(Code.NOT_ALLOWED, eligibility.own_store())
    pieces = _check_pieces(item, pieces)
    if sentence := used_up(last_withdrawn(item.line)):
        raise Refused(Code.LIMIT_REACHED, sentence)
    if item.nothing_to_refund:
        raise Refused(Code.WINDOW_CLOSED, item.nothing_to_refund)
    window = eligibility.window(item.parcel, received=reason.received, now=now)
    if not window.is_open:
        raise Refused(Code.WINDOW_CLOSED, window.closed_because)
    check_reason(reason, received=reason.received, undispatched=item.parcel.dispatched_at is None)
    return pieces


def check_reason(reason: Reason, *, received: bool, undispatched: bool = False) -> None:
    """Refused where this is none that can be chosen of what came, or did not, or was not sent."""
    fitting = Reason.objects.to_choose(received=received, undispatched=undispatched)
    if not fitting.filter(pk=reason.pk).exists():
        raise Refused(Code.REASON_INVALID, _("Choose the reason that fits best."), field="reason")


def _picture_hash(line: OrderLine) -> str:
    """The SHA-256 of the listing's picture, so that nobody can put another in its place later;
    nothing where there is none, or it cannot be read. Read before the transaction: the store may be
    slow."""
    if not line.picture:
        return ""
    try:
        with line.picture.open("rb") as picture:
            return file_digest(picture, "sha256").hexdigest()
    except (OSError, ValueError):  # lost, or the store is away; or there never was one
        log.warning("the listing picture of line %s cannot be read", line.pk)
        return ""


def check_request(
    offer: Offer, paid_minor: int, currency: str, policy: Policy, *, left_minor: int, received: bool
) -> Offer:
    if offer.solution == Solution.NO_REFUND:
        raise Refused(
            Code.SOLUTION_INVALID, _("Choose the solution that you ask for."), field="solution"
        )
    return check(
        offer,
        paid_minor=paid_minor,
        left_minor=left_minor,
        currency=currency,
        may_return=received,
        freight_percent=policy.freight_percent,
    )
