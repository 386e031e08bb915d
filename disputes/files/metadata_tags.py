"""The metadata of a picture, read without trust: what cannot be read is as good as not there."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

LONGEST = 60  # characters that are kept of any text
_READ = 65_536  # bytes that are looked at of any text
_CHARACTER_CODES = re.compile(rb"^(ASCII|UNICODE|JIS)\0+")
_CREATOR_TOOL = re.compile(r"""CreatorTool\s*(?:=\s*["']|>)([^"'<]{1,200})""")

Tags = Mapping[int, Any]

_ORIENTATION = re.compile(r"""tiff:Orientation\s*(?:=\s*["']|>)\s*([1-8])""")


def tags(image: Image.Image) -> Tags:
    """The EXIF tags of the file and of the exposure."""
    return {**_ifd(image, None), **_ifd(image, ExifTags.IFD.Exif)}


def position(image: Image.Image) -> Tags:
    return _ifd(image, ExifTags.IFD.GPSInfo)


def _ifd(image: Image.Image, which: ExifTags.IFD | None) -> Tags:
    try:
        exif = image.getexif()
        return dict(exif if which is None else exif.get_ifd(which))
    except Exception:  # noqa: BLE001 - Pillow lets out many kinds, depending on what is damaged
        return {}


def xmp(image: Image.Image) -> str:
    """The packet as text. It is only searched, as its XML might be an attack of its own."""
    return _text(image.info.get("xmp"))


def orientation(packet: str) -> int:
    """How the camera was held by an XMP packet, as in EXIF; 1 is upright."""
    found = _ORIENTATION.search(packet)
    return int(found[1]) if found else 1


def creator_tools(packet: str) -> list[str]:
    """The software that an XMP packet names."""
    return [clean(found) for found in _CREATOR_TOOL.findall(packet)]


def texts(image: Image.Image) -> dict[str, str]:
    """The texts of a PNG, or the comment of a JPEG, by their keywords."""
    return {
        name: clean(value)
        for name, value in image.info.items()
        if isinstance(name, str) and isinstance(value, str | bytes) and name not in _NO_TEXTS
    }


_NO_TEXTS = {"exif", "xmp", "XML:com.adobe.xmp", "icc_profile", "photoshop"}


def clean(value: object) -> str:
    """One short line of visible characters: nothing that turns the direction or hides."""
    visible = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in _text(value))
    return " ".join("".join(visible).split())[:LONGEST].strip()


def _text(value: object) -> str:
    if isinstance(value, str):
        return value[:_READ]
    if isinstance(value, bytes):
        # UTF-16 of plain letters is these letters with zeros between.
        return _CHARACTER_CODES.sub(b"", value[:_READ]).replace(b"\0", b"").decode(errors="replace")
    return ""
