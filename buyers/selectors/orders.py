"""The buyer's orders, and what can be done about each item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from buyers.models import Draft
from disputes.models import Dispute, Order, ParcelItem, User
from disputes.models.references import beginnings
from disputes.permissions import OWN_DEALING
from disputes.rules.eligibility import Window, window
from disputes.states import State
from disputes.wording.applications import used_up


@dataclass(frozen=True)
class ItemEligibility:
    """One item: both windows to apply in, its cases that were not withdrawn, or else the latest
    one, and whether a draft waits. `nothing_left` says why there is nothing to apply for, `used_up`
    that it was applied for as often as is allowed."""

    item: ParcelItem
    received: Window
    not_received: Window
    nothing_left: str
    used_up: str
    disputes: Sequence[Dispute]
    has_draft: bool

    @property
    def may_apply(self) -> bool:
        """About pieces that no case is about, or whose case was withdrawn, and not too often."""
        is_open = self.received.is_open or self.not_received.is_open
        stopped = self.nothing_left or self.used_up
        return bool(self.item.free_pieces) and not stopped and is_open


def orders_of(buyer: User, search: str = "") -> QuerySet[Order]:
    """Own orders, newest first, with what `eligibility_of_items` reads; a fixed number of
    queries."""
    orders = Order.objects.filter(buyer=buyer)
    if search:
        found = (
            Q(reference__icontains=search)
            | Q(external_id__icontains=search)
            | Q(lines__title__icontains=search)
            | Q(lines__disputes__reference__icontains=search)
        )
        for each in beginnings(search, "O"):
            found |= Q(reference__startswith=each)
        for each in beginnings(search, "R"):
            found |= Q(lines__disputes__reference__startswith=each)
        orders = orders.filter(found).distinct()
    items = ParcelItem.objects.filter(pieces__gt=0).select_related("line", "parcel")
    items = items.prefetch_related(
        Prefetch("disputes", Dispute.objects.order_by("opened_at", "id")),
        Prefetch("line__disputes", Dispute.objects.select_related("policy")),
        Prefetch("drafts", Draft.objects.filter(buyer=buyer)),
    )
    # So that the property of that name need not ask for each.
    known = orders.annotate(of_own_store=OWN_DEALING)  # type: ignore[no-redef]  # it is meant
    return known.select_related("store").prefetch_related(Prefetch("items", items))


def eligibility_of_items(order: Order, now: datetime) -> Sequence[ItemEligibility]:
    """What can be done about each item of an order of `orders_of`; no query."""
    return [_eligibility(order, item, now) for item in order.items.all()]


def _eligibility(order: Order, item: ParcelItem, now: datetime) -> ItemEligibility:
    item.order = item.line.order = order
    cases = list(item.disputes.all())
    return ItemEligibility(
        item,
        received=window(item.parcel, received=True, now=now),
        not_received=window(item.parcel, received=False, now=now),
        nothing_left=item.nothing_to_refund,
        used_up=used_up(last_withdrawn_of(item.line.disputes.all())),
        disputes=[each for each in cases if each.state != State.WITHDRAWN] or cases[-1:],
        has_draft=bool(item.drafts.all()),
    )


def last_withdrawn_of(disputes: Iterable[Dispute]) -> Dispute | None:
    """The same as `access.last_withdrawn`, of cases that were read already."""
    withdrawn = (each for each in disputes if each.state == State.WITHDRAWN)
    return max(withdrawn, key=lambda each: (each.application, each.pk), default=None)
