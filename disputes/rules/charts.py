"""Where numbers over time stand in a drawing: as a line of steps, or as bars by month.

All lengths are in the drawing's own units: the page scales it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format


class Drawing:
    """Its size, and the edges between which it is drawn; times or months stand at `base`."""

    width: int
    height: int
    left: int
    right: int
    top: int
    ground: int
    base: int

    @classmethod
    def across(cls, part: float) -> float:
        """The place of this part of the way from left to right."""
        return _short(cls.left + part * (cls.right - cls.left))

    @classmethod
    def up(cls, number: float, most: float) -> float:
        """The place of a number, where the most is at the top."""
        return _short(cls.ground - cls.length(number, most))

    @classmethod
    def length(cls, number: float, most: float) -> float:
        return number * (cls.ground - cls.top) / most


@dataclass(frozen=True)
class ChartLabel:
    """A time or month below the drawing, or a number at a line across it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class StepChart(Drawing):
    """`line` is a path of steps, `area` the same closed along the ground."""

    line: str
    area: str
    thresholds: Sequence[ChartLabel]
    times: Sequence[ChartLabel]

    width, height = 480, 180
    left, right = 4, width - 4
    top, ground, base = 24, height - 24, height - 6


def step_chart(
    balances: Sequence[tuple[datetime, int]],
    *,
    since: datetime,
    until: datetime,
    thresholds: Sequence[tuple[int, str]],
    times: Sequence[tuple[datetime, str]],
) -> StepChart:
    """A balance holds from its time until the next one; the first from `since` on.

    `thresholds` are drawn as far as the first that is above all balances.
    """
    highest = max((points for _at, points in balances), default=0)
    above = [points for points, _text in thresholds if points > highest]
    most = above[0] if above else max(highest, 1)

    def x(at: datetime) -> float:
        return StepChart.across((max(at, since) - since) / (until - since))

    def y(points: int) -> float:
        return StepChart.up(points, most)

    first = balances[0][1] if balances else 0
    steps = "".join(f" H{x(at)} V{y(points)}" for at, points in balances)
    line = f"M{StepChart.left} {y(first)}{steps} H{StepChart.right}"
    return StepChart(
        line=line,
        area=f"{line} V{y(0)} H{StepChart.left} Z",
        thresholds=[
            ChartLabel(StepChart.left, y(points), text)
            for points, text in thresholds
            if points <= most
        ],
        times=[ChartLabel(x(at), StepChart.base, text) for at, text in times],
    )


@dataclass(frozen=True)
class Series:
    """What is counted, and how much of it in each month; `None` where it is not told."""

    label: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Bar:
    """`number` is that of its series, from 1; `label` says in words what it stands for."""

    x: float
    y: float
    width: float
    height: float
    number: int
    label: str


@dataclass(frozen=True)
class BarChart(Drawing):
    """`lines` are numbers across it, each at the left of its line."""

    bars: Sequence[Bar]
    months: Sequence[ChartLabel]
    lines: Sequence[ChartLabel]

    width, height = 360, 170
    left, right = 30, width - 2
    top, ground, base = 10, height - 20, height - 5
    filled = 0.7  # of the place of a month
    least_places = 6  # so that the bars of the first months are not as wide as doors


def bar_chart(months: Sequence[str], series: Sequence[Series], *, stacked: bool) -> BarChart:
    """One bar for each series and month, on top of each other or beside each other."""
    most = _round_up(max(1, _highest(series, stacked=stacked)))
    places = max(len(months), BarChart.least_places)
    thickness = BarChart.filled / (1 if stacked else len(series))
    width = _short(BarChart.across(thickness / places) - BarChart.left)
    bars = []
    for position, month in enumerate(months):
        start, below = position + (1 - BarChart.filled) / 2, 0
        for number, each in enumerate(series, start=1):
            value = each.values[position]
            if value:
                x = BarChart.across((start + (0 if stacked else thickness * (number - 1))) / places)
                y = BarChart.up(below + value, most)
                height = _short(BarChart.length(value, most))
                bars.append(
                    Bar(x, y, width, height, number, f"{month}: {each.label} {_told(value)}")
                )
                below += value if stacked else 0
    return BarChart(
        bars=bars,
        months=[
            ChartLabel(BarChart.across((position + 0.5) / places), BarChart.base, month)
            for position, month in enumerate(months)
        ],
        lines=[
            ChartLabel(BarChart.left - 4, BarChart.up(number, most), _told(number))
            for number in _steps(most)
        ],
    )


def _highest(series: Sequence[Series], *, stacked: bool) -> int:
    columns = zip(*(each.values for each in series), strict=True)
    join = sum if stacked else max
    return max((join(value or 0 for value in column) for column in columns), default=0)


def _round_up(number: int) -> int:
    """To 1, 2, 4 or 10 times a power of ten: so that half of it is a whole number, or it is 1."""
    power = 1
    while True:
        for step in (1, 2, 4):
            if number <= step * power:
                return step * power
        power *= 10


def _steps(most: int) -> list[int]:
    return [0, most] if most == 1 else [0, most // 2, most]


def _told(number: int) -> str:
    return number_format(number, use_l10n=True)


def _short(number: float) -> float:
    return round(number, 2)
