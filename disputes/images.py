"""Evidence photos: from an untrusted upload to two clean JPEGs that may be shown to others.

The upload itself is never stored. What is shared is drawn anew from its pixels, so nothing that
travelled with them (position, names, thumbnails, scripts, trailing archives) can come along.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageChops, ImageCms

from disputes.image_checks import decode, read

THUMBNAIL_EDGE = 480
PHOTO_QUALITY = 88
THUMBNAIL_QUALITY = 80
CONTENT_TYPE = "image/jpeg"

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


@dataclass(frozen=True, slots=True)
class PreparedPhoto:
    """What is kept of one upload. Both pictures are upright sRGB JPEGs without any metadata."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str  # of `full`, to show later that the stored file is the one that was shared
    upload_sha256: str  # of what was sent, to recognise the same file sent twice
    content_type: str = CONTENT_TYPE


def prepare(file: IO[bytes], size: int) -> PreparedPhoto:
    """Check one upload and make the copies that are kept, or refuse it with a sentence.

    The order matters: each step is safe only after the one before.
    1. The size, before anything is read.
    2. The format by content, never by name, and the pixels by the header, before decoding.
    3. Decode, turn upright, convert to sRGB without transparency.
    4. Encode anew.

    The message does not name the file: the page shows it beside the name.
    """
    data = read(file, size)
    image = decode(data)
    turn = _UPRIGHT.get(_orientation(image))
    image = _to_srgb(image)
    if turn is not None:
        image = image.transpose(turn)
    full = _encode(image, PHOTO_QUALITY)
    return PreparedPhoto(
        full=full,
        thumbnail=_encode(_shrink(image), THUMBNAIL_QUALITY),
        width=image.width,
        height=image.height,
        sha256=hashlib.sha256(full).hexdigest(),
        upload_sha256=hashlib.sha256(data).hexdigest(),
    )


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


def _orientation(image: Image.Image) -> int:
    """Read how the camera was held. Photos that passed through a chat often have broken EXIF
    around sound pixels: they are taken as upright, and the person sees the thumbnail."""
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001 - as many kinds as in `decode`
        return 1


def _shrink(image: Image.Image) -> Image.Image:
    scale = min(1.0, THUMBNAIL_EDGE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encode(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
