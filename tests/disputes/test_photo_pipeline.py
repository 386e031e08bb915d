"""What happens to evidence photos between the upload and the shared copy, good and hostile ones."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms

from disputes.errors import Code, Refused
from disputes.files.decoding import MAX_EDGE, MAX_SCANS
from disputes.files.drawing import THUMBNAIL_EDGE
from disputes.files.intake import check, read
from disputes.files.limits import Limits
from disputes.files.names import clean_name
from disputes.files.protocol import Drawn

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "photos"
real_photos = pytest.mark.skipif(
    not PHOTOS.is_dir(), reason="the real photos of ../shared/photos are not on this machine"
)


LIMITS = Limits(megabytes=15, megapixels=64, at_once=10, per_side=60)

XMP_ORIENTATIONS = [
    '<rdf:Description tiff:Orientation="6"/>',
    "<rdf:Description tiff:Orientation='6'/>",
    '<rdf:Description tiff:Orientation = "6"/>',
    "<tiff:Orientation> 6 </tiff:Orientation>",
]


def run(data: bytes) -> Drawn:
    drawn = check(read(BytesIO(data), len(data), LIMITS), LIMITS).drawn
    assert drawn is not None
    return drawn


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        run(data)
    assert caught.value.message
    return caught.value


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def close_to(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= 6 for a, b in zip(found, wanted, strict=True))


def blank_png(width: int, height: int) -> bytes:
    """A PNG that claims any size but holds hardly anything."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """Something with edges and soft parts, so that a truncated file lacks pixels that matter."""
    soft = Image.linear_gradient("L").resize((640, 400))
    turned = Image.radial_gradient("L").resize((640, 400))
    return Image.merge("RGB", (soft, turned, soft.transpose(Image.Transpose.ROTATE_180)))


# What is kept


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_become_a_jpeg_and_a_thumbnail(picture: Image.Image, kind: str) -> None:
    data = encoded(picture, kind)
    photo = run(data)
    assert (photo.width, photo.height) == (640, 400)
    full, thumbnail = opened(photo.full), opened(photo.thumbnail)
    assert (full.format, full.mode, full.size) == ("JPEG", "RGB", (640, 400))
    assert (thumbnail.format, thumbnail.mode, thumbnail.size) == ("JPEG", "RGB", (480, 300))


def test_a_small_picture_is_not_blown_up() -> None:
    photo = run(encoded(Image.new("RGB", (40, 30), "red")))
    assert opened(photo.thumbnail).size == (40, 30)


@real_photos
@pytest.mark.parametrize("number", [1, 3, 6, 8])
@pytest.mark.parametrize(
    ("shape", "size"), [("Landscape", (1800, 1200)), ("Portrait", (1200, 1800))]
)
def test_real_photos_are_turned_upright(shape: str, size: tuple[int, int], number: int) -> None:
    """The same scene was saved once for each way to hold the camera: all must look the same."""
    upright = opened(run((PHOTOS / f"{shape}_1.jpg").read_bytes()).thumbnail).resize((12, 12))
    photo = run((PHOTOS / f"{shape}_{number}.jpg").read_bytes())
    assert (photo.width, photo.height) == size
    assert opened(photo.full).getexif() == {}
    small = opened(photo.thumbnail).resize((12, 12))
    assert max(abs(a - b) for a, b in zip(small.tobytes(), upright.tobytes(), strict=True)) < 24


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_ends_upright(orientation: int, kind: str) -> None:
    """Red top left, green top right, blue bottom left, as seen; stored as the camera was held."""
    seen = Image.new("RGB", (96, 64), "white")
    seen.paste("red", (0, 0, 48, 32))
    seen.paste("lime", (48, 0, 96, 32))
    seen.paste("blue", (0, 32, 48, 64))
    turn = Image.Transpose
    stored_by = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_90,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_270,
    }
    stored = seen.transpose(stored_by[orientation]) if orientation in stored_by else seen
    exif = Image.Exif()
    exif[0x0112] = orientation
    full = opened(run(encoded(stored, kind, exif=exif, quality=95)).full)
    assert full.size == (96, 64)
    assert close_to(full.getpixel((20, 14)), (255, 0, 0))
    assert close_to(full.getpixel((76, 14)), (0, 255, 0))
    assert close_to(full.getpixel((20, 50)), (0, 0, 255))


@pytest.mark.parametrize(
    "exif", [b"Exif\x00\x00junk", b"Exif\x00\x00II*\x00\xff\xff\xff\x7f", b"x"]
)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_not_cost_a_sound_photo(picture: Image.Image, exif: bytes) -> None:
    assert run(encoded(picture, "JPEG", exif=exif)).width == 640


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_survives(picture: Image.Image, kind: str) -> None:
    script, place = b"<script>alert(1)</script>", b"Calle Mayor 7"
    exif = Image.Exif()
    exif[0x010E] = script.decode()
    exif[0x013B] = place.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 25.0, 7.0), 3: "W", 4: (3.0, 42.0, 9.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + script + b"</x:xmpmeta>"
    data = encoded(picture, kind, exif=exif, xmp=xmp, comment=place) + b"PK\x03\x04" + script
    assert script in data
    photo = run(data)
    for copy in (photo.full, photo.thumbnail):
        for trace in (script, place, b"Exif", b"xmpmeta", b"PK\x03\x04", b"ICC_PROFILE"):
            assert trace not in copy
        assert opened(copy).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


# Unusual but honest pictures


@pytest.mark.parametrize(
    ("image", "kind", "expected"),
    [
        (Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("L", (64, 64), 120), "JPEG", (120, 120, 120)),
        (Image.new("1", (64, 64), 1), "PNG", (255, 255, 255)),
        (Image.new("LA", (64, 64), (0, 128)), "PNG", (127, 127, 127)),
        (Image.new("RGBA", (64, 64), (0, 0, 255, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGBA", (64, 64), (0, 0, 255, 0)), "WEBP", (255, 255, 255)),
        (Image.new("I;16", (64, 64), 0x8000), "PNG", (128, 128, 128)),
    ],
    ids=["cmyk", "grey", "bilevel", "grey+alpha", "clear png", "clear webp", "16 bit"],
)
def test_every_kind_of_pixel_becomes_rgb(
    image: Image.Image, kind: str, expected: tuple[int, int, int]
) -> None:
    full = opened(run(encoded(image, kind)).full)
    assert full.mode == "RGB"
    assert close_to(full.getpixel((30, 30)), expected)


def test_a_palette_with_a_transparent_colour_gets_a_white_ground() -> None:
    image = Image.new("P", (64, 64), 0)
    image.putpalette([10, 20, 30, 200, 100, 50])
    image.paste(1, (32, 0, 64, 64))
    full = opened(run(encoded(image, transparency=0)).full)
    assert close_to(full.getpixel((10, 30)), (255, 255, 255))
    assert close_to(full.getpixel((54, 30)), (200, 100, 50))


def test_the_first_picture_of_a_multi_picture_photo_is_taken() -> None:
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    data = encoded(first, "MPO", save_all=True, append_images=[second])
    assert Image.open(BytesIO(data)).format == "MPO"
    full = opened(run(data).full)
    assert close_to(full.getpixel((30, 20)), (254, 0, 0))


def test_an_embedded_profile_is_turned_into_srgb() -> None:
    """In L*a*b* (50, 0, 0) is a middle grey, 119 in sRGB; a linear file would look far darker."""
    linear = linear_profile()
    image = Image.new("RGB", (64, 64), (55, 55, 55))
    converted = opened(run(encoded(image, "JPEG", icc_profile=linear, quality=95)).full)
    assert close_to(converted.getpixel((30, 30)), (128, 128, 128))


def linear_profile() -> bytes:
    """The sRGB profile with a straight line for a tone curve."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for entry in range(struct.unpack_from(">I", data, 128)[0]):
        tag, offset, _size = struct.unpack_from(">4sII", data, 132 + 12 * entry)
        if tag in (b"rTRC", b"gTRC", b"bTRC"):
            data[offset : offset + 14] = b"curv" + bytes(4) + struct.pack(">IH", 1, 0x0100)
        if tag == b"desc":
            data[offset : offset + 4] = b"text"  # no longer named sRGB
    return bytes(data)


