"""What a child of `zygote` may answer. A picture may have taken it over, so each fact has its kind
and its bounds, and an answer with one that does not keep them is none.

The bounds are as wide as what `drawing` and `photo_metadata` make, and hardly wider: what passes is
stored, and shown to arbitrators as it is. Pure, and without Pillow, which only the child has in
memory.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, datetime
from types import MappingProxyType
from typing import Any, get_args

from disputes.files.unfit import UnfitCode

LONGEST_TEXT = 60  # characters
PLACE_DIGITS = 1  # of a degree
_LONGEST_EDGE = 65_535  # pixels; the header of a JPEG has two bytes for each edge
_MOST_PER_PIXEL = 4  # bytes of a JPEG; no real one comes near
_MOST_THUMBNAIL = 1_000_000  # bytes; 480 × 480 pixels of noise take 300 KB
_CAMERA = re.compile(r"[0-9a-f]{16}")
_JPEG_BEGINS, _JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"

_Check = Callable[[Any], bool]


class Nonsense(ValueError):
    """No child says such a thing by itself; `args` name the fact, in a word of ours."""


def read(said: bytes, max_pixels: int) -> dict[str, Any] | UnfitCode:
    """The facts of a photo: those of `protocol.Drawn`, with the number of bytes that follow in the
    place of each picture. Or why it is refused. Raises ValueError or RecursionError for all else.
    """
    told = json.loads(said)
    for code in get_args(UnfitCode):
        if told == {"code": code}:
            refused: UnfitCode = code
            return refused
    _check(told, _FACTS)
    if told["width"] * told["height"] > max_pixels:
        raise Nonsense("pixels")
    if told["full"] > max_pixels * _MOST_PER_PIXEL:
        raise Nonsense("full")
    facts: dict[str, Any] = told
    return facts


def is_jpeg(picture: bytes) -> bool:
    """Whether it begins and ends as one."""
    return picture.startswith(_JPEG_BEGINS) and picture.endswith(_JPEG_ENDS)


def _check(
    told: object, needed: Mapping[str, _Check], more: Mapping[str, _Check] = MappingProxyType({})
) -> None:
    """Raises `Nonsense` unless it has all that is needed, and nothing else but of the `more`."""
    if not isinstance(told, dict):
        raise Nonsense("no object")
    if not needed.keys() <= told.keys() <= needed.keys() | more.keys():
        raise Nonsense("names")
    for name, fits in (*needed.items(), *more.items()):
        if name in told and not fits(told[name]):
            raise Nonsense(name)


def _integer(least: int, most: int) -> _Check:
    return lambda value: type(value) is int and least <= value <= most


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _is_perceptual_hash(value: object) -> bool:
    return value is None or _BIGINT(value)


def _is_text(value: object) -> bool:
    """As `metadata_tags.clean` leaves it: nothing that turns the direction, hides or ends it."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and value.isprintable()


def _is_moment(value: object) -> bool:
    """As `datetime.isoformat` writes it; at the ends of the calendar not all zones have one."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return moment is not None and moment.isoformat() == value and MINYEAR < moment.year < MAXYEAR


def _is_camera(value: object) -> bool:
    return isinstance(value, str) and _CAMERA.fullmatch(value) is not None


def _is_place(value: object) -> bool:
    """Never finer than `photo_metadata` would tell it, so that nobody's door is found by it."""
    return (
        isinstance(value, list)
        and [type(number) for number in value] == [float, float]
        and all(round(number, PLACE_DIGITS) == number for number in value)
        and abs(value[0]) <= 90
        and abs(value[1]) <= 180
    )


def _is_photo_metadata(value: object) -> bool:
    _check(value, {"metadata": _is_boolean}, _TRAITS)
    return True


_BIGINT = _integer(-(2**63), 2**63 - 1)
_FACTS: Mapping[str, _Check] = {
    "full": _integer(1, 2**63 - 1),
    "thumbnail": _integer(1, _MOST_THUMBNAIL),
    "width": _integer(1, _LONGEST_EDGE),
    "height": _integer(1, _LONGEST_EDGE),
    "animated": _is_boolean,
    "perceptual_hash": _is_perceptual_hash,
    "photo_metadata": _is_photo_metadata,
}
# See `photo_metadata`; `incomplete` is of `drawing`.
_TRAITS: Mapping[str, _Check] = {
    "taken_at": _is_moment,
    "make": _is_text,
    "model": _is_text,
    "camera": _is_camera,
    "software": _is_text,
    "editor": _is_text,
    "generator": _is_text,
    "place": _is_place,
    "screenshot": lambda value: value in ("said", "likely"),
    "incomplete": lambda value: value is True,
}
