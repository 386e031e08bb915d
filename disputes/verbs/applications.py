"""A buyer applies for a refund: of one item, or of several of one parcel at once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import file_digest
from typing import Any

from django.utils.translation import gettext as _

from disputes import clock
from disputes.access import last_withdrawn
from disputes.errors import Code, Refused
from disputes.kernel.changes import Change
from disputes.kernel.decisions_audit import policy_data
from disputes.kernel.evidence_snapshots import contents
from disputes.kernel.line_snapshots import take_snapshot
from disputes.kernel.record import record
from disputes.kernel.rests import find_rests
from disputes.kernel.settlement import offer_data, put_forward
from disputes.kernel.transactions import one_transaction
from disputes.models import (
    Attachment,
    CaseGroup,
    Dispute,
    LineSnapshot,
    OrderLine,
    ParcelItem,
    Policy,
    Reason,
    User,
)
from disputes.models.references import new_reference
from disputes.permissions import Actor
from disputes.rules import eligibility
from disputes.rules.pieces import share
from disputes.rules.solutions import Offer
from disputes.rules.texts import check_text
from disputes.states import EventKind, Party, State
from disputes.verbs.evidence import state_evidence
from disputes.verbs.refund_requests import check_reason, check_request
from disputes.verbs.uploads import confirmed_uploads
from disputes.wording.applications import used_up
from disputes.wording.groups import naming
from disputes.wording.photo_guide import what_is_lacking

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """What is asked for an item of an order. `pieces` says how many of its pieces it is about;
    unless told, all that no case is about."""

    item: ParcelItem
    offer: Offer
    pieces: int | None = None


@dataclass(frozen=True)
class _Application:
    """What is the same for all of its claims."""

    buyer: User
    reason: Reason
    policy: Policy
    language: str
    now: datetime


@dataclass(frozen=True)
class _Picture:
    """A listing's picture as it is stored, and its SHA-256, so that nobody can put another in its
    place later; nothing where there is none, or it cannot be read."""

    name: str
    sha256: str

    @classmethod
    def of(cls, line: OrderLine) -> "_Picture":
        """Read before the transaction: the store may be slow."""
        name = str(line.picture.name)
        if not line.picture:
            return cls(name, "")
        try:
            with line.picture.open("rb") as picture:
                return cls(name, file_digest(picture, "sha256").hexdigest())
        except (OSError, ValueError):  # lost, or the store is away; or there never was one
            log.warning("the listing picture of line %s cannot be read", line.pk)
            return cls(name, "")


@dataclass(frozen=True)
class _Checked:
    """A claim that can be made; the hash of what was listed, and the withdrawn case about the line
    that it follows, if any."""

    item: ParcelItem
    offer: Offer
    pieces: int
    picture_sha256: str
    last: Dispute | None


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
    """Apply for a refund of one item; see `open_disputes`."""
    claims = [Claim(item, offer, pieces)]
    [dispute] = open_disputes(
        buyer, claims, reason=reason, text=text, files=files, language=language
    )
    return dispute


def open_disputes(
    buyer: User,
    claims: Sequence[Claim],
    *,
    reason: Reason,
    text: str,
    files: Sequence[Attachment] = (),
    language: str = "",
) -> list[Dispute]:
    """Apply for a refund of these items of one parcel: a new case for each, in their order, waiting
    for the seller. Several are a group; text and files lie in each of its cases.

    `language` is what the buyer writes in, as ISO 639, where that is known.

    The rows of the items are the locks: of two applications at once, the second one sees the first.

    Refused as a whole when an item is not the buyer's, has no such pieces without a case, was
    applied for too often, lies outside its window, or when solution, amount, text or photos are not
    as they must be.
    """
    text = check_text(text)
    pictures = [_Picture.of(claim.item.line) for claim in claims]
    with one_transaction():
        locked = _locked(claims)
        application = _Application(buyer, reason, Policy.objects.latest(), language, clock.now())
        _check_together(buyer, locked)
        several = len(locked) > 1
        checked = []
        for claim, picture in zip(locked, pictures, strict=True):
            with naming(claim.item.line.title, several=several):
                checked.append(_checked(application, claim, picture))
        files = confirmed_uploads(buyer, files)
        if lacking := what_is_lacking(reason, files):
            raise Refused(Code.PHOTO_REQUIRED, lacking, field="files")
        group = CaseGroup.objects.create(parcel=locked[0].item.parcel) if several else None
        disputes = [_dispute(application, each, group) for each in checked]
        find_rests(disputes, application.now)
        for dispute in disputes:
            dispute.open(application.now)
        told = {"together": [each.reference for each in disputes]} if group else {}
        changes: list[Change] = []
        for each, dispute in zip(checked, disputes, strict=True):
            snapshot = take_snapshot(dispute, each.item, each.picture_sha256)
            change = Change(dispute, Actor(buyer, Party.BUYER), application.now)
            with naming(each.item.line.title, several=several):
                offer = _check_offer(application, each)
            put_forward(change, offer, text)
            evidence = state_evidence(change, text, files, copied=bool(changes))
            assert evidence is not None, "an application has words"
            told_of_evidence = contents(evidence, change.attached)
            _record_opened(change, offer, snapshot, told | told_of_evidence)
            changes.append(change)
        record(changes)
    return disputes


def _record_opened(
    change: Change, offer: Offer, snapshot: LineSnapshot, told: Mapping[str, Any]
) -> None:
    dispute = change.dispute
    change.record_event(
        EventKind.OPENED,
        **offer_data(offer, dispute.currency),
        reason=dispute.reason_label,
        reason_above=dispute.reason_labels[:-1],
        policy=policy_data(dispute.policy),
        line=snapshot.content,
        **told,
    )
    change.add(snapshot)


def _locked(claims: Sequence[Claim]) -> list[Claim]:
    """The items with all that a snapshot holds of them, under their rows' locks."""
    rows = ParcelItem.objects.select_related("order__store", "parcel__order", "line__order")
    rows = rows.filter(pk__in=[claim.item.pk for claim in claims]).order_by("pk")
    locked = {row.pk: row for row in rows.select_for_update(of=("self", "order", "parcel", "line"))}
    return [replace(claim, item=locked[claim.item.pk]) for claim in claims]