@pytest.mark.parametrize("profile", [b"junk", b"\x00" * 200, b"acsp" * 64])
def test_a_broken_profile_is_ignored(picture: Image.Image, profile: bytes) -> None:
    with_profile = run(encoded(picture, "JPEG", icc_profile=profile))
    without = run(encoded(picture, "JPEG"))
    assert with_profile.full == without.full


# Refused


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.FILE_EMPTY),
        (b"\xff", Code.FILE_NOT_ACCEPTED),
        (b"\xff\xd8\xff", Code.PHOTO_BROKEN),
        (b"\x89PNG\r\n\x1a\n", Code.PHOTO_BROKEN),
        (b"RIFF\x00\x00\x00\x00WEBP", Code.PHOTO_BROKEN),
        (b"\xff\xd8\xff" + bytes(LIMITS.max_bytes - 2), Code.FILE_TOO_LARGE),
        (blank_png(12_000, 12_000), Code.PHOTO_TOO_MANY_PIXELS),
        (blank_png(12_032, 9_024), Code.PHOTO_TOO_MANY_PIXELS),
        (blank_png(8_192, 8_193), Code.PHOTO_TOO_MANY_PIXELS),
        (blank_png(MAX_EDGE + 1, 1), Code.PHOTO_TOO_MANY_PIXELS),
    ],
    ids=[
        "zero bytes",
        "one byte",
        "jpeg start",
        "png start",
        "webp start",
        "15 MB + 1",
        "144 megapixels",
        "108 megapixels",
        "64 megapixels + 1 row",
        "too long an edge",
    ],
)
def test_a_hopeless_file_is_refused(data: bytes, code: Code) -> None:
    assert refusal(data).code == code


