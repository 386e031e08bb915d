"""The drawn pictures of the demo: every product and every flaw, always the same bytes."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageChops, ImageStat

from arbitration.demo.catalogue import PRODUCTS, ItemFlaw, Product
from arbitration.demo.pictures import flawed_goods, goods, listing, photo
from disputes.files.drawing import draw
from disputes.files.kinds import FileKind

MUG = PRODUCTS[0]
products = pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.key)


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def difference(one: bytes, other: bytes) -> float:
    """How far two pictures are apart, 0 to 255, as a mean over a small copy."""
    small = [opened(data).resize((60, 80)) for data in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3


@products
def test_a_listing_is_a_square_picture_of_its_own(product: Product) -> None:
    data = listing(product)
    image = opened(data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1200, 1200))
    assert 30_000 < len(data) < 150_000
    another = PRODUCTS[PRODUCTS.index(product) - 1]
    assert difference(data, listing(another)) > 10


@pytest.mark.parametrize("flaw", ItemFlaw)
def test_every_flaw_is_a_phone_photo_that_may_be_uploaded(flaw: ItemFlaw) -> None:
    data = photo(MUG, flaw, seed=1)
    drawn = draw(data, FileKind.JPEG, 50_000_000)
    assert (drawn.width, drawn.height) == (1200, 1600)
    assert 40_000 < len(data) < 180_000


@products
@pytest.mark.parametrize("flaw", [ItemFlaw.BROKEN, ItemFlaw.MISSING_PIECE, ItemFlaw.STAIN])
def test_damage_shows_on_every_product(product: Product, flaw: ItemFlaw) -> None:
    """The scene varies with the flaw, so the goods are compared without it."""
    sound, damaged = goods(product), flawed_goods(product, flaw, Random(1))
    changed = ImageChops.difference(sound.convert("RGBa"), damaged.convert("RGBa"))
    visible = changed.convert("RGBA").convert("L").point([0] * 40 + [255] * 216)
    assert ImageStat.Stat(visible).sum[0] / 255 > 1_000


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert listing(MUG) == listing(MUG)
    for flaw in (ItemFlaw.BROKEN, ItemFlaw.PACKED):
        assert photo(MUG, flaw, seed=3) == photo(MUG, flaw, seed=3)
        assert photo(MUG, flaw, seed=3) != photo(MUG, flaw, seed=4)


def test_the_mug_of_the_wrong_colour_is_listed_blue_and_arrives_green() -> None:
    listed = ImageStat.Stat(opened(listing(MUG)).crop((400, 480, 560, 680))).mean
    arrived = ImageStat.Stat(
        opened(photo(MUG, ItemFlaw.WRONG_COLOUR, seed=1)).crop((400, 640, 560, 840))
    )
    assert listed[2] > listed[1] + 40
    assert arrived.mean[1] > arrived.mean[2] + 30


def test_the_catalogue_is_fit_to_be_shown() -> None:
    assert len({product.key for product in PRODUCTS}) == len(PRODUCTS) == 14
    for product in PRODUCTS:
        assert product.title
        assert product.description.endswith(".")
        assert product.price_minor > 0
        assert product.colour != product.wrong_colour
