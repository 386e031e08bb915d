"""How often orders go wrong: cases, lost rulings and unanswered requests in 100 orders."""

from dataclasses import dataclass
from typing import Protocol

from sellers.states import Trigger

# Days back from the time of counting. The limits hold for the longer period.
PERIODS = (30, 90)


class RateNumbers(Protocol):
    """What a policy says of rates: limits in 100 orders, and below how many orders none counts."""

    least_orders: int
    most_cases: int
    most_lost: int
    most_late: int


@dataclass(frozen=True)
class Counts:
    """What was counted of one store in one period."""

    orders: int = 0
    cases: int = 0
    lost: int = 0
    late: int = 0

    def rate(self, number: int) -> float | None:
        """In 100 orders; none without orders."""
        return 100 * number / self.orders if self.orders else None

    @property
    def cases_rate(self) -> float | None:
        return self.rate(self.cases)

    @property
    def lost_rate(self) -> float | None:
        return self.rate(self.lost)

    @property
    def late_rate(self) -> float | None:
        return self.rate(self.late)


def exceeded(counts: Counts, numbers: RateNumbers) -> list[Trigger]:
    """The rates above their limits. Without orders there is none, whatever was counted."""
    limits = {
        Trigger.MANY_CASES: (counts.cases_rate, numbers.most_cases),
        Trigger.MANY_LOST: (counts.lost_rate, numbers.most_lost),
        Trigger.MANY_LATE: (counts.late_rate, numbers.most_late),
    }
    return [trigger for trigger, (rate, most) in limits.items() if rate is not None and rate > most]


def is_large_enough(counts: Counts, numbers: RateNumbers) -> bool:
    """Does a rate mean anything? Of few orders one bad one is a large part."""
    return counts.orders >= numbers.least_orders
