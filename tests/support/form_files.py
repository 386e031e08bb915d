"""Files as they come with a form."""

from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

_numbers = count(1)


def picture(colour: str = "blue", size: tuple[int, int] = (64, 48), comment: str = "") -> bytes:
    """A small real JPEG."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG", comment=comment)
    return file.getvalue()


def upload(name: str = "photo.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """A file on its way; without any content named, a photo unlike all others."""
    if content is None:
        content = picture(comment=f"photo {next(_numbers)}")
    return SimpleUploadedFile(name, content)
