"""Pictures with something on them, for tests that look at pictures."""

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

from PIL import ExifTags, Image, ImageDraw


def scene(seed: int = 0) -> Image.Image:
    """Something with large and small shapes; another seed, other shapes."""
    image = Image.linear_gradient("L").resize((480, 360)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for step in range(1, 9):
        x, y = (step * (97 + 31 * seed)) % 420, (step * (61 + 47 * seed)) % 300
        size = 30 + (step * (37 + 13 * seed)) % 90
        colour = ((step * 83) % 256, (step * 151 + 60 * seed) % 256, (step * 29) % 256)
        draw.ellipse((x, y, x + size, y + size), fill=colour)
    return image


def as_photo(
    image: Image.Image, exif: Mapping[str, str] = MappingProxyType({}), *, quality: int = 90
) -> bytes:
    """A JPEG with these EXIF tags, by the names that Pillow has for them."""
    tags = Image.Exif()
    for name, value in exif.items():
        tag = ExifTags.Base[name]
        of_exposure = tag >= ExifTags.Base.ExposureTime and tag != ExifTags.Base.ExifOffset
        (tags.get_ifd(ExifTags.IFD.Exif) if of_exposure else tags)[tag] = value
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, exif=tags)
    return out.getvalue()
