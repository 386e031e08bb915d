"""Bars by month, in the units of a drawing that scales."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

WIDTH, HEIGHT = 360, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 2, 10, 20
_FILLED = 0.7  # of the place of a month
_LEAST_PLACES = 6  # so that the bars of the first months are not as wide as doors


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
class ChartLabel:
    """A month below the bars, or a number beside a line across them."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """What is drawn, all of it inside `WIDTH` and `HEIGHT`."""

    bars: Sequence[Bar]
    months: Sequence[ChartLabel]
    lines: Sequence[ChartLabel]

    width = WIDTH
    height = HEIGHT
    left = _LEFT
    right = WIDTH - _RIGHT


def chart(months: Sequence[str], series: Sequence[Series], *, stacked: bool) -> BarChart:
    """One bar for each series and month, on top of each other or beside each other."""
    top = _round_up(max(1, _highest(series, stacked=stacked)))
    place = (WIDTH - _LEFT - _RIGHT) / max(len(months), _LEAST_PLACES)
    ground, scale = HEIGHT - _BOTTOM, (HEIGHT - _BOTTOM - _TOP) / top
    thickness = place * _FILLED / (1 if stacked else len(series))
    bars = []
    for position, month in enumerate(months):
        start, below = _LEFT + place * (position + (1 - _FILLED) / 2), 0.0
        for number, each in enumerate(series, start=1):
            value = each.values[position]
            if value:
                x = start if stacked else start + thickness * (number - 1)
                height = value * scale
                label = f"{month}: {each.label} {number_format(value, use_l10n=True)}"
                y = ground - below - height
                box = _short(x), _short(y), _short(thickness), _short(height)
                bars.append(Bar(*box, number, label))
                below += height if stacked else 0
    return BarChart(
        bars=bars,
        months=[
            ChartLabel(_short(_LEFT + place * (position + 0.5)), HEIGHT - 5, month)
            for position, month in enumerate(months)
        ],
        lines=[
            ChartLabel(
                _LEFT - 4, _short(ground - number * scale), number_format(number, use_l10n=True)
            )
            for number in _steps(top)
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


def _steps(top: int) -> list[int]:
    return [0, top] if top == 1 else [0, top // 2, top]


def _short(number: float) -> float:
    return round(number, 2)
