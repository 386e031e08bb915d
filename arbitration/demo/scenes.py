"""The ground that goods stand or lie on, parcels, and what a phone's camera does to a picture."""

import math
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from arbitration.demo.brush import Brush
from arbitration.demo.paints import across, clear, down, glow, shade
from arbitration.demo.shapes import box, curve, oval, turned

CATALOGUE_SIZE = (1200, 1200)
PHOTO_SIZE = (1200, 1600)
CARDBOARD = "#c49a6c"
_OUT_OF_FOCUS = ImageFilter.GaussianBlur(1.4)  # the camera looks at the goods


def catalogue_ground(colour: str) -> Image.Image:
    """A studio backdrop: nearly white, with a breath of the colour of the goods."""
    tint, brush = shade(colour, 0.82), Brush(Image.new("RGB", CATALOGUE_SIZE))
    brush.image.paste(down("#fbfaf8", tint, shade(tint, -0.04)).resize(CATALOGUE_SIZE))
    brush.fill(oval(600, 520, 560, 470), clear("#ffffff", 0.65), soft=120)
    return brush.image


@lru_cache(maxsize=4)
def table(variant: int) -> Image.Image:
    """Wooden boards seen from above; each plank has its own tone and grain."""
    random, size = Random(variant), PHOTO_SIZE
    tones = (("#5b3a22", "#a8774a", "#c99a68"), ("#6f553d", "#b7997a", "#d8c2a4"))
    dark, middle, light = tones[variant % 2]
    grain = ImageChops.blend(_noise(random, (5, 420), size), _noise(random, (9, 90), size), 0.5)
    wood = ImageOps.colorize(grain, dark, light, mid=middle)
    wood = Image.blend(wood, Image.new("RGB", size, middle), 0.45)
    brush = Brush(wood)
    for top in range(-60, 1600, 290):
        plank = box(0, top, 1200, top + 286)
        brush.fill(plank, clear(random.choice(("#000000", "#ffffff")), random.uniform(0.02, 0.13)))
        brush.line([(0, top), (1200, top)], 6, clear("#1c0f07", 0.75))
        brush.line([(0, top + 5), (1200, top + 5)], 3, clear("#fff0d8", 0.3))
        x = random.uniform(150, 1050)
        brush.line([(x, top + 4), (x, top + 288)], 4, clear("#1c0f07", 0.5))
        knot = (random.uniform(60, 1140), top + random.uniform(80, 200))
        for ring in (34, 24, 12):
            brush.ring(oval(*knot, ring * 1.8, ring), 3, clear("#3d2110", 0.28))
    return wood.filter(_OUT_OF_FOCUS)


@lru_cache(maxsize=4)
def sheet(variant: int) -> Image.Image:
    """A flattened carton: what most people unpack on."""
    random, size = Random(variant), PHOTO_SIZE
    fibre = ImageChops.blend(_noise(random, (150, 800), size), _noise(random, (6, 8), size), 0.55)
    ground = ImageOps.colorize(fibre, "#9c7447", "#d3ad7f", mid="#bb9163")
    brush = Brush(Image.blend(ground, Image.new("RGB", size, "#bf966a"), 0.5))
    for x in range(0, 1200, 24):
        brush.line([(x, 0), (x, 1600)], 5, clear("#7a5430", 0.1))
    for y in (310, 1330):
        brush.line([(0, y), (1200, y)], 12, clear("#5f3f20", 0.35), soft=3)
        brush.line([(0, y + 9), (1200, y + 9)], 4, clear("#fff0d8", 0.35))
    return brush.image.filter(_OUT_OF_FOCUS)


