"""How a picture looks, in 64 bits: pictures that look alike differ in few of them.

Each bit is the sign of one wave (coefficient of the cosine transform) in a small grey version of
the picture, the slowest waves first. Colours, brightness, size and compression hardly touch them.
To mirror the picture turns the signs of all waves that are odd in that direction, and to transpose
it swaps the two directions: so the eight ways to turn and mirror it are known from the bits alone.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from math import cos, pi

from PIL import Image

BITS = 64
_EDGE = 32  # of the grey version
_WAVES = 8  # in each direction; the first is none at all
# Waves weaker than this, in levels of grey, come and go with the compression. With fewer than
# _FEWEST stronger ones there is not enough in the picture to compare.
_WEAK = 0.35
_FEWEST = 24

# The constant one says how bright the picture is; a wave that turns like it stands in its place.
_PLACES = [(_WAVES, _WAVES), *((v, u) for v in range(_WAVES) for u in range(_WAVES) if v or u)]
_BIT_OF = {place: bit for bit, place in enumerate(_PLACES)}
_COSINES = [
    [cos(pi * wave * (2 * place + 1) / (2 * _EDGE)) for place in range(_EDGE)]
    for wave in range(_WAVES + 1)
]


class Rotation(StrEnum):
    """How one picture has to be turned to lie upon the other."""

    NONE = "none"
    MIRRORED = "mirrored"
    UPSIDE_DOWN = "upside_down"
    TURNED = "turned"


def perceptual_hash(image: Image.Image) -> int | None:
    """The hash of a small upright picture, as PostgreSQL's signed `bigint`; none if it is all but
    plain."""
    waves = _waves(image.convert("L").resize((_EDGE, _EDGE), Image.Resampling.BOX))
    if sum(abs(wave) >= _WEAK for wave in waves) < _FEWEST:
        return None
    return _signed(sum(1 << bit for bit, wave in enumerate(waves) if wave > 0))


def _waves(grey: Image.Image) -> list[float]:
    """The strength of each wave in levels of grey, in the order of the bits."""
    pixels = grey.tobytes()
    rows = [pixels[start : start + _EDGE] for start in range(0, len(pixels), _EDGE)]
    across = [
        [sum(map(float.__mul__, cosine, map(float, row))) for row in rows] for cosine in _COSINES
    ]
    return [
        sum(map(float.__mul__, _COSINES[v], across[u])) * 2 / (_EDGE * _EDGE) for v, u in _PLACES
    ]


def _signed(bits: int) -> int:
    return bits - (1 << BITS) if bits >> (BITS - 1) else bits


def variants(perceptual_hash: int) -> dict[int, Rotation]:
    """The hashes of this picture in all eight ways to turn and mirror it."""
    bits = perceptual_hash % (1 << BITS)
    found: dict[int, Rotation] = {}
    for order, flipped, rotation in _WAYS:
        moved = sum((bits >> source & 1) << bit for bit, source in enumerate(order))
        found.setdefault(_signed(moved ^ flipped), rotation)
    return found


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ."""
    return ((one ^ other) % (1 << BITS)).bit_count()


def _ways() -> Iterator[tuple[list[int], int, Rotation]]:
    """Each way: from which bit each one comes, which ones change, and its name."""
    for transposed, across, down in product((False, True), repeat=3):
        order = [_BIT_OF[(u, v) if transposed else (v, u)] for v, u in _PLACES]
        flipped = sum(
            1 << bit for bit, (v, u) in enumerate(_PLACES) if (across and u % 2) != (down and v % 2)
        )
        yield order, flipped, _name(transposed, across, down)


def _name(transposed: bool, across: bool, down: bool) -> Rotation:
    """An odd number of mirrors leaves it mirrored; to transpose is one."""
    if (transposed + across + down) % 2:
        return Rotation.MIRRORED
    if transposed:
        return Rotation.TURNED
    return Rotation.UPSIDE_DOWN if across else Rotation.NONE


_WAYS = list(_ways())
