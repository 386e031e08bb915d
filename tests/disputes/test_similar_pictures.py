"""Pictures that look alike are known as such, turned, mirrored or encoded anew."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance

from disputes import similar_pictures
from disputes.files.perceptual_hash import Rotation, distance, perceptual_hash, variants
from disputes.similar_pictures import CLOSE, alike
from tests.support.pictures import scene

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "photos"


def known(image: Image.Image) -> int:
    found = perceptual_hash(image)
    assert found is not None
    return found


def recoded(image: Image.Image) -> Image.Image:
    out = BytesIO()
    image.save(out, "JPEG", quality=35)
    return Image.open(BytesIO(out.getvalue()))


def marked(image: Image.Image) -> Image.Image:
    copy = image.copy()
    ImageDraw.Draw(copy).text((370, 340), "SOLD BY ME", fill="white")
    return copy


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "encoded anew": recoded,
    "smaller": lambda image: image.resize((160, 120)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "less contrast": lambda image: ImageEnhance.Contrast(image).enhance(0.8),
    "without colours": lambda image: image.convert("L").convert("RGB"),
    "with a mark": marked,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_close(change: str) -> None:
    near = alike(known(scene()), known(CHANGES[change](scene())))
    assert near is not None
    assert near[1] == Rotation.NONE


@pytest.mark.parametrize(
    ("way", "rotation"),
    [
        (Image.Transpose.FLIP_LEFT_RIGHT, Rotation.MIRRORED),
        (Image.Transpose.FLIP_TOP_BOTTOM, Rotation.MIRRORED),
        (Image.Transpose.TRANSPOSE, Rotation.MIRRORED),
        (Image.Transpose.TRANSVERSE, Rotation.MIRRORED),
        (Image.Transpose.ROTATE_180, Rotation.UPSIDE_DOWN),
        (Image.Transpose.ROTATE_90, Rotation.TURNED),
        (Image.Transpose.ROTATE_270, Rotation.TURNED),
    ],
)
def test_a_turned_copy_is_close_and_it_is_known_how(
    way: Image.Transpose, rotation: Rotation
) -> None:
    near = alike(known(scene()), known(recoded(scene().transpose(way))))
    assert near is not None
    assert near[1] == rotation


def test_different_pictures_are_far_apart() -> None:
    far = [known(scene(seed)) for seed in range(12)]
    for place, one in enumerate(far):
        for other in far[place + 1 :]:
            assert alike(one, other) is None


def test_a_plain_picture_is_like_none() -> None:
    assert perceptual_hash(Image.new("RGB", (480, 360), "grey")) is None


def test_there_are_eight_ways_and_each_leads_back() -> None:
    one = known(scene())
    assert len(variants(one)) == 8
    assert all(one in variants(way) for way in variants(one))
    assert all(-(2**63) <= way < 2**63 for way in variants(one))


def test_whatever_is_close_has_a_part_that_is_looked_up() -> None:
    """The promise of the indexes: no picture within CLOSE bits is missed, wherever the bits are."""
    one = known(scene())
    probes = similar_pictures._probes(one)
    for spread in ([0, 16, 32, 48, 1, 17, 33], [0, 1, 2, 3, 4, 5, 6], [63, 47, 31, 15, 62, 46, 30]):
        assert len(spread) == CLOSE
        other = one
        for bit in spread:
            other ^= 1 << bit
        assert distance(one, other) == CLOSE
        assert any((other >> 16 * part & 0xFFFF) in probes[f"p{part}"] for part in range(4))  # type: ignore[operator]


@pytest.mark.skipif(
    not PHOTOS.is_dir(), reason="the real photos of ../shared/photos are not on this machine"
)
def test_real_photos_of_one_scene_are_alike_and_of_two_are_not() -> None:
    def of(name: str) -> int:
        image = Image.open(PHOTOS / name)
        image.thumbnail((480, 480))
        return known(image)

    assert alike(of("Landscape_1.jpg"), of("Portrait_1.jpg")) is None
    near = alike(of("Landscape_1.jpg"), of("Landscape_3.jpg"))  # stored upside down
    assert near is not None
    assert near[1] == Rotation.UPSIDE_DOWN
