"""What the public may know: the months that were counted, without what could point at somebody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from arbitration.models import MonthStatistics
from disputes.states import Outcome

# What fewer cases came to is not told: with so few, somebody could tell whose they were.
LEAST = 5


@dataclass(frozen=True)
class PublicNumbers:
    """The numbers of one month, or of several together. Counts are `None` where they would be of
    fewer than `LEAST` cases."""

    opened: int | None
    closed: int | None
    agreed: int | None
    ruled: int | None
    silent: int | None
    unruled: int | None
    withdrawn: int | None
    outcomes: Mapping[Outcome, int] | None
    median_days: int | None  # of those that were settled, from the application to the end
    appealed: int | None
    overturned: int | None


@dataclass(frozen=True)
class Month:
    """The first day of a month, and what was counted in it."""

    month: date
    numbers: PublicNumbers


@dataclass(frozen=True)
class Statistics:
    """All months that were counted, the first one first."""

    rows: Sequence[MonthStatistics]

    @property
    def as_of(self) -> datetime | None:
        return self.rows[-1].computed_at if self.rows else None

    def months(self, latest: int | None = None) -> list[Month]:
        rows = self.rows[-latest:] if latest else self.rows
        return [Month(row.month, _public_numbers([row.numbers])) for row in rows]

    def together(self, latest: int) -> PublicNumbers:
        """The latest months as one."""
        return _public_numbers([row.numbers for row in self.rows[-latest:]])


def statistics() -> Statistics:
    """One query."""
    return Statistics(list(MonthStatistics.objects.order_by("month")))


def _public_numbers(counted: Sequence[Mapping[str, Any]]) -> PublicNumbers:
    numbers: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    days: Counter[int] = Counter()
    for month in counted:
        numbers.update({name: number for name, number in month.items() if isinstance(number, int)})
        outcomes.update(month["outcomes"])
        days.update(dict(month["days"]))
    few, few_settled = numbers["closed"] < LEAST, outcomes.total() < LEAST
    few_rulings = numbers["ruled"] < LEAST
    return PublicNumbers(
        opened=None if numbers["opened"] < LEAST else numbers["opened"],
        closed=None if few else numbers["closed"],
        agreed=None if few else numbers["agreed"],
        ruled=None if few else numbers["ruled"],
        silent=None if few else numbers["silent"],
        unruled=None if few else numbers["unruled"],
        withdrawn=None if few else numbers["withdrawn"],
        outcomes=None if few_settled else {outcome: outcomes[outcome] for outcome in Outcome},
        median_days=None if few_settled else _median(days),
        appealed=None if few_rulings else numbers["appealed"],
        overturned=None if few_rulings else numbers["overturned"],
    )


def _median(days: Counter[int]) -> int:
    """Whole days; of an even number of cases, the lower one of the two in the middle."""
    seen = 0
    for number in sorted(days):
        seen += days[number]
        if 2 * seen >= days.total():
            return number
    raise ValueError("the median of nothing")
