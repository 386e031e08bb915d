"""Pictures for the demo: what was listed, and what a phone saw when the parcel was opened.

The same arguments always give the same bytes.
"""

from collections.abc import Callable
from io import BytesIO
from random import Random
from textwrap import fill

from PIL import Image, ImageDraw, ImageFont

from arbitration.demo import gear, household, scenes, wearables
from arbitration.demo.brush import Brush
from arbitration.demo.catalogue import PRODUCTS, ItemFlaw, Product
from arbitration.demo.flaws import break_it, stain
from arbitration.demo.paints import down
from arbitration.demo.shapes import box

QUALITY = 85

_DRAW: dict[str, Callable[[Brush, str, bool], None]] = {
    "mug": household.mug,
    "tshirt": wearables.tshirt,
    "sneaker": wearables.sneaker,
    "headphones": gear.headphones,
    "backpack": gear.backpack,
    "lamp": household.lamp,
    "watch": wearables.watch,
    "case": gear.case,
    "car": gear.car,
    "scarf": wearables.scarf,
    "teapot": household.teapot,
    "sunglasses": wearables.sunglasses,
    "bowls": household.bowls,
    "notebook": household.notebook,
}


def listing(product: Product) -> bytes:
    """The clean picture of the catalogue, 1200 × 1200."""
    ground = scenes.catalogue_ground(product.colour)
    cut_out = goods(product)
    left, top, right, bottom = cut_out.getbbox() or (0, 0, *cut_out.size)
    middle = (600 - (left + right) // 2, 590 - (top + bottom) // 2)
    scenes.put_down(ground, cut_out, middle, drop=36, dark=0.5)
    return _jpeg(ground)


def photo(product: Product, flaw: ItemFlaw, seed: int, printed: str = "") -> bytes:
    """A snapshot of what arrived, of the parcel, or of what is `printed` on a receipt, 1200 × 1600.
    `seed` varies the scene."""
    random = Random(f"{product.key} {flaw} {seed}")
    if flaw == ItemFlaw.RECEIPT:
        scene = _receipt(printed, random)
    elif flaw in (ItemFlaw.EMPTY_PARCEL, ItemFlaw.RETURN_PARCEL, ItemFlaw.PACKED):
        scene = _parcel(product, flaw, random)
    else:
        scene = _received(product, flaw, random)
    return _jpeg(scenes.snapshot(scene, random))


def screenshot(text: str) -> bytes:
    """What somebody saw on a screen, as a PNG: a message in its bubble."""
    image = Image.new("RGB", (720, 480), "#eef1f4")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 60, 680, 420), radius=28, fill="white", outline="#c5ccd3", width=2)
    font = ImageFont.load_default(26)
    draw.multiline_text((76, 100), fill(text, 42), "#1d2733", font, spacing=10)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def goods(product: Product, colour: str | None = None, whole: bool = True) -> Image.Image:
    """The goods alone, cut out, on a clear sheet of 1000 × 1000."""
    brush = Brush()
    _DRAW[product.key](brush, colour or product.colour, whole)
    return brush.image


def flawed_goods(product: Product, flaw: ItemFlaw, random: Random) -> Image.Image:
    """What arrived instead, cut out."""
    if flaw == ItemFlaw.WRONG_ITEM:
        return goods(PRODUCTS[(PRODUCTS.index(product) + 5) % len(PRODUCTS)])
    if flaw == ItemFlaw.WRONG_COLOUR:
        return goods(product, product.wrong_colour)
    received = goods(product, whole=flaw != ItemFlaw.MISSING_PIECE)
    if flaw == ItemFlaw.BROKEN:
        break_it(received, product.key, random)
    elif flaw == ItemFlaw.STAIN:
        stain(received, product.key, random)
    return received


def _received(product: Product, flaw: ItemFlaw, random: Random) -> Image.Image:
    ground = random.choice((scenes.table, scenes.sheet))(random.randrange(2)).copy()
    if flaw == ItemFlaw.WRONG_SIZE:
        small = goods(product).resize((600, 600), Image.Resampling.LANCZOS, reducing_gap=2.0)
        scenes.put_down(ground, scenes.ruler(), (840, 180), drop=18, dark=0.8)
        scenes.put_down(ground, small, (190, 500), drop=26, dark=0.85)
        return ground
    received = flawed_goods(product, flaw, random)
    received = received.rotate(random.uniform(-7, 7), Image.Resampling.BILINEAR)
    at = (100 + random.randint(-15, 15), 300 + random.randint(-50, 50))
    scenes.put_down(ground, received, at, drop=34, dark=0.85)
    return ground


def _parcel(product: Product, flaw: ItemFlaw, random: Random) -> Image.Image:
    ground = scenes.table(random.randrange(2)).copy()
    parcel = (
        scenes.closed_parcel() if flaw == ItemFlaw.RETURN_PARCEL else scenes.open_parcel(random)
    ).image
    if flaw == ItemFlaw.PACKED:
        small = goods(product).resize((500, 500), Image.Resampling.LANCZOS, reducing_gap=2.0)
        scenes.put_down(parcel, small, (300, 405), drop=20, dark=0.9)
    scenes.put_down(ground, parcel, (50, 140), drop=44, dark=0.85)
    return ground


def _receipt(printed: str, random: Random) -> Image.Image:
    ground, paper = scenes.table(random.randrange(2)).copy(), Brush(size=(760, 820))
    paper.fill(box(0, 0, 760, 820), down("#ffffff", "#ecebe6"))
    draw, font = ImageDraw.Draw(paper.image), ImageFont.load_default(44)
    draw.multiline_text((60, 80), printed, "#23252b", font, spacing=26)
    slip = paper.image.rotate(random.uniform(-4, 4), Image.Resampling.BILINEAR, expand=True)
    scenes.put_down(ground, slip, (200, 330), drop=16, dark=0.7)
    return ground


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
