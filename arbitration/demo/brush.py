"""A small brush over Pillow for the demo pictures: smooth shapes, gradients and soft shadows.

Pillow draws without anti-aliasing. Every shape is therefore drawn as a mask at twice the size,
within its own box only, shrunk, and painted through: as smooth as drawing the whole picture at
twice the size, and several times quicker.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Shape = Sequence[Point]
OVER = 2  # how many times larger a mask is drawn than it is used
SOFT_OVER = 1 / 4  # blurred masks need no detail


class Rgba(NamedTuple):
    red: int
    green: int
    blue: int
    alpha: int = 255


Paint = str | Image.Image  # one colour, or a small picture that is stretched over the shape


@lru_cache(maxsize=512)
def rgba(colour: str) -> Rgba:
    return Rgba(*ImageColor.getcolor(colour, "RGBA"))  # type: ignore[misc]  # four for this mode


def shade(colour: str, light: float) -> str:
    """Mix with white (light > 0) or with a warm black (light < 0); 1 is all of it."""
    target = (255, 255, 255) if light > 0 else (22, 16, 26)
    part = abs(light)
    mixed = [
        round(c * (1 - part) + t * part) for c, t in zip(rgba(colour)[:3], target, strict=True)
    ]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def clear(colour: str, alpha: float) -> str:
    """The same colour, seen through."""
    red, green, blue, _ = rgba(colour)
    return f"#{red:02x}{green:02x}{blue:02x}{round(alpha * 255):02x}"


def down(*colours: str) -> Image.Image:
    """A gradient from top to bottom, the colours evenly spaced."""
    return across(*colours).transpose(Image.Transpose.ROTATE_270)


@lru_cache(maxsize=512)
def across(*colours: str) -> Image.Image:
    """A gradient from left to right, the colours evenly spaced."""
    steps = 64
    strip = Image.new("RGBA", (steps, 1))
    for x in range(steps):
        place = x / (steps - 1) * (len(colours) - 1)
        index = min(int(place), len(colours) - 2)
        first, second, part = rgba(colours[index]), rgba(colours[index + 1]), place - index
        mixed = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
        strip.putpixel((x, 0), Rgba(*mixed))
    return strip


@lru_cache(maxsize=128)
def glow(centre: str, edge: str) -> Image.Image:
    """A gradient from the middle outwards."""
    ball = Image.radial_gradient("L").resize((64, 64))
    return Image.composite(
        Image.new("RGBA", ball.size, rgba(edge)), Image.new("RGBA", ball.size, rgba(centre)), ball
    )


# Shapes


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


class Brush:
    """Paints shapes onto one picture, which starts clear unless one is given."""

    def __init__(self, image: Image.Image | None = None, size: tuple[int, int] = (1000, 1000)):
        self.image = image if image is not None else Image.new("RGBA", size)

    def fill(
        self, shape: Shape, paint: Paint, *, within: Shape | None = None, soft: float = 0
    ) -> None:
        """Fill a shape, only where it lies within another, with an edge blurred by `soft`."""
        spread = soft * 2.5
        frame = self._frame(shape, 0, spread)
        if frame is None:
            return
        mask = _mask(frame, shape, soft)
        if within is not None:
            mask = ImageChops.multiply(mask, _mask(frame, within, 0))
        self._paint(frame, paint, mask)

    def line(
        self,
        points: Shape,
        width: float,
        paint: Paint,
        *,
        within: Shape | None = None,
        soft: float = 0,
    ) -> None:
        """Draw an open line with round ends."""
        frame = self._frame(points, width / 2, soft * 2.5)
        if frame is None:
            return
        mask = _stroke(frame, points, width, soft)
        if within is not None:
            mask = ImageChops.multiply(mask, _mask(frame, within, 0))
        self._paint(frame, paint, mask)

    def ring(
        self, shape: Shape, width: float, paint: Paint, *, within: Shape | None = None
    ) -> None:
        """Draw the outline of a shape."""
        self.line([*shape, shape[0]], width, paint, within=within)

    def lift(self, shape: Shape) -> Image.Image:
        """Take a shape out of what was painted, and hand over the piece."""
        frame = self._frame(shape, 0, 0)
        if frame is None:
            return Image.new("RGBA", (1, 1))
        rest = self.image.crop(frame)
        piece, mask, alpha = rest.copy(), _mask(frame, shape, 0), rest.getchannel("A")
        rest.putalpha(ImageChops.multiply(alpha, ImageChops.invert(mask)))
        piece.putalpha(ImageChops.multiply(alpha, mask))
        self.image.paste(rest, frame[:2])
        return piece

    def _frame(self, points: Shape, half: float, spread: float) -> tuple[int, int, int, int] | None:
        """The box of pixels that a shape touches, inside the picture."""
        more = half + spread + 2
        left = max(0, math.floor(min(p[0] for p in points) - more))
        top = max(0, math.floor(min(p[1] for p in points) - more))
        right = min(self.image.width, math.ceil(max(p[0] for p in points) + more))
        bottom = min(self.image.height, math.ceil(max(p[1] for p in points) + more))
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _paint(self, frame: tuple[int, int, int, int], paint: Paint, mask: Image.Image) -> None:
        if isinstance(paint, str):
            layer = Image.new("RGBA", mask.size, rgba(paint))
            opaque = rgba(paint).alpha == 255
        else:
            layer = paint.resize(mask.size, Image.Resampling.BILINEAR)
            opaque = False
        alpha = mask if opaque else ImageChops.multiply(layer.getchannel("A"), mask)
        if self.image.mode == "RGB":
            self.image.paste(layer, frame[:2], alpha)
        else:
            layer.putalpha(alpha)
            self.image.alpha_composite(layer, frame[:2])


def _mask(frame: tuple[int, int, int, int], shape: Shape, soft: float) -> Image.Image:
    scale = SOFT_OVER if soft >= 6 else OVER
    mask, inside = _sheet(frame, shape, scale)
    ImageDraw.Draw(mask).polygon(inside, fill=255)
    return _finish(mask, frame, soft, scale)


def _stroke(
    frame: tuple[int, int, int, int], points: Shape, width: float, soft: float
) -> Image.Image:
    scale = SOFT_OVER if soft >= 6 else OVER
    mask, inside = _sheet(frame, points, scale)
    draw = ImageDraw.Draw(mask)
    thick = max(1, round(width * scale))
    draw.line(inside, fill=255, width=thick, joint="curve")
    for x, y in (inside[0], inside[-1]) if thick > 2 else ():
        r = thick / 2 - 0.5
        draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    return _finish(mask, frame, soft, scale)


def _sheet(
    frame: tuple[int, int, int, int], points: Shape, scale: float
) -> tuple[Image.Image, list[Point]]:
    left, top, right, bottom = frame
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    return Image.new("L", size), [((x - left) * scale, (y - top) * scale) for x, y in points]


def _finish(
    mask: Image.Image, frame: tuple[int, int, int, int], soft: float, scale: float
) -> Image.Image:
    size = (frame[2] - frame[0], frame[3] - frame[1])
    if scale < 1:
        blurred = mask.filter(ImageFilter.GaussianBlur(soft * scale))
        return blurred.resize(size, Image.Resampling.BICUBIC)
    small = mask.reduce(int(scale))
    return small.filter(ImageFilter.GaussianBlur(soft)) if soft else small
