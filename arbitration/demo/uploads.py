"""Photos as they come out of people's phones: with what a phone writes beside the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from arbitration.demo.catalogue import ItemFlaw, Product
from arbitration.demo.pictures import photo
from disputes import clock
from disputes.models import Attachment, User
from disputes.verbs import uploads

_PHONES = (
    ("Fairphone", "FP5"),
    ("Google", "Pixel 8a"),
    ("samsung", "SM-A556B"),
    ("Apple", "iPhone 15"),
    ("Xiaomi", "2312DRA50G"),
)


@dataclass(frozen=True)
class DemoPhoto:
    """One photo. With a `seed` of its own it is the same picture wherever it stands again."""

    flaw: ItemFlaw
    caption: str = ""
    shot: str = ""
    software: str = ""
    seed: int | None = None
    printed: str = ""  # on a receipt, line by line


def take_photos(
    product: Product, user: User, wanted: Sequence[ItemFlaw | DemoPhoto]
) -> list[Attachment]:
    """Taken a quarter of an hour ago, and held through the same checks as any upload."""
    held = []
    for each in wanted:
        snap = each if isinstance(each, DemoPhoto) else DemoPhoto(each)
        number = Attachment.objects.count()
        seed = number if snap.seed is None else snap.seed
        picture = photo(product, snap.flaw, seed, snap.printed)
        name = f"IMG_{4100 + number}.jpg"
        file = uploads.add_upload(
            user, "demo", SimpleUploadedFile(name, _told(picture, user, snap))
        )
        uploads.describe_upload(user, file.public_id, caption=snap.caption, shot=snap.shot)
        held.append(Attachment.objects.get(pk=file.pk))
    return held


def _told(picture: bytes, user: User, snap: DemoPhoto) -> bytes:
    """The same pixels with the phone and the time."""
    tags, out = Image.Exif(), BytesIO()
    make, model = _PHONES[user.pk % len(_PHONES)]
    tags[ExifTags.Base.Make], tags[ExifTags.Base.Model] = make, model
    if snap.software:
        tags[ExifTags.Base.Software] = snap.software
    taken_at = clock.now() - timedelta(minutes=15)
    tags.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: f"{taken_at:%Y:%m:%d %H:%M:%S}",
            ExifTags.Base.OffsetTimeOriginal: "+00:00",
        }
    )
    Image.open(BytesIO(picture)).save(out, "JPEG", quality="keep", exif=tags)
    return out.getvalue()
