"""Evidence photos: from decoded pixels to two clean JPEGs that may be shown to others.

What is shared is drawn anew from the pixels, so nothing that travelled with them (position, names,
thumbnails, scripts, trailing archives) can come along.
"""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image, ImageChops, ImageCms

from disputes.files import metadata_tags
from disputes.files.decoding import INCOMPLETE, decode, is_animated
from disputes.files.kinds import FileKind
from disputes.files.perceptual_hash import perceptual_hash
from disputes.files.photo_metadata import photo_metadata
from disputes.files.protocol import Drawn

THUMBNAIL_EDGE = 480
PHOTO_QUALITY = 88
THUMBNAIL_QUALITY = 80

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION_TAG = 0x0112


def draw(data: bytes, kind: FileKind, max_pixels: int) -> Drawn:
    """Decode, turn upright, convert to sRGB without transparency, encode anew. Raises `Unfit`."""
    image = decode(data, kind, max_pixels)
    animated, told = is_animated(image, kind), photo_metadata(image, kind)
    if INCOMPLETE in image.info:
        told |= {INCOMPLETE: True}
    turn = _UPRIGHT.get(_orientation(image, kind))
    image = _to_srgb(image)
    if turn is not None:
        image = image.transpose(turn)
    # Pillow lets go of the interpreter while it works: the second core draws the small one.
    with ThreadPoolExecutor(1) as beside:
        small = beside.submit(_small, image)
        full = _encode(image, PHOTO_QUALITY)
        thumbnail, hash_of_it = small.result()
    return Drawn(full, thumbnail, image.width, image.height, animated, hash_of_it, told)


def _small(image: Image.Image) -> tuple[bytes, int | None]:
    small = _shrink(image)
    return _encode(small, THUMBNAIL_QUALITY), perceptual_hash(small)


def _to_srgb(image: Image.Image) -> Image.Image:
    """Make it plain RGB, with white where it was transparent, in the colours it was seen in.

    What is plain already is not converted: each copy of a large photo costs 200 MB.
    """
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")  # convert() would clip
    elif image.has_transparency_data:
        image = _on_white(_as(image, "RGBA"))
    elif image.mode not in ("L", "CMYK"):  # these have profiles of their own
        image = _as(image, "RGB")
    if profile:
        image = _apply_profile(image, profile)
    image = _as(image, "RGB")
    image.info.clear()  # Pillow would write a comment it finds here into the new file
    return image


def _as(image: Image.Image, mode: str) -> Image.Image:
    return image if image.mode == mode else image.convert(mode)


def _on_white(image: Image.Image) -> Image.Image:
    image.paste((255, 255, 255, 255), mask=ImageChops.invert(image.getchannel("A")))
    return image.convert("RGB")


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert to sRGB. A broken or unfitting profile is left out, as browsers do."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if ImageCms.getProfileDescription(source).startswith("sRGB"):
            return image
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, srgb, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _orientation(image: Image.Image, kind: FileKind) -> int:
    """Read how the camera was held, in EXIF or else in XMP. Photos that passed through a chat often
    have broken EXIF around sound pixels: they are taken as upright, and the person sees the
    thumbnail. HEIC is upright by the time that it is decoded."""
    if kind == FileKind.HEIF:
        return 1
    try:
        said = int(image.getexif().get(_ORIENTATION_TAG, 0))
    except Exception:  # noqa: BLE001 - as many kinds as in `decode`
        said = 0
    return said or metadata_tags.orientation(metadata_tags.xmp(image))


def _shrink(image: Image.Image) -> Image.Image:
    scale = min(1.0, THUMBNAIL_EDGE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encode(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