def test_a_declared_size_is_enough_to_refuse_unread() -> None:
    class Unreadable(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("read before its size was checked")

    with pytest.raises(Refused) as caught:
        read(Unreadable(), LIMITS.max_bytes + 1, LIMITS)
    assert caught.value.code == Code.FILE_TOO_LARGE
    assert "15 MB" in caught.value.message


@pytest.mark.parametrize("size", [(8_192, 6_144), (9_280, 6_944)], ids=["50", "64"])
def test_the_megapixels_of_phones_are_taken(size: tuple[int, int]) -> None:
    photo = run(blank_png(*size))
    assert (photo.width, photo.height) == size


@pytest.mark.parametrize("size", [(20_000, 1), (1, 20_000)])
def test_a_very_thin_picture_is_still_a_picture(size: tuple[int, int]) -> None:
    photo = run(blank_png(*size))
    assert (photo.width, photo.height) == size
    assert max(opened(photo.thumbnail).size) == THUMBNAIL_EDGE


def other_formats() -> dict[str, Callable[[], bytes]]:
    red = Image.new("RGB", (40, 40), "red")

    def archive() -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("photo.jpg", encoded(red, "JPEG"))
        return out.getvalue()

    return {
        "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "html": lambda: b"<!doctype html><script>alert(1)</script>",
        "zip": archive,
        "eps": lambda: encoded(red, "EPS"),
        "gif": lambda: encoded(red, "GIF"),
        "bmp": lambda: encoded(red, "BMP"),
        "tiff": lambda: encoded(red, "TIFF"),
        "wav": lambda: b"RIFF\x24\x00\x00\x00WAVEfmt ",
    }


@pytest.mark.parametrize("kind", other_formats())
def test_other_formats_are_refused_by_content(kind: str) -> None:
    refused = refusal(other_formats()[kind]())
    assert refused.code == Code.FILE_NOT_ACCEPTED
    assert "a photo (JPEG, PNG, WebP, HEIC) nor a PDF" in refused.message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.9])
def test_a_truncated_photo_is_refused(picture: Image.Image, kind: str, share: float) -> None:
    data = encoded(picture, kind, quality=95)
    refused = refusal(data[: int(len(data) * share)])
    assert refused.code == Code.PHOTO_BROKEN
    assert refused.message.startswith("This photo is damaged or incomplete")


