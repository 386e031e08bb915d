"""What phones send besides plain photos: HEIC, several pictures in one file, scanned letters."""

from io import BytesIO

import pillow_heif
import pytest
from PIL import Image

from disputes.errors import Code, Refused
from disputes.files.intake import Checked, check
from disputes.files.kinds import FileKind, kind_of
from disputes.files.limits import Limits
from disputes.files.protocol import Drawn

LIMITS = Limits(megabytes=15, megapixels=50, at_once=10, per_side=60)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


@pytest.fixture(scope="module", autouse=True)
def heif_can_be_written() -> None:
    pillow_heif.register_heif_opener()


def drawn(data: bytes) -> Drawn:
    found = check(data, LIMITS).drawn
    assert found is not None
    return found


def refused(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        check(data, LIMITS)
    return caught.value


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scene() -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right."""
    seen = Image.new("RGB", (96, 64), "white")
    seen.paste("red", (0, 0, 48, 32))
    seen.paste("lime", (48, 0, 96, 32))
    seen.paste("blue", (0, 32, 48, 64))
    return seen


def corners(photo: Drawn) -> list[str]:
    image = Image.open(BytesIO(photo.full))
    names = {
        (True, False, False): "red",
        (False, True, False): "lime",
        (False, False, True): "blue",
    }
    places = [(20, 14), (76, 14), (20, 50)]
    pixels = [image.getpixel(place) for place in places]
    return [
        names.get(tuple(level > 128 for level in pixel), "?")  # type: ignore[union-attr, arg-type]
        for pixel in pixels
    ]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_is_not_turned_twice(orientation: int) -> None:
    """Its own way to say how the camera was held counts when it is decoded; the same in its EXIF
    is a copy for others. Here the writer turns the picture so that it is seen as it was given."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = written(scene(), "HEIF", exif=exif, quality=90)
    photo = drawn(data)
    assert (photo.width, photo.height) == (96, 64)
    assert corners(photo) == ["red", "lime", "blue"]
    assert b"Exif" in data
    assert b"Exif" not in photo.full


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (Image.new("RGBA", (64, 64), (0, 0, 255, 0)), (255, 255, 255)),
        (Image.new("L", (64, 64), 120), (120, 120, 120)),
        (Image.new("I;16", (64, 64), 0x8000), (128, 128, 128)),
    ],
    ids=["clear", "grey", "16 bit"],
)
def test_heic_of_every_kind_of_pixel(image: Image.Image, colour: tuple[int, int, int]) -> None:
    data = written(image, "HEIF", quality=90)
    assert kind_of(data) == FileKind.HEIF
    found = Image.open(BytesIO(drawn(data).full)).getpixel((30, 30))
    assert isinstance(found, tuple)
    assert all(abs(a - b) <= 6 for a, b in zip(found, colour, strict=True))


def test_a_truncated_heic_is_refused_wherever_it_ends() -> None:
    data = written(Image.effect_noise((256, 192), 60), "HEIF", quality=80)
    for end in range(32, len(data) - 64, 1024):
        assert refused(data[:end]).code == Code.PHOTO_BROKEN


def test_heic_of_too_many_pixels_is_refused_by_its_header() -> None:
    data = written(Image.new("L", (1200, 1000)), "HEIF", quality=1)
    small = Limits(megabytes=15, megapixels=1, at_once=10, per_side=60)
    with pytest.raises(Refused) as caught:
        check(data, small)
    assert caught.value.code == Code.PHOTO_TOO_MANY_PIXELS
    assert "more than 1 megapixels" in caught.value.message


@pytest.mark.parametrize("brand", [b"avif", b"avis", b"mp42", b"qt  ", b"M4V "])
def test_films_and_avif_are_not_taken(brand: bytes) -> None:
    head = b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1" + brand
    assert refused(head + bytes(64)).code == Code.FILE_NOT_ACCEPTED


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "HEIF"])
def test_of_several_pictures_the_first_is_taken_and_it_is_noted(kind: str) -> None:
    first, second = scene(), Image.new("RGB", (96, 64), "black")
    options = {"lossless": True} if kind == "WEBP" else {}
    data = written(first, kind, save_all=True, append_images=[second], **options)
    photo = drawn(data)
    assert photo.animated
    assert corners(photo) == ["red", "lime", "blue"]


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "HEIF"])
def test_a_single_picture_is_not_animated(kind: str) -> None:
    assert not drawn(written(scene(), kind)).animated


def test_the_second_picture_of_a_phones_jpeg_is_no_animation() -> None:
    data = written(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (96, 64))])
    assert not drawn(data).animated


def test_a_document_is_taken_as_it_is() -> None:
    assert check(PDF, LIMITS) == Checked(FileKind.PDF, None)


@pytest.mark.parametrize("data", [PDF[:-8], b"%PDF-", PDF + bytes(4096)])
def test_a_document_that_was_cut_off_is_refused(data: bytes) -> None:
    refusal = refused(data)
    assert refusal.code == Code.DOCUMENT_BROKEN
    assert refusal.message == (
        "This PDF is damaged or incomplete. Save it again, or add a photo of the document."
    )


def test_a_polyglot_is_what_it_begins_as() -> None:
    """A JPEG with a PDF and a page with a script behind it: only its pixels go on."""
    page = b"<html><script>alert(1)</script></html>"
    photo = drawn(written(scene(), "JPEG") + PDF + page)
    assert b"script" not in photo.full + photo.thumbnail
    assert kind_of(page + written(scene(), "JPEG")) is None


def test_a_jpeg_is_refused_wherever_it_was_cut_off() -> None:
    data = written(Image.effect_noise((320, 240), 60), "JPEG", quality=90)
    assert len(data) > 20 * 1024
    for end in range(1024, len(data) * 9 // 10, 1024):
        assert refused(data[:end]).code == Code.PHOTO_BROKEN
