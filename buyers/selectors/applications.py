"""An application for a refund that has not been submitted yet."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch

from buyers.models import Draft
from buyers.selectors.orders import last_withdrawn_of
from disputes import clock
from disputes.access import item_of_buyer, last_withdrawn
from disputes.models import Attachment, Dispute, ParcelItem, Policy, Reason, User
from disputes.rules.eligibility import Window, window
from disputes.rules.pieces import share
from disputes.states import State
from disputes.verbs.uploads import uploads_of
from disputes.wording.applications import used_up

RECEIVED = {"yes": True, "no": False}
# The answer that names all the other items of a parcel.
ALL = "all"


@dataclass(frozen=True)
class Application:
    """One item, and all that has been answered about it so far; `others` of its parcel can be
    applied for together with it.

    `answers` are as typed, by the name of the field; the forms of the steps say whether they are
    good. `reasons` can be chosen after the first answer; `dispute` is the last one about the item
    where it leaves no piece to apply for; `used_up` says that it was applied for as often as is
    allowed.
    """

    buyer: User
    item: ParcelItem
    others: Sequence[ParcelItem]
    policy: Policy
    received_window: Window
    not_received_window: Window
    answers: dict[str, str]
    reasons: Sequence[Reason]
    files: Sequence[Attachment]
    dispute: Dispute | None
    used_up: str

    @property
    def form_key(self) -> str:
        """The key under which the uploads of this application wait."""
        return form_key(self.item)

    @property
    def pieces(self) -> int:
        """How many pieces it is about; without a good answer, all that are free."""
        typed, most = self.answers.get("pieces", ""), self.item.free_pieces
        return int(typed) if typed.isdecimal() and 0 < int(typed) <= most else most

    @property
    def paid_minor(self) -> int:
        """What was paid for these pieces."""
        return share(self.item.line.paid_minor, self.pieces, self.item.line.quantity)

    @property
    def together(self) -> list[ParcelItem]:
        """The others that it is about, too: all of their pieces that no case is about."""
        named = self.answers.get("others", "").split(",")
        return [item for item in self.others if ALL in named or str(item.number) in named]

    @property
    def received(self) -> bool:
        """What the buyer says; without an answer yet, that nothing came."""
        return RECEIVED.get(self.answers.get("received", ""), False)

    @property
    def reason(self) -> Reason | None:
        """The chosen reason, if it can be chosen now."""
        code = self.answers.get("reason")
        return next((reason for reason in self.reasons if reason.code == code), None)

    @property
    def closed_because(self) -> str:
        """Why no application is possible at all; empty while one of the windows is open."""
        if self.used_up:
            return self.used_up
        received, not_received = self.received_window, self.not_received_window
        if self.item.nothing_to_refund:
            return self.item.nothing_to_refund
        if received.is_open or not_received.is_open:
            return ""
        shown = received if self.item.parcel.delivered_at else not_received
        return shown.closed_because

    @property
    def fingerprint(self) -> str:
        """Changes with every answer and file, and with what they come to: pieces get a case in
        another window, or the shop packs or refunds them. What is submitted is what was checked."""
        files = [[str(file.public_id), file.caption, file.shot_id] for file in self.files]
        mine = [self.item.number, self.pieces, self.paid_minor, self.item.line.left_minor]
        others = [[item.number, item.free_pieces, asked_minor(item)] for item in self.together]
        content = [self.answers, files, mine, others]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def application_of(buyer: User, order_reference: str, number: int) -> Application:
    """The application about one item of an own order; refused as "not found" otherwise."""
    item = item_of_buyer(buyer, order_reference, number)
    now = clock.now()
    draft = Draft.objects.filter(buyer=buyer, item=item).first()
    answers: dict[str, str] = {} if draft is None else draft.answers
    return Application(
        buyer,
        item,
        _others(item),
        Policy.objects.latest(),
        received_window=window(item.parcel, received=True, now=now),
        not_received_window=window(item.parcel, received=False, now=now),
        answers=answers,
        reasons=_leaves(
            RECEIVED.get(answers.get("received", "")),
            undispatched=item.parcel.dispatched_at is None,
        ),
        files=list(uploads_of(buyer, form_key(item)).select_related("shot")),
        dispute=None if item.free_pieces else _last_case(item),
        used_up=used_up(last_withdrawn(item.line)),
    )


def asked_minor(item: ParcelItem) -> int:
    """What an item costs that is asked for whole, together with others, in minor units: what was
    paid for its free pieces, as far as that is left to be refunded."""
    paid_minor = share(item.line.paid_minor, item.free_pieces, item.line.quantity)
    return min(paid_minor, item.line.left_minor)


def _others(item: ParcelItem) -> list[ParcelItem]:
    """What else of the parcel can be applied for now; windows are the parcel's."""
    cases = Prefetch("line__disputes", Dispute.objects.select_related("policy"))
    free = item.parcel.items.filter(pieces__gt=F("disputed_pieces")).exclude(pk=item.pk)
    others = list(free.select_related("line").prefetch_related(cases).order_by("number"))
    for other in others:
        other.order = other.line.order = item.order
        other.parcel = item.parcel
    return [
        other
        for other in others
        if not other.nothing_to_refund and not used_up(last_withdrawn_of(other.line.disputes.all()))
    ]


def form_key(item: ParcelItem) -> str:
    return f"apply-{item.order.reference}-{item.number}"


def _last_case(item: ParcelItem) -> Dispute | None:
    cases = item.disputes.exclude(state=State.WITHDRAWN).select_related("line__order")
    return cases.order_by("-pk").first()


def _leaves(received: bool | None, *, undispatched: bool) -> Sequence[Reason]:
    if received is None:
        return []
    return list(Reason.objects.to_choose(received=received, undispatched=undispatched))