def _check_together(buyer: User, claims: Sequence[Claim]) -> None:
    """Refused where this is no application at all."""
    if any(claim.item.order.buyer_id != buyer.pk for claim in claims):
        raise Refused(Code.NOT_FOUND, _("There is no such order."))
    parcels = {claim.item.parcel_id for claim in claims}
    if len(parcels) > 1 or len({claim.item.pk for claim in claims}) < len(claims):
        raise Refused(
            Code.ORDER_INVALID,
            _("One application is about items of one parcel. Name each of them once."),
            field="others",
        )


def _checked(application: _Application, claim: Claim, picture: _Picture) -> _Checked:
    """What of the claim does not hang on photos and offer."""
    item, last = claim.item, last_withdrawn(claim.item.line)
    pieces = _check_application(application, item, claim.pieces, last)
    if str(item.line.picture.name) != picture.name:
        raise Refused(
            Code.STALE, _("This listing was just changed. Look at it and submit once more.")
        )
    return _Checked(item, claim.offer, pieces, picture.sha256, last)


def _check_offer(application: _Application, claim: _Checked) -> Offer:
    """In its normal form."""
    item = claim.item
    return check_request(
        claim.offer,
        share(item.line.paid_minor, claim.pieces, item.line.quantity),
        item.order.currency,
        application.policy,
        left_minor=item.line.left_minor,
        may_return=application.reason.received,
    )


def _dispute(application: _Application, claim: _Checked, group: CaseGroup | None) -> Dispute:
    """The new case, not saved yet."""
    item, last = claim.item, claim.last
    reason, policy = application.reason, application.policy
    return Dispute(
        reference=new_reference(Dispute, "R"),
        group=group,
        item=item,
        line=item.line,
        pieces=claim.pieces,
        store=item.order.store,
        buyer=application.buyer,
        policy=policy,
        language=application.language,
        reason=reason,
        reason_labels=reason.path,
        received=reason.received,
        opened_at=application.now,
        application=1 if last is None else last.application + 1,
        changes=0 if last is None else last.changes,
    )


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
    application: _Application, item: ParcelItem, pieces: int | None, last: Dispute | None
) -> int:
    """How many pieces the case is about."""
    reason = application.reason
    if item.order.of_own_store:
        raise Refused(Code.NOT_ALLOWED, eligibility.own_store())
    pieces = _check_pieces(item, pieces)
    if sentence := used_up(last):
        raise Refused(Code.LIMIT_REACHED, sentence)
    if item.nothing_to_refund:
        raise Refused(Code.WINDOW_CLOSED, item.nothing_to_refund)
    window = eligibility.window(item.parcel, received=reason.received, now=application.now)
    if not window.is_open:
        raise Refused(Code.WINDOW_CLOSED, window.closed_because)
    check_reason(reason, received=reason.received, undispatched=item.parcel.dispatched_at is None)
    return pieces
