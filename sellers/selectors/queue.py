"""A seller's stores, and the queue of their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy

from disputes import pages, search, wording
from disputes.models import Dispute, Proposal, Store, User
from disputes.pages import Ids, merged
from disputes.selectors import first_photos, listed, step_and_deadline
from disputes.states import Party, State
from disputes.wording.deadlines import URGENT


class SellerTab(TextChoices):
    """The three parts of the queue; every case of a store is in exactly one of them."""

    TO_DO = "to_do", gettext_lazy("To do")
    WAITING = "waiting", gettext_lazy("Waiting for others")
    CLOSED = "closed", gettext_lazy("Closed")


_BY_DUE = ("due_at", "id")
_WAYS = (search.by_reference, search.by_order, search.by_title, search.by_buyer)


@dataclass(frozen=True)
class SellerQueueRow:
    """One case of the queue, as its seller sees it. `photo` is the buyer's first, if any."""

    dispute: Dispute
    request: Proposal
    step: wording.NextStep
    deadline: wording.Deadline | None
    photo: UUID | None
    urgent: bool

    @property
    def way_back(self) -> str:
        """What the request costs on top of its amount."""
        return wording.way_back_in_words(self.request.offer, self.request.currency)


def stores_of(user: User) -> list[Store]:
    """The stores that this person acts for, by name."""
    return list(Store.objects.filter(memberships__user=user).order_by("name"))


def matching(
    disputes: QuerySet[Dispute], *, words: str = "", reason: str = "", state: str = ""
) -> QuerySet[Dispute]:
    """The cases in which the words are found, and that the filters leave; "" filters nothing."""
    wanted = {"reason__code": reason, "state": state}
    disputes = disputes.filter(**{field: value for field, value in wanted.items() if value})
    if not words:
        return disputes
    ids = search.some(disputes, words, _WAYS)
    # Where many are found, the first of a list are soon met by reading it.
    return disputes.filter(
        Q(pk__in=ids) if len(ids) <= pages.MOST else search.any_way(words, _WAYS)
    )


def tabs(
    stores: Sequence[Store], now: datetime, *, store: str = "", **filters: str
) -> dict[SellerTab, Ids]:
    """The ids of the cases under each tab, in its order: what is due first, or closed last.

    A case is the seller's to do while there is something to answer, to add or to appeal and the
    time for it is not over. After that the platform carries out what follows, so it waits.
    """
    chosen = [each for each in stores if store in ("", each.name)]
    found = matching(Dispute.objects.filter(store__in=chosen), **filters)
    overdue = Q(seller_to_act=True, due_at__lte=now)
    others = Q(seller_to_act=False, due_at__isnull=False)
    unanswered = Q(seller_to_act=True, due_at__gt=now) & ~_can_answer(now)
    return {
        SellerTab.TO_DO: _in_order(found, chosen, [_to_do(now)], *_BY_DUE),
        SellerTab.WAITING: _in_order(found, chosen, [overdue, others, unanswered], *_BY_DUE),
        SellerTab.CLOSED: _in_order(
            found, chosen, [Q(closed_at__isnull=False)], "-closed_at", "-id"
        ),
    }


def due_soon(stores: Sequence[Store], now: datetime) -> Ids:
    """The cases that the seller has to act on within 24 hours."""
    soon = now + URGENT
    answers = Q(state=State.APPEALED, answers_until__lt=soon)
    pressing = _to_do(now) & (Q(due_at__lt=soon) | answers)
    return _in_order(Dispute.objects.all(), stores, [pressing], *_BY_DUE)


def rows(ids: Sequence[int], now: datetime) -> list[SellerQueueRow]:
    """The rows of these cases, in their order; a fixed number of queries."""
    disputes = listed(ids, "snapshot", "store", "buyer", "refund")
    files = first_photos(ids)
    stuck = wording.stuck_since(disputes, now)
    return [
        _row(dispute, files.get(dispute.pk), now, stuck.get(dispute.pk)) for dispute in disputes
    ]


def _to_do(now: datetime) -> Q:
    return Q(seller_to_act=True, due_at__gt=now) & _can_answer(now)


def _can_answer(now: datetime) -> Q:
    """An appeal can be answered until it can be ruled; nothing else has such a time of its own."""
    return ~Q(state=State.APPEALED) | Q(answers_until__gt=now)


def _in_order(
    disputes: QuerySet[Dispute], stores: Sequence[Store], conditions: Sequence[Q], *order: str
) -> Ids:
    """Those of the stores under one of the conditions, each of which an index has in this order."""
    parts = [disputes.filter(each, store=store) for store in stores for each in conditions]
    return merged([part.order_by(*order) for part in parts], *order)


def _row(
    dispute: Dispute, photo: UUID | None, now: datetime, stuck: datetime | None
) -> SellerQueueRow:
    proposals = list(dispute.proposals.all())
    request = next(p for p in reversed(proposals) if p.party == Party.BUYER)
    step, deadline = step_and_deadline(dispute, proposals, Party.SELLER, now, stuck)
    # What waits for others does not press, however little time they have.
    ends = [deadline.at] if deadline and step.yours else []
    ends += [until for until in [dispute.awaits_answer(now)] if until and step.yours]
    urgent = any(at < now + URGENT for at in ends)
    return SellerQueueRow(dispute, request, step, deadline, photo, urgent)
