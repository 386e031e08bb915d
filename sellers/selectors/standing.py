"""What the pages read of a store's standing; a fixed number of queries, whatever it has done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import F, QuerySet
from django.utils.formats import date_format

from disputes import pages
from disputes.models import Dispute, Policy, Store
from disputes.states import SettledBy
from sellers.models import Breach, Entry, Penalty, Rule, Sanction, Standing
from sellers.rules.chart import Chart, chart
from sellers.rules.sanctions import Threshold, thresholds
from sellers.selectors.rates import RateLine, rates_of
from sellers.states import STANDING, BreachState, Measure
from sellers.wording.measures import MEANING, leads_to, state_of

# How far back the chart and the good marks go.
PERIOD = timedelta(days=365)
# Of each list, what a page shows at once.
SHOWN = 20
_SHOWN_MARKS = 5
# More steps than this are no line any more.
_MOST_STEPS = 500


@dataclass(frozen=True)
class Step:
    """A threshold: what it leads to, and whether the store has reached it or reaches it next."""

    threshold: Threshold
    leads_to: str
    meaning: str
    is_reached: bool
    is_next: bool


@dataclass(frozen=True)
class PenaltyLine:
    """A penalty in a list; `case` is the reference of its case, if there is one."""

    penalty: Penalty
    url: str
    case: str
    case_url: str


@dataclass(frozen=True)
class SanctionLine:
    """A sanction in a list, and where it stands."""

    sanction: Sanction
    url: str
    state: str
    meaning: str


@dataclass(frozen=True)
class GoodMark:
    """A case that the two sides settled soon after the request."""

    case: str
    url: str
    at: datetime


@dataclass(frozen=True)
class Links:
    """Where the records of penalties, the statements of sanctions and cases (by their references)
    are for whoever looks."""

    record: Callable[[Penalty], str]
    statement: Callable[[Sanction], str]
    case: Callable[[str], str]


@dataclass(frozen=True)
class StoreStanding:
    """All that the page shows of one store. `marks` are the latest of the good ones, `mark_count`
    (as `pages.count` says) how many there are in the last year."""

    store: Store
    now: datetime
    balance: int
    in_force: Sequence[SanctionLine]
    ahead: Sequence[SanctionLine]
    sanctions: Sequence[SanctionLine]
    steps: Sequence[Step]
    chart: Chart
    expiries: Sequence[PenaltyLine]
    penalties: Sequence[PenaltyLine]
    page_obj: Page[Any]
    warnings: Sequence[Breach]
    rates: Sequence[RateLine]
    policy: Policy
    marks: Sequence[GoodMark]
    mark_count: int

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if step.is_next), None)


def points_of(stores: Sequence[Store]) -> list[tuple[str, int]]:
    """The name of each store, and the points that count against it now."""
    balances = dict(Standing.objects.filter(store__in=stores).values_list("store", "balance"))
    return [(store.name, balances.get(store.pk, 0)) for store in stores]


def balance_of(store_id: int) -> int:
    """The points that count against a store now; none before its first breach."""
    return Standing.objects.filter(store=store_id).values_list("balance", flat=True).first() or 0


def restrictions_of(stores: Sequence[Store]) -> list[Sanction]:
    """What is in force against these stores and is more than a warning, the strictest first."""
    there = Sanction.objects.filter(store__in=stores, ended_at=None)
    found = there.exclude(measure=Measure.WARNING).select_related("store").order_by("-points")
    return [sanction for sanction in found if sanction.in_force]


def penalties_in(case: Dispute) -> QuerySet[Penalty]:
    """What this case has come to for its store."""
    return Penalty.objects.filter(breach__dispute=case).select_related("rule").order_by("pk")


def rules_in_force() -> list[Rule]:
    """The latest version of each rule that is not switched off, what costs most first."""
    latest = Rule.objects.order_by("code", "-version").distinct("code")
    return sorted(
        (rule for rule in latest if rule.active), key=lambda rule: (-rule.points, rule.pk)
    )


def standing_of(
    store: Store, now: datetime, links: Links, *, page: str | None = None
) -> StoreStanding:
    """The standing of one store; `page` is of the list of penalties."""
    policy = Policy.objects.latest()
    balance = balance_of(store.pk)
    sanctions = [
        SanctionLine(each, links.statement(each), state_of(each), str(MEANING[each.measure]))
        for each in Sanction.objects.filter(store=store)[:SHOWN]
    ]
    found = Penalty.objects.filter(store=store).select_related("rule", "breach__dispute")
    page_obj = pages.FirstPages(found, SHOWN).get_page(page)
    expiring = found.filter(state__in=STANDING).order_by("expires_at", "pk")[:SHOWN]
    marks = _good_marks(store, policy, now)
    return StoreStanding(
        store=store,
        now=now,
        balance=balance,
        in_force=[line for line in sanctions if line.sanction.in_force],
        ahead=[line for line in sanctions if line.sanction.is_ahead],
        sanctions=sanctions,
        steps=_steps(policy, balance),
        chart=_chart(store, policy, balance, now),
        expiries=[_line(penalty, links) for penalty in expiring],
        penalties=[_line(penalty, links) for penalty in page_obj],
        page_obj=page_obj,
        warnings=list(
            Breach.objects.filter(store=store, state=BreachState.WARNED, at__gt=now - PERIOD)[
                :SHOWN
            ]
        ),
        rates=rates_of(store),
        policy=policy,
        marks=[GoodMark(case, links.case(case), at) for case, at in marks[:_SHOWN_MARKS] if at],
        mark_count=pages.count(marks),
    )


def _line(penalty: Penalty, links: Links) -> PenaltyLine:
    case = penalty.breach.dispute.reference if penalty.breach.dispute else ""
    return PenaltyLine(penalty, links.record(penalty), case, links.case(case) if case else "")


def _steps(policy: Policy, balance: int) -> list[Step]:
    found = thresholds(policy)
    above = next((each for each in found if each.points > balance), None)
    return [
        Step(
            each,
            leads_to(each),
            str(MEANING[each.measure]),
            is_reached=each.points <= balance,
            is_next=each is above,
        )
        for each in found
    ]


def _chart(store: Store, policy: Policy, balance: int, now: datetime) -> Chart:
    since = now - PERIOD
    entries = Entry.objects.filter(store=store).order_by("-number").values_list("at", "balance")
    latest = list(entries[:_MOST_STEPS])
    # What is older only says where the line begins.
    older = [found for found in latest if found[0] <= since][:1]
    steps = [*older, *reversed([found for found in latest if found[0] > since])]
    # Before the first entry there were none.
    return chart(
        [(since, 0), *steps] if not older else steps,
        since=since,
        until=now,
        thresholds=[
            (each.points, f"{each.points} · {each.measure.label}") for each in thresholds(policy)
        ],
        times=[(at, date_format(at, "M Y")) for at in _quarters(since)],
    )


def _quarters(since: datetime) -> list[datetime]:
    return [since + PERIOD * number / 4 for number in range(4)]


def _good_marks(
    store: Store, policy: Policy, now: datetime
) -> QuerySet[Dispute, tuple[str, datetime | None]]:
    """Agreements of the last year within the policy's hours of the request: the case, and when; the
    latest first."""
    early = timedelta(hours=policy.early_hours)
    cases = Dispute.objects.filter(
        store=store, settled_by=SettledBy.AGREEMENT, filed_at__gt=now - PERIOD
    )
    found = cases.filter(settlement__answered_at__lte=F("filed_at") + early).order_by("-filed_at")
    return found.values_list("reference", "settlement__answered_at")
