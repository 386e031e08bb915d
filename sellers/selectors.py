"""What the pages read: a seller's stores, the queue of their cases, and their standing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum, TextChoices, prefetch_related_objects
from django.utils.translation import gettext_lazy

from disputes import wording
from disputes.models import Dispute, Photo, Proposal, Store, User
from disputes.permissions import may_appeal
from disputes.selectors import live_of, pending
from disputes.states import Party, State
from disputes.wording.deadlines import URGENT
from sellers.models import Penalty


class Tab(TextChoices):
    """The three parts of the queue; every case of a store is in exactly one of them."""

    TO_DO = "to_do", gettext_lazy("To do")
    WAITING = "waiting", gettext_lazy("Waiting for others")
    CLOSED = "closed", gettext_lazy("Closed")


@dataclass(frozen=True)
class Row:
    """One case of the queue, as its seller sees it. `photo` is the buyer's first, if any."""

    dispute: Dispute
    request: Proposal
    step: wording.Step
    deadline: wording.Deadline | None
    photo: UUID | None

    @property
    def urgent(self) -> bool:
        """What waits for others does not press, however little time they have."""
        return self.step.yours and self.deadline is not None and self.deadline.urgent


def stores_of(user: User) -> list[Store]:
    """The stores that this person acts for, by name."""
    return list(Store.objects.filter(memberships__user=user).order_by("name"))


def cases_of(stores: Sequence[Store]) -> QuerySet[Dispute]:
    """All cases of these stores, with what a row of the queue reads of them."""
    return Dispute.objects.filter(store__in=stores).select_related(
        "line__order", "store", "buyer", "reason", "settlement", "refund"
    )


def conditions(stores: Sequence[Store], now: datetime) -> dict[Tab, Q]:
    """Which cases are under which tab at this moment.

    A case is the seller's to do while there is something to answer, to add or to appeal and the
    time for it is not over. After that the platform carries out what follows, so it waits.
    """
    to_do = Q(due_at__gt=now) & (
        Q(state__in=[State.AWAITING_SELLER, State.NEGOTIATING, State.RETURN_IN_TRANSIT])
        | Q(state=State.HEARING, seller_finished_at=None)
        | Q(state=State.RULED, pk__in=_appealable(stores))
    )
    closed = Q(closed_at__isnull=False)
    return {Tab.TO_DO: to_do, Tab.WAITING: ~to_do & ~closed, Tab.CLOSED: closed}


def matching(
    cases: QuerySet[Dispute], *, words: str = "", reason: str = "", state: str = "", store: str = ""
) -> QuerySet[Dispute]:
    """The cases in which every word is found, and that the filters leave; "" filters nothing."""
    for word in words.split():
        cases = cases.filter(
            Q(reference__icontains=word)
            | Q(line__order__reference__icontains=word)
            | Q(line__title__icontains=word)
            | Q(buyer__username__icontains=word)
            | Q(buyer__first_name__icontains=word)
            | Q(buyer__last_name__icontains=word)
        )
    wanted = {"reason__code": reason, "state": state, "store__name": store}
    return cases.filter(**{field: value for field, value in wanted.items() if value})


def counts(cases: QuerySet[Dispute], tabs: Mapping[Tab, Q]) -> dict[Tab, int]:
    """How many of these cases are under each tab."""
    found = cases.aggregate(**{tab: Count("pk", filter=tabs[tab]) for tab in Tab})
    return {tab: found[tab] for tab in Tab}


def due_soon(cases: QuerySet[Dispute], tabs: Mapping[Tab, Q], now: datetime) -> int:
    """How many cases the seller has to act on within 24 hours."""
    return cases.filter(tabs[Tab.TO_DO], due_at__lt=now + URGENT).count()


def in_order(cases: QuerySet[Dispute], tab: Tab) -> QuerySet[Dispute]:
    """What is due first comes first; of the closed ones, the latest."""
    if tab == Tab.CLOSED:
        return cases.order_by("-closed_at", "-id")
    return cases.order_by("due_at", "id")


def rows(cases: Sequence[Dispute], now: datetime) -> list[Row]:
    """The rows of these cases, in their order; a fixed number of queries."""
    prefetch_related_objects(cases, "proposals")
    photos = _first_photos(cases)
    return [_row(dispute, photos.get(dispute.pk), now) for dispute in cases]


def penalties_of(stores: Sequence[Store]) -> QuerySet[Penalty]:
    """All penalties that these stores were given, the latest first."""
    return Penalty.objects.filter(store__in=stores).select_related("store", "dispute")


def live_points(stores: Sequence[Store], now: datetime) -> list[tuple[str, int]]:
    """The name of each store, and the points that count against it now."""
    live = penalties_of(stores).filter(expires_at__gt=now).order_by()
    given = dict(live.values_list("store").annotate(Sum("points")))
    return [(store.name, given.get(store.pk, 0)) for store in stores]


def _appealable(stores: Sequence[Store]) -> list[int]:
    """The ruled cases that the seller lost and may still appeal.

    Who lost is a rule, so it is asked here of the few cases that are ruled at one time rather
    than written once more in SQL.
    """
    ruled = Dispute.objects.filter(store__in=stores, state=State.RULED, seller_appealed_at=None)
    return [
        dispute.pk
        for dispute in ruled.prefetch_related("proposals")
        if Party.SELLER in may_appeal(dispute)
    ]


def _first_photos(disputes: Sequence[Dispute]) -> dict[int, UUID]:
    """The first photo that the buyer of each case showed, by the case's id; no erased ones."""
    photos = Photo.objects.filter(evidence__dispute__in=disputes, evidence__party=Party.BUYER)
    first = (
        photos.exclude(file="")
        .order_by("evidence__dispute", "evidence__number", "id")
        .distinct("evidence__dispute")
    )
    return dict(first.values_list("evidence__dispute", "public_id"))


def _row(dispute: Dispute, photo: UUID | None, now: datetime) -> Row:
    proposals = list(dispute.proposals.all())
    return Row(
        dispute=dispute,
        request=next(p for p in reversed(proposals) if p.party == Party.BUYER),
        step=wording.next_step(
            dispute,
            Party.SELLER,
            now,
            has_counter=live_of(proposals, Party.BUYER) is not None,
            may_appeal=Party.SELLER in may_appeal(dispute),
        ),
        deadline=wording.deadline(dispute, pending(dispute, proposals), now),
        photo=photo,
    )