@pytest.mark.parametrize("options", [{}, {"progressive": True}], ids=["rows", "scans"])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("missing", [3, 150, 1000])  # the last two bytes only say: the end
def test_a_photo_without_its_last_bytes_is_taken_and_known_to_be_incomplete(
    mode: str, missing: int, options: dict[str, Any]
) -> None:
    noise = Image.effect_noise((640, 960), 60).convert(mode)
    photo = run(encoded(noise, "JPEG", **options)[:-missing])
    whole = run(encoded(noise, "JPEG", **options))
    assert photo.photo_metadata["incomplete"] is True
    assert "incomplete" not in whole.photo_metadata
    assert (photo.width, photo.height) == (640, 960)
    top = (0, 0, 640, 940)  # all but the last row of blocks
    difference = ImageChops.difference(opened(photo.full).crop(top), opened(whole.full).crop(top))
    extrema: Any = difference.getextrema()  # a pair, or one for each band
    worst = max(high for _low, high in extrema)
    assert worst <= (64 if options else 8)  # of a last scan, only the finest bits are missing


@pytest.mark.parametrize("packet", XMP_ORIENTATIONS)
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_an_orientation_that_only_xmp_tells_counts(kind: str, packet: str) -> None:
    """Stored as the camera was held, on its side: red at the left is seen at the top."""
    stored = Image.new("RGB", (96, 64), "white")
    stored.paste("red", (0, 0, 48, 64))
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{packet}</x:xmpmeta>".encode()
    full = opened(run(encoded(stored, kind, xmp=xmp, quality=95)).full)
    assert full.size == (64, 96)
    assert close_to(full.getpixel((32, 20)), (255, 0, 0))
    assert close_to(full.getpixel((32, 80)), (255, 255, 255))


def scan_bomb(scans: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: tiny, and each one costs a full pass."""
    data = encoded(Image.new("RGB", (64, 64)), "JPEG", progressive=True)
    already = data.count(b"\xff\xda")
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * (scans - already) + b"\xff\xd9"


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    assert run(scan_bomb(MAX_SCANS)).width == 64
    assert refusal(scan_bomb(MAX_SCANS + 1)).code == Code.PHOTO_BROKEN


def test_scans_are_not_hidden_in_what_only_looks_like_a_segment() -> None:
    """FF 01 stands alone: what follows it is read, however long the two bytes say that it is."""
    bomb = scan_bomb(200)
    first = bomb.index(b"\xff\xda")
    second = bomb.index(b"\xff\xda", first + 2)
    assert refusal(bomb[:second] + b"\xff\x01\xff\xfd" + bomb[second:]).code == Code.PHOTO_BROKEN


def test_ordinary_progressive_photos_are_taken(picture: Image.Image) -> None:
    for image in (picture, picture.convert("L"), picture.convert("CMYK")):
        assert run(encoded(image, "JPEG", progressive=True)).width == 640


def test_the_film_behind_a_live_photo_is_not_taken_for_scans(picture: Image.Image) -> None:
    data = encoded(picture, "JPEG") + b"\xff\xda\x00\x02" * 50_000
    assert run(data).width == 640


# Around the files


def test_the_limits_are_said_in_words() -> None:
    assert str(LIMITS.sentence) == (
        "Up to 10 files, each at most 15 MB. Photos as JPEG, PNG, WebP or HEIC with at most "
        "64 megapixels; documents as PDF."
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IMG_0042.jpg", "IMG_0042.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\rotura taza.jpeg", "rotura taza.jpeg"),
        ("a\x00b\r\nc.png", "ab c.png"),
        ("نامه\u200cها.jpg", "نامه\u200cها.jpg"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467.jpg",) * 2,
        ("\u3164\u200d", "file"),
        ("x" * 94 + "e\u0301\u0301" + ".jpeg", "x" * 94 + ".jpeg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066\u200bfoto\u2069.jpg", "foto.jpg"),
        ("破损的杯子.webp", "破损的杯子.webp"),
        ("lone\ud800.jpg", "lone.jpg"),
        ("  two\t words .jpg ", "two words .jpg"),
        ("", "file"),
        ("..", "file"),
        ("photos/", "file"),
        ("\u202e\x00", "file"),
        ("x" * 300 + ".jpeg", "x" * 95 + ".jpeg"),
        ("x" * 300, "x" * 100),
        ("x." + "y" * 300, "x." + "y" * 98),
    ],
)
def test_names_are_cleaned_for_display(name: str, expected: str) -> None:
    assert clean_name(name) == expected
