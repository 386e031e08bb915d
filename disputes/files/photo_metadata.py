"""What the metadata of a photo tells of where it comes from: hints, which anybody can write.

A place is never kept finer than about 11 km, and of a serial number only a digest.
"""

import math
import re
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, datetime
from hashlib import sha256

from PIL import ExifTags, Image

from disputes.files import metadata_tags
from disputes.files.kinds import FileKind
from disputes.files.metadata_tags import Tags, clean

PLACE_DIGITS = 1  # of a degree

# Software that is made to change pictures. Viewers, galleries and cameras leave their names, too.
_EDITORS = (
    *("Photoshop", "Lightroom", "GIMP", "Snapseed", "PicsArt", "Canva", "Affinity Photo"),
    *("Pixelmator", "Facetune", "Meitu", "VSCO", "Paint.NET", "Photopea", "Krita", "Luminar"),
    *("Capture One", "darktable", "RawTherapee", "FaceApp", "Remini", "AirBrush", "PhotoScape"),
    *("PaintShop", "Fotor", "Pixlr", "Afterlight", "PhotoDirector", "TouchRetouch", "YouCam"),
)
# Software that makes pictures up.
_GENERATORS = (
    *("Midjourney", "DALL-E", "Stable Diffusion", "ComfyUI", "Adobe Firefly", "NovelAI"),
    *("InvokeAI", "Ideogram"),
)
_MADE_UP = "trainedAlgorithmicMedia"  # the word of the IPTC for it
_SCREENSHOT = re.compile(r"screen ?-?(shot|capture)|spectacle|flameshot", re.IGNORECASE)
_SCREENS = {640, 720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1242, 1284, 1290, 1320, 1440}
_LONG = 1.7  # the long by the short side of a phone's screen, at least

_WHEN = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d|Z")
# What any saved picture has: how it is laid out, and nothing of where it is from.
_LAYOUT = {
    *("ImageWidth", "ImageLength", "Orientation", "XResolution", "YResolution", "ResolutionUnit"),
    *("YCbCrPositioning", "ExifOffset", "ExifVersion", "ComponentsConfiguration"),
    *("FlashPixVersion", "ColorSpace", "ExifImageWidth", "ExifImageHeight", "SceneCaptureType"),
}


def photo_metadata(image: Image.Image, kind: FileKind) -> dict[str, object]:
    """The facts, ready for JSON: `metadata` always, each of the others only if it is known.

    - `metadata`: whether anything tells where the picture comes from.
    - `taken_at`: ISO 8601; with an offset if the camera knew its own, else as its clock stood.
    - `make`, `model`: of the camera. `camera`: the same for all photos of one single camera.
    - `software`: what wrote the file. `editor`: what changed the picture. `generator`: what made
      it up, "unnamed" if that is not told.
    - `place`: latitude and longitude, coarse.
    - `screenshot`: "said" by the file, or "likely" by its looks.
    """
    tags, texts, packet = (
        metadata_tags.tags(image),
        metadata_tags.texts(image),
        metadata_tags.xmp(image),
    )
    make, model = clean(tags.get(ExifTags.Base.Make)), clean(tags.get(ExifTags.Base.Model))
    software = [
        clean(tags.get(ExifTags.Base.Software)),
        clean(tags.get(ExifTags.Base.ProcessingSoftware)),
        *metadata_tags.creator_tools(packet),
        *(texts.get(name, "") for name in ("Software", "software", "comment")),
    ]
    comments = [clean(tags.get(ExifTags.Base.UserComment)), *texts.values()]
    found = {
        "taken_at": _taken_at(tags),
        "make": make,
        "model": model,
        "camera": _camera(make, model, clean(tags.get(ExifTags.Base.BodySerialNumber))),
        "software": next(filter(None, software), ""),
        "editor": _known(_EDITORS, software),
        "generator": _known(_GENERATORS, software) or ("unnamed" if _MADE_UP in packet else ""),
        "place": _place(metadata_tags.position(image)),
        "screenshot": _screenshot(image, kind, bool(make or model), [*software, *comments]),
    }
    known: dict[str, object] = {name: value for name, value in found.items() if value}
    told = known.keys() - {"screenshot"} or {ExifTags.TAGS.get(tag) for tag in tags} - _LAYOUT
    return {"metadata": bool(told), **known}


def _taken_at(tags: Tags) -> str:
    """When the shutter opened. When the file was last changed is another question."""
    for moment, offset in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        found = _WHEN.fullmatch(clean(tags.get(moment))[:19])
        zone = clean(tags.get(offset))
        if found:
            return _iso(found.groups(), zone if _OFFSET.fullmatch(zone) else "")
    return ""


def _iso(numbers: Iterable[str], zone: str) -> str:
    year, month, day, hour, minute, second = numbers
    text = f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"
    try:
        taken = datetime.fromisoformat(text)
    except ValueError:  # zeros stand for "not set"
        return ""
    # At the ends of the calendar there is no such time in other zones.
    return taken.isoformat() if MINYEAR < taken.year < MAXYEAR else ""


def _camera(make: str, model: str, serial: str) -> str:
    """A digest, as the number itself would name the camera of a person elsewhere, too."""
    if len(set(serial) - set(" -.0")) < 2:  # zeros and the like, which many cameras share
        return ""
    return sha256(f"{make}\n{model}\n{serial}".encode()).hexdigest()[:16]


def _known(names: Iterable[str], software: Iterable[str]) -> str:
    """The first of these names that occurs as words of its own."""
    text = " | ".join(software)
    return next(
        (name for name in names if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)), ""
    )


def _place(position: Tags) -> list[float]:
    latitude = _degrees(position, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(
        position, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180
    )
    if latitude is None or longitude is None or not (latitude or longitude):  # 0, 0: not known
        return []
    return [latitude, longitude]


def _degrees(
    position: Tags, value: ExifTags.GPS, side: ExifTags.GPS, negative: str, most: int
) -> float | None:
    try:
        degrees, minutes, seconds = (float(number) for number in position[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(found) or not 0 <= found <= most:
        return None
    coarse = round(found, PLACE_DIGITS)
    return -coarse if coarse and clean(position.get(side)).upper() == negative else coarse


def _screenshot(image: Image.Image, kind: FileKind, camera: bool, words: Iterable[str]) -> str:
    if any(map(_SCREENSHOT.search, words)):
        return "said"
    short, long = sorted(image.size)
    # Phones save them as PNG; a photo of a camera comes as anything but that.
    of_a_phone = kind == FileKind.PNG and short in _SCREENS and long >= _LONG * short
    return "likely" if of_a_phone and not camera else ""
