"""A small brush over Pillow for the demo pictures: smooth edges and soft shadows.

Pillow draws without anti-aliasing. Every shape is therefore drawn as a mask at twice the size,
within its own box only, shrunk, and painted through: as smooth as drawing the whole picture at
twice the size, and several times quicker.
"""

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from arbitration.demo.paints import Paint, rgba
from arbitration.demo.shapes import Point, Shape

OVER = 2  # how many times larger a mask is drawn than it is used
SOFT_OVER = 1 / 4  # blurred masks need no detail


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
