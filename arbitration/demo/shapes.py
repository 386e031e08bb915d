"""The outlines that the demo's pictures are drawn of, in pixels from the top left."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Shape = Sequence[Point]


def curve(points: Shape, closed: bool = True, steps: int = 14) -> list[Point]:
    """A smooth line through all points (Catmull-Rom)."""
    count = len(points)
    ends = [points[0], *points, points[-1]]
    out: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            four = [points[(i + k) % count] for k in (-1, 0, 1, 2)]
        else:
            four = [ends[i + k] for k in range(4)]
        out += [_between(four, step / steps) for step in range(steps)]
    return out if closed else [*out, points[-1]]


def _between(four: Shape, t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four

    def blend(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t * t
            + (3 * b - a - 3 * c + d) * t * t * t
        )

    return blend(ax, bx, cx, dx), blend(ay, by, cy, dy)


def rounded(points: Shape, radius: float | Sequence[float], steps: int = 8) -> list[Point]:
    """A polygon whose corners are rounded, all alike or each by its own radius."""
    radii = [radius] * len(points) if isinstance(radius, int | float) else list(radius)
    out: list[Point] = []
    for i, (x, y) in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % len(points)]
        start, end = _towards((x, y), before, radii[i]), _towards((x, y), after, radii[i])
        for step in range(steps + 1):
            t = step / steps
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            out.append((a * start[0] + b * x + c * end[0], a * start[1] + b * y + c * end[1]))
    return out


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = math.dist(point, other) or 1.0
    part = min(distance, length / 2) / length
    return point[0] + (other[0] - point[0]) * part, point[1] + (other[1] - point[1]) * part


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> list[Point]:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return rounded(corners, radius) if radius else corners


def oval(
    x: float, y: float, wide: float, high: float, start: float = 0, end: float = 360
) -> list[Point]:
    """An ellipse by its centre and half axes, or a part of it, clockwise from three o'clock."""
    steps = max(8, round((end - start) / 5))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + wide * math.cos(a), y + high * math.sin(a)) for a in angles]


def turned(points: Iterable[Point], degrees: float, about: Point) -> list[Point]:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x0, y0 = about
    return [
        (x0 + (x - x0) * cos - (y - y0) * sin, y0 + (x - x0) * sin + (y - y0) * cos)
        for x, y in points
    ]


def moved(points: Iterable[Point], right: float, below: float) -> list[Point]:
    return [(x + right, y + below) for x, y in points]
