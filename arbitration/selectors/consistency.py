"""Are like cases decided alike, whoever decides them? A measure that does not claim too much."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import sqrt

from arbitration.selectors.arbitrator_stats import ReasonLabels, Rulings
from disputes.states import Outcome

# Shares are compared only where so many of an arbitrator's rulings were to be expected with an
# outcome, and so many without it: below that, the test means nothing.
ENOUGH = 5
# Standard errors: chance alone brings about a larger gap once in a hundred comparisons.
BEYOND_CHANCE = 2.576


class Direction(Enum):
    """Which way a ruling went."""

    BUYER = (Outcome.FULL, Outcome.RETURN)
    BETWEEN = (Outcome.PARTIAL,)
    SELLER = (Outcome.NONE,)


class Verdict(Enum):
    """What the numbers can tell."""

    TOO_FEW = 0
    ALIKE = 1
    DIFFERS = 2


@dataclass(frozen=True)
class Comparison:
    """An arbitrator's rulings for one reason, and everybody else's for the same."""

    arbitrator: int
    reason: ReasonLabels
    own: Counter[Direction]
    others: Counter[Direction]

    @property
    def gaps(self) -> dict[Direction, float]:
        """How much larger the own share is, in percentage points."""
        own, others = self.own.total(), self.others.total()
        if not others:
            return dict.fromkeys(Direction, 0.0)
        return {way: 100 * (self.own[way] / own - self.others[way] / others) for way in Direction}

    @property
    def widest(self) -> Direction:
        return max(Direction, key=lambda way: abs(self.gaps[way]))

    @property
    def verdict(self) -> Verdict:
        errors = [error for way in Direction if (error := self._error(way)) is not None]
        if not errors:
            return Verdict.TOO_FEW
        return Verdict.DIFFERS if max(errors) > BEYOND_CHANCE else Verdict.ALIKE

    def _error(self, way: Direction) -> float | None:
        """The gap in standard errors, as the test of two proportions has it; none if too few."""
        own, others = self.own.total(), self.others.total()
        share = (self.own[way] + self.others[way]) / (own + others)
        if min(own, others) * min(share, 1 - share) < ENOUGH:
            return None
        return abs(self.gaps[way]) / 100 / sqrt(share * (1 - share) * (1 / own + 1 / others))


def comparisons(by_reason: Mapping[tuple[int, ReasonLabels], Rulings]) -> Sequence[Comparison]:
    """One comparison for each arbitrator and reason; the own rulings are not among the others."""
    own = {key: _directions(rulings) for key, rulings in by_reason.items()}
    all_of: dict[ReasonLabels, Counter[Direction]] = {}
    for (_arbitrator, reason), counted in own.items():
        all_of[reason] = all_of.get(reason, Counter()) + counted
    return [
        Comparison(arbitrator, reason, counted, all_of[reason] - counted)
        for (arbitrator, reason), counted in own.items()
    ]


def _directions(rulings: Rulings) -> Counter[Direction]:
    return Counter(
        {way: sum(rulings.outcomes[outcome] for outcome in way.value) for way in Direction}
    )
