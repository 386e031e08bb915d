"""The buyer's orders, and what can be done about each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from buyers.models import Draft
from disputes.models import Dispute, Order, OrderLine, Policy, User
from disputes.rules.eligibility import Window, window
from disputes.states import State


@dataclass(frozen=True)
class LineEligibility:
    """One line: both windows to apply in, its latest case, and whether a draft waits."""

    line: OrderLine
    received: Window
    not_received: Window
    dispute: Dispute | None
    has_draft: bool

    @property
    def may_apply(self) -> bool:
        """A second case is possible only when the first was withdrawn."""
        stands = self.dispute is not None and self.dispute.state != State.WITHDRAWN
        return not stands and (self.received.is_open or self.not_received.is_open)


def orders_of(buyer: User, search: str = "") -> QuerySet[Order]:
    """Own orders, newest first, with what `eligibility_of_lines` reads; a fixed number of
    queries."""
    orders = Order.objects.filter(buyer=buyer)
    if search:
        orders = orders.filter(
            Q(reference__icontains=search)
            | Q(lines__title__icontains=search)
            | Q(lines__disputes__reference__icontains=search)
        ).distinct()
    lines = OrderLine.objects.prefetch_related(
        Prefetch("disputes", Dispute.objects.order_by("opened_at", "id")),
        Prefetch("drafts", Draft.objects.filter(buyer=buyer)),
    )
    return orders.select_related("store").prefetch_related(Prefetch("lines", lines))


def eligibility_of_lines(order: Order, policy: Policy, now: datetime) -> Sequence[LineEligibility]:
    """What can be done about each line of an order of `orders_of`; no query."""
    received, not_received = windows(order, policy, now)
    return [
        LineEligibility(
            line,
            received,
            not_received,
            dispute=max(line.disputes.all(), key=_weight, default=None),
            has_draft=bool(line.drafts.all()),
        )
        for line in order.lines.all()
    ]


def windows(order: Order, policy: Policy, now: datetime) -> tuple[Window, Window]:
    """When one may apply for what came, and for what did not."""
    return (
        window(order, received=True, policy=policy, now=now),
        window(order, received=False, policy=policy, now=now),
    )


def _weight(dispute: Dispute) -> tuple[bool, datetime]:
    """The case that counts for a line is the one that was not withdrawn, else the latest."""
    return dispute.state != State.WITHDRAWN, dispute.opened_at
