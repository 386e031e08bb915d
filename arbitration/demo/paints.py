"""What the demo's shapes are filled with: one colour, or a gradient that is stretched over them."""

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageColor

WHITE = "#ffffff"


class Rgba(NamedTuple):
    red: int
    green: int
    blue: int
    alpha: int = 255


Paint = str | Image.Image  # a colour, or a small picture


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
