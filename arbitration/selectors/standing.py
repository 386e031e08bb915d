"""What supervisors look after in the standing of stores: all stores, and what waits for somebody.

Nobody sees here what becomes of a store of their own: they follow it as its seller.
"""

from dataclasses import dataclass

from django.db.models import Case, F, FloatField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from disputes.models import Store, User
from sellers.models import Breach, PenaltyAppeal, Rule
from sellers.permissions import had_a_part
from sellers.selectors.rules import latest_rules
from sellers.states import BreachState, Measure, Trigger

_RATES = ("cases", "lost", "late")
_MOST_NEWS = 99


def stores_to_oversee(viewer: User) -> QuerySet[Store]:
    """All stores, with `points`, `measure` (its weight is `severity`), `due_at` and, of 90 days,
    `orders_90` and in 100 of them `cases_rate`, `lost_rate` and `late_rate`.

    Most stores have no ledger, since nothing ever happened, and new ones have no rates either.
    """
    orders = Cast("rates__orders_90", FloatField())
    return Store.objects.exclude(pk__in=viewer.stores.all()).annotate(
        points=Coalesce("standing__balance", 0),
        measure=F("standing__measure"),
        severity=Case(
            *(When(standing__measure=each, then=n) for n, each in enumerate(Measure, start=1)),
            default=Value(0),
        ),
        due_at=F("standing__due_at"),
        orders_90=F("rates__orders_90"),
        **{f"{name}_rate": 100 * F(f"rates__{name}_90") / NullIf(orders, 0.0) for name in _RATES},
    )


def open_appeals(viewer: User) -> QuerySet[PenaltyAppeal]:
    """What is due first comes first."""
    return _appeals(viewer).filter(decision="").order_by("decide_by", "id")


def decided_appeals(viewer: User) -> QuerySet[PenaltyAppeal]:
    """The latest that came comes first."""
    return _appeals(viewer).exclude(decision="").order_by("-pk")


def proposals(viewer: User) -> QuerySet[Breach]:
    """Penalties that wait for a second person, the oldest first."""
    return _breaches(viewer).filter(state=BreachState.PROPOSED).order_by("at", "id")


def reviewed_proposals(viewer: User) -> QuerySet[Breach]:
    """Those on which a second person has decided, the latest first."""
    # The index of keys finds the few that were given by hand among all acts.
    by_hand = _breaches(viewer).filter(trigger=Trigger.BY_HAND, key__startswith="hand:")
    return by_hand.filter(reviewed_by__isnull=False).order_by("-at", "-id")


@dataclass(frozen=True)
class WaitingPenaltyWork:
    """How much waits for a supervisor, counted up to a limit."""

    appeals: int
    proposals: int

    @property
    def total(self) -> int:
        return self.appeals + self.proposals


def waiting(viewer: User) -> WaitingPenaltyWork:
    """What waits for a decision that this viewer has not barred themselves from."""
    appeals, proposed = open_appeals(viewer), proposals(viewer)
    for part in had_a_part(viewer):
        breaches = Breach.objects.filter(part)
        appeals = appeals.exclude(penalty__breach__in=breaches)
        proposed = proposed.exclude(pk__in=breaches)
    return WaitingPenaltyWork(appeals[:_MOST_NEWS].count(), proposed[:_MOST_NEWS].count())


def catalogue() -> list[Rule]:
    """The latest version of each rule, also of those that are switched off, by title."""
    return sorted(latest_rules(), key=lambda rule: rule.title)


def _appeals(viewer: User) -> QuerySet[PenaltyAppeal]:
    appeals = PenaltyAppeal.objects.exclude(penalty__store__in=viewer.stores.all())
    return appeals.select_related("penalty__store", "penalty__rule", "decided_by")


def _breaches(viewer: User) -> QuerySet[Breach]:
    breaches = Breach.objects.exclude(store__in=viewer.stores.all())
    return breaches.select_related("store", "rule", "found_by", "reviewed_by")
