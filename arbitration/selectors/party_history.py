"""How both sides fared in their other cases: background for an arbitrator, which proves nothing.

It costs the same however many cases there are: of each kind, at most the `LATEST` rows are looked
at, in the order of an index.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db.models import OuterRef, QuerySet, Subquery

from disputes import pages
from disputes.models import Dispute, Order, Proposal, came_to_nothing
from disputes.states import Party, SettledBy, State
from sellers.selectors.waiting import Booked, booked

PERIOD = timedelta(days=365)
LATEST = 200
LATEST_ORDERS = 100


class DisputeEnding(Enum):
    """How a case ended. A ruling is for the buyer when it gives all that the buyer asked for."""

    FOR_BUYER = auto()
    IN_PART = auto()
    FOR_STORE = auto()
    AGREED = auto()
    SILENCE = auto()
    UNRULED = auto()
    WITHDRAWN = auto()
    OPEN = auto()


@dataclass(frozen=True)
class PartyRecord:
    """The other cases of one side: how many of them ended in which way."""

    endings: Counter[DisputeEnding]
    only_latest: bool  # there are more than were looked at


@dataclass(frozen=True)
class PartyHistory:
    """Both sides' records of the last twelve months.

    `store_disputed` of the latest orders of the store, `store_latest` in number and at most
    `LATEST_ORDERS`, came to a case, this one not counted.
    """

    buyer: PartyRecord
    buyer_orders: int
    store: PartyRecord  # those that ended
    store_open: int
    store_orders: int
    store_latest: int
    store_disputed: int
    points: Booked


def party_history(dispute: Dispute, now: datetime) -> PartyHistory:
    """Seven queries."""
    since = now - PERIOD
    others = Dispute.objects.exclude(pk=dispute.pk)
    of_buyer = others.filter(buyer=dispute.buyer_id, opened_at__gte=since)
    of_store = others.filter(store=dispute.store_id)
    ended = of_store.filter(closed_at__gte=since)
    sales = Order.objects.filter(~came_to_nothing())
    orders = sales.filter(buyer=dispute.buyer_id, placed_at__gte=since)
    of_store_latest = sales.filter(store=dispute.store_id).order_by("-id")
    sold = list(of_store_latest.values_list("pk", "placed_at")[: pages.MOST + 1])
    latest = [pk for pk, _ in sold[:LATEST_ORDERS]]
    return PartyHistory(
        buyer=_record(of_buyer.order_by("-opened_at", "-id")),
        buyer_orders=pages.count(orders.order_by("-placed_at", "-id")),
        store=_record(ended.order_by("-closed_at", "-id")),
        store_open=pages.count(of_store.filter(due_at__isnull=False).order_by()),
        store_orders=sum(placed_at >= since for _, placed_at in sold),
        store_latest=len(latest),
        store_disputed=_disputed(latest, others),
        points=booked([dispute.store_id])[dispute.store_id],
    )


def _record(disputes: QuerySet[Dispute]) -> PartyRecord:
    # Asked for each row by itself: a join would tempt the database to read all proposals.
    settlements = Proposal.objects.filter(pk=OuterRef("settlement"))
    requests = Proposal.objects.filter(dispute=OuterRef("pk"), party=Party.BUYER)
    given = Subquery(settlements.values("amount_minor"))
    asked = Subquery(requests.order_by("-version").values("amount_minor")[:1])
    rows = disputes.values_list("state", "settled_by", given, asked)
    found = list(rows[: LATEST + 1])
    return PartyRecord(
        Counter(_ending(*row) for row in found[:LATEST]), only_latest=len(found) > LATEST
    )


def _ending(state: str, settled_by: str, given: int | None, asked: int) -> DisputeEnding:
    match settled_by:
        case SettledBy.AGREEMENT:
            return DisputeEnding.AGREED
        case SettledBy.SELLER_SILENCE:
            return DisputeEnding.SILENCE
        case SettledBy.NO_RULING:
            return DisputeEnding.UNRULED
        case SettledBy.RULING | SettledBy.APPEAL:
            assert given is not None, "what settles a case is a proposal"
            if given >= asked:
                return DisputeEnding.FOR_BUYER
            return DisputeEnding.IN_PART if given else DisputeEnding.FOR_STORE
    return DisputeEnding.WITHDRAWN if state == State.WITHDRAWN else DisputeEnding.OPEN


def _disputed(orders: Sequence[int], others: QuerySet[Dispute]) -> int:
    """How many of these orders came to a case."""
    return others.filter(line__order__in=orders).values("line__order").distinct().count()