def _noise(random: Random, grid: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    cells = Image.frombytes("L", grid, random.randbytes(grid[0] * grid[1]))
    return cells.resize(size, Image.Resampling.BICUBIC)


def put_down(
    ground: Image.Image, goods: Image.Image, at: tuple[int, int], *, drop: int, dark: float
) -> None:
    """Lay a cut-out onto a ground, with its shadow: soft and wide, then close and dark."""
    small = goods.getchannel("A").reduce(4)
    for shift, blur, part in ((drop, drop / 5, 0.6), (drop // 3, drop / 14, 0.5)):
        padded = ImageOps.expand(small, 30)
        shadow = padded.filter(ImageFilter.GaussianBlur(blur)).point(_scale(dark * part))
        full = shadow.resize((shadow.width * 4, shadow.height * 4), Image.Resampling.BICUBIC)
        ground.paste((24, 14, 10), (at[0] - 120 + shift // 2, at[1] - 120 + shift), full)
    ground.paste(goods, at, goods)


def _scale(factor: float) -> list[int]:
    return [min(255, round(value * factor)) for value in range(256)]


def ruler() -> Image.Image:
    """Thirty centimetres of steel, 40 pixels each, upright."""
    brush = Brush(size=(150, 1240))
    brush.fill(box(4, 4, 146, 1236, 12), across("#b9bfc6", "#f3f5f7", "#c4cad1"))
    draw = ImageDraw.Draw(brush.image)
    font = ImageFont.load_default(30)
    for millimetre in range(0, 301, 2):
        y = 20 + millimetre * 4
        length = 52 if millimetre % 10 == 0 else 22
        draw.line((6, y, 6 + length, y), fill="#20242b", width=3)
        if millimetre % 20 == 0 and 0 < millimetre < 300:
            draw.text((70, y), str(millimetre // 10), fill="#20242b", font=font, anchor="lm")
    return brush.image


def open_parcel(random: Random) -> Brush:
    """An open carton from above, with only packing paper in it."""
    brush = Brush(size=(1100, 1300))
    flaps = (
        [(190, 300), (910, 300), (960, 60), (140, 70)],
        [(190, 1010), (910, 1010), (950, 1240), (150, 1250)],
        [(190, 300), (190, 1010), (20, 960), (30, 340)],
        [(910, 300), (910, 1010), (1080, 970), (1070, 350)],
    )
    for flap, light in zip(flaps, (0.2, 0.1, 0.02, 0.26), strict=True):
        brush.fill(flap, down(shade(CARDBOARD, light), shade(CARDBOARD, light - 0.12)))
        brush.ring(flap, 4, clear("#6d4a28", 0.5))
    inside = box(190, 300, 910, 1010)
    floor = box(270, 380, 830, 930)
    walls = (
        [inside[0], inside[1], floor[1], floor[0]],
        [inside[1], inside[2], floor[2], floor[1]],
        [inside[2], inside[3], floor[3], floor[2]],
        [inside[3], inside[0], floor[0], floor[3]],
    )
    for wall, light in zip(walls, (-0.45, -0.12, -0.05, -0.32), strict=True):
        brush.fill(wall, shade(CARDBOARD, light))
    brush.fill(floor, down(shade(CARDBOARD, -0.34), shade(CARDBOARD, -0.16)))
    brush.line([(270, 655), (830, 655)], 5, clear("#3f2712", 0.5))
    brush.fill(box(190, 290, 910, 420), clear("#000000", 0.45), within=inside, soft=40)
    brush.ring(inside, 5, clear("#5d3d1e", 0.7))
    for corner in ((300, 420), (770, 890), (310, 880)):
        _crumpled(brush, corner, random)
    return brush


def _crumpled(brush: Brush, at: tuple[float, float], random: Random) -> None:
    """A bit of packing paper."""
    x, y = at
    spots = [(random.uniform(-62, 62), random.uniform(-46, 46)) for _ in range(9)]
    brush.fill(oval(x + 8, y + 12, 70, 48), clear("#000000", 0.4), soft=10)
    for dx, dy in spots:
        size = random.uniform(26, 44)
        leaf = curve(
            turned(
                box(x + dx - size, y + dy - size * 0.6, x + dx + size, y + dy + size * 0.6),
                random.uniform(0, 90),
                (x + dx, y + dy),
            )
        )
        tone = shade("#e5d9c3", random.uniform(-0.14, 0.35))
        brush.fill(leaf, glow(shade(tone, 0.2), shade(tone, -0.14)))


def closed_parcel() -> Brush:
    """A taped carton from above, with the label for its way back."""
    brush = Brush(size=(1100, 1300))
    brush.fill(box(96, 196, 1016, 1116, 10), shade(CARDBOARD, -0.4))
    brush.fill(box(80, 170, 1000, 1090, 10), down(shade(CARDBOARD, 0.18), shade(CARDBOARD, -0.08)))
    brush.line([(80, 630), (1000, 630)], 5, clear("#5d3d1e", 0.6))
    brush.fill(box(80, 575, 1000, 690), clear("#e9d9a8", 0.55))
    brush.fill(box(80, 582, 1000, 600), clear("#ffffff", 0.3))
    label = turned(box(300, 270, 860, 930, 8), -3, (580, 600))
    brush.fill(turned(box(306, 280, 870, 942), -3, (580, 600)), clear("#000000", 0.35), soft=8)
    brush.fill(label, down("#ffffff", "#f2f1ed"))
    text = _label().rotate(3, Image.Resampling.BICUBIC, expand=True)
    brush.image.alpha_composite(text, (580 - text.width // 2, 600 - text.height // 2))
    return brush


def _label() -> Image.Image:
    """What is printed on it: sender, receiver, tracking number and bars."""
    label, random = Image.new("RGBA", (520, 620)), Random(7)
    draw, ink = ImageDraw.Draw(label), "#1b1d22"
    draw.rectangle((0, 0, 519, 84), fill=ink)
    draw.text((24, 43), "RETURN", fill="#ffffff", font=ImageFont.load_default(52), anchor="lm")
    draw.text((500, 43), "PARCEL", fill="#ffffff", font=ImageFont.load_default(26), anchor="rm")
    lines = ("From: A. Buyer", "12 Orchard Lane", "", "To: Returns department", "48 Harbour Street")
    for row, line in enumerate(lines):
        draw.text((24, 112 + row * 42), line, fill=ink, font=ImageFont.load_default(30))
    draw.line((0, 336, 519, 336), fill=ink, width=4)
    x = 24
    while x < 490:
        width = random.choice((3, 3, 6, 9))
        draw.rectangle((x, 364, x + width - 1, 536), fill=ink)
        x += width + random.choice((3, 6))
    draw.text((260, 572), "RT 4810 2277 93", fill=ink, font=ImageFont.load_default(32), anchor="mm")
    return label


def snapshot(scene: Image.Image, random: Random) -> Image.Image:
    """What a phone held by hand makes of it: tilt, uneven warm light, dark corners, some grain."""
    tilt = math.radians(random.uniform(1.2, 3.2) * random.choice((-1, 1)))
    width, height = scene.size
    x, y = width / 2, height / 2
    # What the tilt leaves empty in the corners, 4% at each side, is cropped away in the same step.
    right, below = math.cos(tilt) * 0.92, math.sin(tilt) * 0.92
    start = (x - right * x + below * y, y - below * x - right * y)
    frame = (right, -below, start[0], below, right, start[1])
    image = scene.transform(scene.size, Image.Transform.AFFINE, frame, Image.Resampling.BILINEAR)
    image = ImageChops.multiply(image, _light(random).resize(scene.size, Image.Resampling.BICUBIC))
    coarse = (width // 4, height // 4)  # finer grain doubles the size of the JPEG
    grain = _noise(random, coarse, scene.size).point(_scale(5 / 255))
    grain_rgb = Image.merge("RGB", (grain, grain, grain))
    return ImageChops.add(image, grain_rgb, 1, -3)


def _light(random: Random) -> Image.Image:
    """A window on one side, and the lens's own dark corners."""
    corners = [255, 252, 242, 214]
    random.shuffle(corners)
    window = Image.frombytes("L", (2, 2), bytes(corners)).resize((60, 80), Image.Resampling.BICUBIC)
    vignette = (
        Image.radial_gradient("L")
        .resize((60, 80))
        .point([255 - round(max(0, value - 110) * 0.4) for value in range(256)])
    )
    light = ImageChops.multiply(window, vignette)
    return Image.merge("RGB", (light, light.point(_scale(0.975)), light.point(_scale(0.92))))
