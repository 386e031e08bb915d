"""JPEGs whose last bytes did not come: a phone's or a chat's transfer ended too early.

Pillow opens none of them, or, told to, also one of which only the sky is there. Here a picture is
taken when all but a last strip of it can be seen, and it is known to be incomplete.
"""

from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageFile

from disputes.files.markers import last_scan_refines

_END = b"\xff\xd9"
_STRIP = 50  # a strip that is missing is at most the 50th part of the height,
_ROW = 16  # or one row of blocks, in pixels, if that is at most
_ROW_STRIP = 10  # the tenth part
_COLOUR = (1, 254, 1, 254)


class TooMuchMissing(Exception):
    """There is not enough of this picture."""


def nearly_whole(data: bytes) -> Image.Image:
    """The picture, loaded, with grey where nothing came. Raises `TooMuchMissing`, and whatever
    Pillow raises about a file that is damaged in another way."""
    if not _is_enough(data):
        raise TooMuchMissing
    image = Image.open(BytesIO(data + _END), formats=["JPEG"])
    image.load()
    return image


def _is_enough(data: bytes) -> bool:
    progressive = last_scan_refines(data)
    if progressive is not None:  # the whole picture comes with each scan, finer and finer
        return progressive
    image: Any = Image.open(BytesIO(data), formats=["JPEG"])
    height: int = image.height
    strip = min(max(height // _STRIP, min(_ROW, height // _ROW_STRIP)) + 1, height)
    return _rows_missing(image, strip) < strip


def _rows_missing(image: Any, strip: int) -> int:
    """How many of the last rows the decoder did not come to. No row of a picture has only this
    colour, in which the canvas is painted before."""
    bands = len(image.getbands())
    colour = _COLOUR[:bands] if bands > 1 else _COLOUR[0]
    image.load_prepare()
    image.im.paste(colour, (0, 0, *image.size))
    image.load_read = image.fp.read  # without the end that Pillow would make up
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    bottom = image.crop((0, image.height - strip, *image.size))
    blank = Image.new(bottom.mode, bottom.size, colour)
    drawn = ImageChops.difference(bottom, blank).getbbox(alpha_only=False)
    return strip - drawn[3] if drawn else strip
