"""What an untrusted upload must pass before its pixels are touched: the limits and the refusals."""

import re
import unicodedata
from io import BytesIO
from typing import IO, TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from disputes.errors import Code, Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_MEGABYTES = 15
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024  # binary megabytes, as file managers of phones count
MAX_MEGAPIXELS = 50
MAX_PIXELS = MAX_MEGAPIXELS * 1_000_000
MAX_PHOTOS = 10  # in one submission
MAX_EDGE = 65_500  # the longest edge that a JPEG can have
MAX_NAME_LENGTH = 100

# A progressive JPEG needs about ten scans. Every further one costs a pass over all pixels and may
# be 75 bytes short: 15 MB of them would keep a worker busy for most of an hour.
MAX_SCANS = 100

# The net below our own check, and process-wide because Pillow knows no other: whatever is opened
# anywhere fails at twice this number before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


def limits_sentence() -> "StrPromise":
    """Say the limits in words, for the page; lazy, so a form may hold it as its help text."""
    return format_lazy(
        gettext_lazy(
            "Up to {photos} photos as JPEG, PNG or WebP, "
            "each at most {megabytes} MB and {megapixels} megapixels."
        ),
        photos=MAX_PHOTOS,
        megabytes=MAX_MEGABYTES,
        megapixels=MAX_MEGAPIXELS,
    )


def check_count(count: int) -> None:
    """Refuse a submission of more than `MAX_PHOTOS` files."""
    if count > MAX_PHOTOS:
        raise Refused(
            Code.TOO_MANY_PHOTOS,
            _(
                "You added %(count)d photos; at most %(limit)d can be sent at once. "
                "Keep those that show the problem best."
            )
            % {"count": count, "limit": MAX_PHOTOS},
            field="photos",
        )


def clean_name(name: str) -> str:
    """Make a file's name safe to show: no path, nothing invisible, at most 100 characters.

    Invisible means controls, NUL, marks that turn the reading direction ("gpj.exe" shown as
    "exe.jpg") and lone surrogates, which the database cannot store.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C" or c == "\t")
    tidy = " ".join(visible.split()).strip(". ")
    if len(tidy) > MAX_NAME_LENGTH:
        stem, dot, extension = tidy.rpartition(".")
        ending = dot + extension if stem and len(extension) <= 10 else ""
        tidy = tidy[: MAX_NAME_LENGTH - len(ending)] + ending
    return tidy or "photo"


def read(file: IO[bytes], size: int) -> bytes:
    """Read the upload. `size` is what the request declared, so it is not believed."""
    if size > MAX_BYTES:
        raise _too_large()
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large()
    if not data:
        raise Refused(
            Code.PHOTO_EMPTY,
            _("This file is empty. Choose the photo again, or take a new one."),
        )
    return data


def decode(data: bytes) -> Image.Image:
    kind = _kind(data)
    if kind == "JPEG" and _has_too_many_scans(data):
        raise _broken()
    try:
        image = Image.open(BytesIO(data), formats=[kind])
        _check_pixels(image.width, image.height)
        image.load()  # of several pictures in one file, the first
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # Broad on purpose: Pillow's decoders let OSError, SyntaxError, ValueError, EOFError,
        # struct.error and others out, depending on where the file is damaged.
        raise _broken() from error
    return image


def _kind(data: bytes) -> str:
    """Name the format by its first bytes. Pillow would try its forty others, Ghostscript too."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        message = _(
            "This is a HEIC photo, which cannot be shown to everybody. Save it as JPEG, or set "
            "your phone's camera to “Most compatible”, and add it again."
        )
    else:
        message = _(
            "This file is not a JPEG, PNG or WebP photo, whatever its name says. "
            "Save the photo as JPEG and add it again."
        )
    raise Refused(Code.PHOTO_NOT_AN_IMAGE, message)


def _has_too_many_scans(data: bytes) -> bool:
    """Walk the markers of the first picture only: later bytes may be the film of a live photo."""
    marker = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")  # a real one, not data that holds an FF
    position, scans = 2, 0
    while scans <= MAX_SCANS:
        found = marker.search(data, position)
        if found is None or found[1] == b"\xd9":
            return False
        scans += found[1] == b"\xda"
        length = int.from_bytes(data[found.end() : found.end() + 2])
        position = found.end() + length
    return True


def _check_pixels(width: int, height: int) -> None:
    """Ask the header, by ourselves: warnings filters are shared by all threads of a worker."""
    if width * height > MAX_PIXELS or max(width, height) > MAX_EDGE:
        raise _too_many_pixels()


def _too_large() -> Refused:
    return Refused(
        Code.PHOTO_TOO_LARGE,
        _("This file is larger than %(limit)d MB. Send a smaller copy of the photo.")
        % {"limit": MAX_MEGABYTES},
    )


def _too_many_pixels() -> Refused:
    return Refused(
        Code.PHOTO_TOO_MANY_PIXELS,
        _(
            "This photo has more than %(limit)d megapixels, or an edge that is too long. "
            "Send a smaller copy of it."
        )
        % {"limit": MAX_MEGAPIXELS},
    )


def _broken() -> Refused:
    return Refused(
        Code.PHOTO_BROKEN,
        _(
            "This photo is damaged or incomplete and cannot be opened. "
            "Add it again from the phone or camera, or take a new one."
        ),
    )
