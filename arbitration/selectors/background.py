"""How both sides fared in their other cases: background for an arbitrator, which proves nothing.

It costs the same however many cases there are: of each kind, at most the latest `pages.MOST` rows
are looked at, in the order of an index.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from disputes import pages
from disputes.models import Dispute, Order, Proposal
from disputes.states import Party, SettledBy, State
from sellers.models import Penalty

PERIOD = timedelta(days=365)


class Ending(Enum):
    """How a case ended. A ruling is for the buyer when it gives all that the buyer asked for."""

    FOR_BUYER = auto()
    IN_PART = auto()
    FOR_STORE = auto()
    AGREED = auto()
    SILENCE = auto()
    WITHDRAWN = auto()
    OPEN = auto()


@dataclass(frozen=True)
class Record:
    """The other cases of one side: how many of them ended in which way."""

    endings: Counter[Ending]
    only_latest: bool  # there are more than were looked at

    @property
    def cases(self) -> int:
        """`MOST + 1` stands for any number above `MOST`."""
        return self.endings.total() + self.only_latest


@dataclass(frozen=True)
class Background:
    """Both sides' records of the last twelve months. Counts that end in `MOST + 1` go on.

    `store_orders` are the latest ones of the store, at most `pages.MOST`; `store_disputed` of them
    came to a case, this one not counted.
    """

    buyer: Record
    buyer_orders: int
    store: Record  # those that ended
    store_open: int
    store_orders: int
    store_disputed: int
    points: int


def background(case: Dispute, now: datetime) -> Background:
    """Six queries."""
    since = now - PERIOD
    others = Dispute.objects.exclude(pk=case.pk)
    of_buyer = others.filter(buyer=case.buyer_id, filed_at__gte=since)
    of_store = others.filter(store=case.store_id)
    ended = of_store.filter(closed_at__gte=since)
    orders = Order.objects.filter(buyer=case.buyer_id, placed_at__gte=since)
    disputed = _disputed_orders(case, others)
    return Background(
        buyer=_record(of_buyer.order_by("-filed_at", "-id")),
        buyer_orders=pages.count(orders.order_by("-placed_at", "-id")),
        store=_record(ended.order_by("-closed_at", "-id")),
        store_open=pages.count(of_store.filter(due_at__isnull=False).order_by()),
        store_orders=len(disputed),
        store_disputed=sum(disputed),
        points=_live_points(case, now),
    )


def _record(cases: QuerySet[Dispute]) -> Record:
    requests = Proposal.objects.filter(dispute=OuterRef("pk"), party=Party.BUYER)
    asked = Subquery(requests.order_by("-version").values("amount_minor")[:1])
    rows = cases.values_list("state", "settled_by", "settlement__amount_minor", asked)
    found = list(rows[: pages.MOST + 1])
    return Record(
        Counter(_ending(*row) for row in found[: pages.MOST]), only_latest=len(found) > pages.MOST
    )


def _ending(state: str, settled_by: str, given: int | None, asked: int) -> Ending:
    match settled_by:
        case SettledBy.AGREEMENT:
            return Ending.AGREED
        case SettledBy.SELLER_SILENCE:
            return Ending.SILENCE
        case SettledBy.RULING | SettledBy.APPEAL:
            assert given is not None, "what settles a case is a proposal"
            if given >= asked:
                return Ending.FOR_BUYER
            return Ending.IN_PART if given else Ending.FOR_STORE
    return Ending.WITHDRAWN if state == State.WITHDRAWN else Ending.OPEN


def _disputed_orders(case: Dispute, others: QuerySet[Dispute]) -> list[bool]:
    """For each of the store's latest orders, whether it came to a case."""
    cases = others.filter(line__order=OuterRef("pk"))
    orders = Order.objects.filter(store=case.store_id).order_by("-id")
    return list(orders.values_list(Exists(cases), flat=True)[: pages.MOST])


def _live_points(case: Dispute, now: datetime) -> int:
    given: Iterable[tuple[int, datetime]] = (
        Penalty.objects.filter(store=case.store_id)
        .order_by("-given_at", "-id")
        .values_list("points", "expires_at")[: pages.MOST]
    )
    return sum(points for points, expires_at in given if expires_at > now)
