"""The stories of the demo: what is done about a purchase, and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from disputes.models import Dispute, OrderLine
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution

Act = Callable[[OrderLine], object]


@dataclass(frozen=True)
class Story:
    """What was done about one line of a purchase, from the first request on, and how many days ago.

    What follows from silence is not told: the deadlines of the past are enforced as they ran out.
    """

    purchase: str
    acts: Sequence[tuple[float, Act]]
    line: int = 1


@dataclass(frozen=True)
class DemoOffer:
    """A solution in per cent of what was paid, so that it fits a purchase in any currency."""

    solution: Solution
    percent: int = 0
    freight_payer: FreightPayer | None = None

    def of(self, line: OrderLine) -> Offer:
        return Offer(self.solution, line.paid_minor * self.percent // 100, self.freight_payer)


NOTHING = DemoOffer(Solution.NO_REFUND)


def refund(percent: int = 100) -> DemoOffer:
    return DemoOffer(Solution.REFUND, percent)


def send_back(percent: int = 100, freight: FreightPayer = FreightPayer.SELLER) -> DemoOffer:
    return DemoOffer(Solution.RETURN_AND_REFUND, percent, freight)


def case_of(line: OrderLine) -> Dispute:
    """The story's case as it is now: the latest, where its buyer has applied twice."""
    return line.disputes.order_by("-id")[0]
