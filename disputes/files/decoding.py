"""From untrusted bytes to pixels: what a picture must pass before and while it is decoded."""

import re
from io import BytesIO

from PIL import Image
from pillow_heif import options, register_heif_opener

from disputes.errors import Code
from disputes.files.kinds import Kind
from disputes.files.unfit import Unfit

MAX_EDGE = 65_500  # the longest edge that a JPEG can have

# A progressive JPEG needs about ten scans. Every further one costs a pass over all pixels and may
# be 75 bytes short: 15 MB of them would keep a worker busy for most of an hour.
MAX_SCANS = 100

register_heif_opener()
options.DECODE_THREADS = 1  # the limits of memory count the stacks of threads, too
options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False


def decode(data: bytes, kind: Kind, max_pixels: int) -> Image.Image:
    """The picture, of several in one file the first, with its pixels loaded. Raises `Unfit`."""
    if kind == Kind.JPEG and _has_too_many_scans(data):
        raise Unfit(Code.PHOTO_BROKEN)
    # Our own check comes before it; this one is the net below, for what Pillow opens by itself.
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        image = Image.open(BytesIO(data), formats=[kind])
        _check_pixels(image.width, image.height, max_pixels)
        image.load()
    except Unfit:
        raise
    except MemoryError:
        raise Unfit(Code.PHOTO_TOO_MANY_PIXELS) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(Code.PHOTO_TOO_MANY_PIXELS) from None
    except Exception as error:
        # Broad on purpose: Pillow's decoders let OSError, SyntaxError, ValueError, EOFError,
        # struct.error and others out, depending on where the file is damaged.
        raise Unfit(Code.PHOTO_BROKEN) from error
    return image


def is_animated(image: Image.Image, kind: Kind) -> bool:
    """Are there pictures that nobody will see? The second one of a JPEG belongs to the first."""
    return kind != Kind.JPEG and getattr(image, "n_frames", 1) > 1


def _has_too_many_scans(data: bytes) -> bool:
    """Count where scans begin; if there may be too many, only those of the first picture count,
    marker by marker: later bytes may be the film of a live photo."""
    if data.count(b"\xff\xda") <= MAX_SCANS:
        return False
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


def _check_pixels(width: int, height: int, max_pixels: int) -> None:
    """Ask the header, before anything is decoded."""
    if width * height > max_pixels or max(width, height) > MAX_EDGE:
        raise Unfit(Code.PHOTO_TOO_MANY_PIXELS)
