"""What the pages read of a store's standing; a fixed number of queries, whatever it has done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import F, QuerySet, Sum

from disputes import pages
from disputes.models import Dispute, Policy, Store
from disputes.rules.charts import StepChart
from sellers.models import Breach, Penalty, Sanction
from sellers.rules.rates import is_large_enough
from sellers.rules.sanctions import Threshold, strictest, thresholds
from sellers.selectors.changes import StandingChange, changes_of, chart_of
from sellers.selectors.marks import PERIOD, GoodMark, good_marks
from sellers.selectors.rates import RateLine, rates_of
from sellers.selectors.waiting import booked
from sellers.states import STANDING, BreachState, Measure, PenaltyState, Trigger
from sellers.wording.measures import MEANING, headline, leads_to, state_of

# How much of a long list a page shows at once, and of one beside others.
SHOWN = 20
_FEW = 5


@dataclass(frozen=True)
class ThresholdStep:
    """A threshold: what it leads to, and whether the store has reached it or reaches it next, with
    so many points more."""

    threshold: Threshold
    leads_to: str
    meaning: str
    is_reached: bool
    is_next: bool
    missing: int


@dataclass(frozen=True)
class PenaltyLine:
    """A penalty in a list; `case` is the reference of its case, if there is one."""

    penalty: Penalty
    url: str
    case: str
    case_url: str


@dataclass(frozen=True)
class SanctionLine:
    """A sanction in a list, and where it stands: in a heading, and in a sentence."""

    sanction: Sanction
    url: str
    headline: str
    state: str
    meaning: str


@dataclass(frozen=True)
class Links:
    """Where the records of penalties, the statements of sanctions and cases (by their references)
    are for the viewer."""

    record: Callable[[Penalty], str]
    statement: Callable[[Sanction], str]
    case: Callable[[str], str]


@dataclass(frozen=True)
class StoreStanding:
    """All that the page shows of one store.

    `suspended` are points that do not count while appeals are open; `waiting` acts (as
    `pages.count` says) are in none of these numbers, since they are not booked yet. `in_force` is
    the strictest of what holds, `ahead` what is decided and still in its notice. `marks` are the
    latest good marks, `mark_count` (as `pages.count` says) how many there are in the last year.
    """

    store: Store
    now: datetime
    balance: int
    suspended: int
    waiting: int
    in_force: SanctionLine | None
    ahead: Sequence[SanctionLine]
    sanctions: Sequence[SanctionLine]
    steps: Sequence[ThresholdStep]
    chart: StepChart
    changes: Sequence[StandingChange]
    expiries: Sequence[PenaltyLine]
    penalties: Sequence[PenaltyLine]
    page_obj: Page[Any]
    warnings: Sequence[Breach]
    rates: Sequence[RateLine]
    policy: Policy
    marks: Sequence[GoodMark]
    mark_count: int

    @property
    def next_step(self) -> ThresholdStep | None:
        return next((step for step in self.steps if step.is_next), None)

    @property
    def has_more_changes(self) -> bool:
        """There may be some: as many are shown as fit."""
        return len(self.changes) == SHOWN

    @property
    def rates_count(self) -> bool:
        """Did the store have orders enough for its rates to cost points?"""
        return bool(self.rates) and is_large_enough(self.rates[-1].counts, self.policy)

    @property
    def orders(self) -> int:
        """The orders of the longer period, for which the limits hold."""
        return self.rates[-1].counts.orders if self.rates else 0


def restrictions_of(stores: Sequence[Store]) -> list[Sanction]:
    """More than warnings: of each store the strictest that holds, and what is in its notice."""
    there = Sanction.objects.filter(store__in=stores, ended_at=None)
    found = list(there.exclude(measure=Measure.WARNING).select_related("store"))
    restrictions: list[Sanction] = []
    for store in stores:
        own = [sanction for sanction in found if sanction.store_id == store.pk]
        now = strictest(own)
        restrictions += [now] if now else []
        restrictions += [sanction for sanction in own if sanction.is_ahead]
    return restrictions


def penalties_in(dispute: Dispute) -> QuerySet[Penalty]:
    """What this case has come to for its store."""
    return Penalty.objects.filter(breach__dispute=dispute).select_related("rule").order_by("pk")


def counted_elsewhere(dispute: Dispute) -> QuerySet[Breach]:
    """The breaches of this case that are one with a breach in another case."""
    found = dispute.breaches.filter(same_as__isnull=False)
    return found.select_related("same_as__dispute", "same_as__penalty").order_by("pk")


def has_lost(dispute: Dispute) -> bool:
    """Has the store lost by an earlier final ruling? Only after a contested return can there be
    another one."""
    return (
        dispute.return_contested_at is not None
        and dispute.breaches.filter(trigger=Trigger.RULING_LOST).exists()
    )


def standing_of(
    store: Store, now: datetime, links: Links, *, page: str | None = None
) -> StoreStanding:
    """The standing of one store; `page` is of the list of penalties."""
    policy, so_far = Policy.objects.latest(), booked([store.pk])[store.pk]
    balance = so_far.points
    sanctions = _sanctions(store)
    lines = {each: _sanction_line(each, links) for each in sanctions}
    in_force = strictest(sanctions)
    found = Penalty.objects.filter(store=store).select_related("rule", "breach__dispute")
    suspended = found.filter(state=PenaltyState.SUSPENDED).aggregate(sum=Sum("points"))["sum"]
    expiring = found.filter(state__in=STANDING).order_by("expires_at", "pk")[:_FEW]
    warned = Breach.objects.filter(store=store, state=BreachState.WARNED, at__gt=now - PERIOD)
    page_obj = pages.FirstPages(found, SHOWN).get_page(page)
    marks = good_marks(store, now)
    return StoreStanding(
        store=store,
        now=now,
        balance=balance,
        suspended=suspended or 0,
        waiting=so_far.waiting,
        in_force=lines[in_force] if in_force else None,
        ahead=[line for each, line in lines.items() if each.is_ahead],
        sanctions=list(lines.values()),
        steps=_steps(policy, balance + (suspended or 0)),
        chart=chart_of(store, policy, balance, now),
        changes=changes_of(store, now, links.record, SHOWN),
        expiries=[penalty_line(penalty, links) for penalty in expiring],
        penalties=[penalty_line(penalty, links) for penalty in page_obj],
        page_obj=page_obj,
        warnings=list(warned[:_FEW]),
        rates=rates_of(store),
        policy=policy,
        marks=[GoodMark.of(found, links.case) for found in marks[:_FEW]],
        mark_count=pages.count(marks),
    )


def penalty_line(penalty: Penalty, links: Links) -> PenaltyLine:
    dispute = penalty.breach.dispute.reference if penalty.breach.dispute else ""
    return PenaltyLine(
        penalty, links.record(penalty), dispute, links.case(dispute) if dispute else ""
    )


def _sanctions(store: Store) -> list[Sanction]:
    """Those that have not ended, however old, then the latest of the others."""
    open_first = F("ended_at").desc(nulls_first=True)
    return list(Sanction.objects.filter(store=store).order_by(open_first, "-points", "-pk")[:SHOWN])


def _sanction_line(sanction: Sanction, links: Links) -> SanctionLine:
    return SanctionLine(
        sanction,
        links.statement(sanction),
        headline(sanction),
        state_of(sanction),
        str(MEANING[sanction.measure]),
    )


def _steps(policy: Policy, has: int) -> list[ThresholdStep]:
    """Points that an appeal suspends are among those that the store has: see `rules.sanctions`."""
    found = thresholds(policy)
    above = min((each.points for each in found if each.points > has), default=None)
    return [
        ThresholdStep(
            each,
            leads_to(each),
            str(MEANING[each.measure]),
            is_reached=each.points <= has,
            is_next=each.points == above,
            missing=max(each.points - has, 0),
        )
        for each in found
    ]
