"""Where the line of a store's points stands in a drawing; lengths in the drawing's own units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, HEIGHT = 480, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, 4, 24, 24


@dataclass(frozen=True)
class PointsChartLabel:
    """A time below the drawing, or a threshold across it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class PointsChart:
    """What is drawn, all of it inside `WIDTH` and `HEIGHT`. `line` is a path of steps, `area` the
    same closed along the ground; `base` is where times stand."""

    line: str
    area: str
    thresholds: Sequence[PointsChartLabel]
    times: Sequence[PointsChartLabel]

    width = WIDTH
    height = HEIGHT
    left = _LEFT
    right = WIDTH - _RIGHT
    ground = HEIGHT - _BOTTOM
    base = HEIGHT - 6


def chart(
    balances: Sequence[tuple[datetime, int]],
    *,
    since: datetime,
    until: datetime,
    thresholds: Sequence[tuple[int, str]],
    times: Sequence[tuple[datetime, str]],
) -> PointsChart:
    """A balance holds from its time until the next one; the first from `since` on.

    `thresholds` are drawn as far as the first that is above all balances.
    """
    highest = max((points for _at, points in balances), default=0)
    above = [points for points, _text in thresholds if points > highest]
    top = above[0] if above else highest
    per_point = (HEIGHT - _TOP - _BOTTOM) / max(top, 1)

    def x(at: datetime) -> float:
        part = (max(at, since) - since) / (until - since)
        return round(_LEFT + part * (WIDTH - _LEFT - _RIGHT), 1)

    def y(points: int) -> float:
        return round(HEIGHT - _BOTTOM - points * per_point, 1)

    first = balances[0][1] if balances else 0
    steps = "".join(f" H{x(at)} V{y(points)}" for at, points in balances)
    line = f"M{_LEFT} {y(first)}{steps} H{WIDTH - _RIGHT}"
    return PointsChart(
        line=line,
        area=f"{line} V{y(0)} H{_LEFT} Z",
        thresholds=[
            PointsChartLabel(_LEFT, y(points), text) for points, text in thresholds if points <= top
        ],
        times=[PointsChartLabel(x(at), PointsChart.base, text) for at, text in times],
    )
