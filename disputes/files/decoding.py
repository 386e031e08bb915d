"""From untrusted bytes to pixels: what a picture must pass before and while it is decoded."""

from io import BytesIO

from PIL import Image
from pillow_heif import options, register_heif_opener

from disputes.errors import Code
from disputes.files.kinds import FileKind
from disputes.files.markers import has_more_scans
from disputes.files.repair import nearly_whole
from disputes.files.unfit import Unfit

INCOMPLETE = "incomplete"
MAX_EDGE = 65_500  # the longest edge that a JPEG can have

# A progressive JPEG has 10 scans, of four colours 18. Every further one costs a pass over all
# pixels and may be 75 bytes short: 99 of them, in 200 KB, took 8 seconds.
MAX_SCANS = 24

register_heif_opener()
options.DECODE_THREADS = 1  # the limits of memory count the stacks of threads, too
options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False


def decode(data: bytes, kind: FileKind, max_pixels: int) -> Image.Image:
    """The picture, of several in one file the first, with its pixels loaded. Raises `Unfit`."""
    if kind == FileKind.JPEG and has_more_scans(data, MAX_SCANS):
        raise Unfit(Code.PHOTO_BROKEN)
    # Our own check comes before it; this one is the net below, for what Pillow opens by itself.
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        image = Image.open(BytesIO(data), formats=[kind])
        _check_pixels(image.width, image.height, max_pixels)
        return _loaded(image, data, kind)
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


def _loaded(image: Image.Image, data: bytes, kind: FileKind) -> Image.Image:
    """With its pixels; a JPEG whose very end is missing says so in its `info`."""
    try:
        image.load()
    except OSError:
        if kind != FileKind.JPEG:
            raise
        image = nearly_whole(data)
        image.info[INCOMPLETE] = True
    return image


def is_animated(image: Image.Image, kind: FileKind) -> bool:
    """Are there pictures that nobody will see? The second one of a JPEG belongs to the first."""
    return kind != FileKind.JPEG and getattr(image, "n_frames", 1) > 1


def _check_pixels(width: int, height: int, max_pixels: int) -> None:
    """Ask the header, before anything is decoded."""
    if width * height > max_pixels or max(width, height) > MAX_EDGE:
        raise Unfit(Code.PHOTO_TOO_MANY_PIXELS)
