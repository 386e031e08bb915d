"""Repeats, their median and their spread."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

# A repeat that goes on for a time has at least so many rounds.
_FEWEST_ROUNDS = 3


@dataclass(frozen=True)
class Samples:
    """What the repeats of one measurement gave."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def spread(self) -> float:
        """Half of the range: "median ± spread" is as wide as what was seen."""
        return (max(self.values) - min(self.values)) / 2

    def __str__(self) -> str:
        return f"{_short(self.median)} ± {_short(self.spread)}"


def _short(value: float) -> str:
    """Three digits that count, and thousands set apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def by_turns(repeats: int, *measurements: Callable[[], float]) -> list[Samples]:
    """Repeat these measurements, each in its turn, so that a drift of the machine hits all.

    The order turns around from one repeat to the next, so that nothing always goes first.
    """
    taken: list[list[float]] = [[] for _ in measurements]
    for repeat in range(repeats):
        turns = list(zip(taken, measurements, strict=True))
        for values, measure in turns if repeat % 2 == 0 else reversed(turns):
            values.append(measure())
    return [Samples(tuple(values)) for values in taken]


def seconds(do: Callable[[], object]) -> float:
    """How long it takes, once."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def a_second(do: Callable[[], object], duration: float) -> float:
    """How often it can be done in a second, tried for so many seconds."""
    rounds, start = 0, time.perf_counter()
    while True:
        do()
        rounds += 1
        passed = time.perf_counter() - start
        if passed >= duration and rounds >= _FEWEST_ROUNDS:
            return rounds / passed
