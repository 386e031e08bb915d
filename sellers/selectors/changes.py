"""How a store's points came to be what they are: a line over the last year, and its steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.formats import date_format

from disputes.models import Policy, Store
from disputes.rules.charts import StepChart, step_chart
from sellers.models import Entry, Penalty
from sellers.rules.sanctions import thresholds
from sellers.selectors.marks import PERIOD
from sellers.wording.measures import leads_to

# More steps than this are no line any more: it begins with the latest of them.
_MOST_STEPS = 500


@dataclass(frozen=True)
class StandingChange:
    """A line of the ledger, and where the record of its penalty is."""

    entry: Entry
    url: str


def changes_of(
    store: Store, now: datetime, record: Callable[[Penalty], str], most: int
) -> list[StandingChange]:
    """The latest of the last year, the latest first."""
    entries = _latest(store).select_related("penalty__rule")[:most]
    since = now - PERIOD
    return [StandingChange(entry, record(entry.penalty)) for entry in entries if entry.at > since]


def chart_of(store: Store, policy: Policy, balance: int, now: datetime) -> StepChart:
    """`balance` is what it has now."""
    since = now - PERIOD
    latest = _latest(store).values_list("at", "points", "balance")[:_MOST_STEPS]
    entries = [step for step in reversed(latest) if step[0] > since]
    # Up to the first change it was what that found.
    before = entries[0][2] - entries[0][1] if entries else balance
    return step_chart(
        [(since, before), *((at, after) for at, _points, after in entries)],
        since=since,
        until=now,
        thresholds=[
            (each.points, f"{each.points} · {leads_to(each)}") for each in thresholds(policy)
        ],
        times=[(at, date_format(at, "M Y")) for at in _quarters(since)],
    )


def _latest(store: Store) -> QuerySet[Entry]:
    """The latest first by their numbers, so that nothing older is read to find that it is older."""
    return Entry.objects.filter(store=store).order_by("-number")


def _quarters(since: datetime) -> Sequence[datetime]:
    return [since + PERIOD * number / 4 for number in range(4)]
