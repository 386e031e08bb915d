"""What goes wrong with goods on their way, drawn onto a finished picture of them."""

import math
from random import Random

from PIL import Image, ImageStat

from arbitration.demo.brush import Brush
from arbitration.demo.paints import clear
from arbitration.demo.shapes import Point, curve, oval, turned

# Where the goods are hit, on their sheet of 1000 × 1000, and where the broken piece falls.
_BREAKS_AT: dict[str, tuple[Point, Point]] = {
    "mug": ((270, 270), (20, 800)),
    "headphones": ((560, 150), (480, 780)),
    "lamp": ((690, 420), (700, 800)),
    "watch": ((590, 400), (790, 800)),
    "case": ((690, 880), (780, 780)),
    "car": ((830, 560), (800, 850)),
    "teapot": ((888, 362), (720, 830)),
    "sunglasses": ((700, 520), (640, 790)),
    "bowls": ((190, 350), (60, 720)),
}
_TEARS_AT: dict[str, Point] = {
    "tshirt": (610, 690),
    "sneaker": (430, 640),
    "backpack": (600, 400),
    "scarf": (370, 690),
    "notebook": (400, 640),
}
_STAINS_AT: dict[str, Point] = {
    "tshirt": (410, 690),
    "sneaker": (560, 640),
    "headphones": (180, 650),
    "backpack": (420, 740),
    "lamp": (600, 360),
    "watch": (500, 860),
    "scarf": (360, 640),
    "sunglasses": (270, 520),
    "notebook": (420, 600),
    "bowls": (340, 460),
    "car": (400, 620),
}
_MIDDLE = (500.0, 620.0)


def break_it(goods: Image.Image, key: str, random: Random) -> None:
    """Crack hard goods and break a piece off; tear soft ones."""
    if key in _TEARS_AT:
        _tear(goods, _TEARS_AT[key], random)
    else:
        at, falls_to = _BREAKS_AT[key]
        piece, place = _break_off(goods, at, falls_to, random)
        _crack(goods, at, random)
        goods.alpha_composite(piece, (round(place[0]), round(place[1])))


def stain(goods: Image.Image, key: str, random: Random) -> None:
    """Spill coffee on it; with milk on dark goods, where black coffee would not show."""
    x, y = _STAINS_AT.get(key, _MIDDLE)
    area = goods.convert("L").crop((int(x) - 60, int(y) - 60, int(x) + 60, int(y) + 60))
    milk = ImageStat.Stat(area).mean[0] < 90
    spill, rim = ("#d8b48a", "#b98d5f") if milk else ("#5a3413", "#3a1f0a")
    brush = Brush(goods.copy())
    for size, dx, dy in (
        (120, 0, 0),
        (46, 128, 92),
        (30, -138, 86),
        (20, 70, 160),
        (15, -60, -150),
    ):
        blot = curve(_blot((x + dx, y + dy), size, random))
        brush.fill(blot, clear(spill, 0.6), soft=2)
        brush.ring(blot, max(3, size / 16), clear(rim, 0.55))
        brush.fill(oval(x + dx, y + dy, size * 0.5, size * 0.5), clear("#9a6a38", 0.3), soft=14)
    _keep_inside(goods, brush)


def _blot(middle: Point, size: float, random: Random) -> list[Point]:
    radii = [size * random.uniform(0.75, 1.15) for _ in range(11)]
    angles = [math.tau * i / len(radii) for i in range(len(radii))]
    return [
        (middle[0] + r * math.cos(a) * 1.15, middle[1] + r * math.sin(a))
        for r, a in zip(radii, angles, strict=True)
    ]


def _jagged(start: Point, angle: float, length: float, random: Random) -> list[Point]:
    """A line that keeps its direction but not its course."""
    points = [start]
    steps = max(3, round(length / 45))
    for _ in range(steps):
        turn = angle + random.uniform(-0.65, 0.65)
        x, y = points[-1]
        points.append((x + length / steps * math.cos(turn), y + length / steps * math.sin(turn)))
    return points


def _crack(goods: Image.Image, at: Point, random: Random) -> None:
    """Cracks run from where it was hit, mostly towards the middle, and fork."""
    brush = Brush(goods.copy())
    inwards = math.atan2(_MIDDLE[1] - at[1], _MIDDLE[0] - at[0])
    for lean, length in ((-0.75, 300), (-0.25, 470), (0.2, 400), (0.7, 280), (1.3, 180)):
        crack = _jagged(at, inwards + lean, length, random)
        fork = _jagged(crack[len(crack) // 2], inwards + lean * 1.9, length * 0.4, random)
        for line, width in ((crack, 8), (fork, 5)):
            brush.line([(x + 4, y + 4) for x, y in line], width, clear("#ffffff", 0.55))
            brush.line(line, width, "#1d1518")
    _keep_inside(goods, brush)


def _break_off(
    goods: Image.Image, at: Point, falls_to: Point, random: Random
) -> tuple[Image.Image, Point]:
    """Take a piece out of the goods; hand it over with the place where it comes to lie."""
    x, y = at
    edge = [
        (x + r * math.cos(a), y + r * math.sin(a))
        for a, r in ((math.tau * i / 9, random.uniform(75, 135)) for i in range(9))
    ]
    piece = Brush(goods).lift(edge)
    fallen = piece.rotate(random.uniform(35, 70), Image.Resampling.BICUBIC, expand=True)
    right, bottom = goods.width - fallen.width, goods.height - fallen.height
    return fallen, (min(falls_to[0], right), min(falls_to[1], bottom))


def _tear(goods: Image.Image, at: Point, random: Random) -> None:
    """A gaping tear with loose threads."""
    x, y = at
    upper = [
        (x - 130 + 26 * i, y - random.uniform(14, 44) * (1 - abs(i - 5) / 6)) for i in range(11)
    ]
    lower = [
        (x - 130 + 26 * i, y + random.uniform(20, 62) * (1 - abs(i - 5) / 6)) for i in range(11)
    ]
    tilt = random.uniform(-35, -20)
    gap = turned([*upper, *reversed(lower)], tilt, at)
    brush = Brush(goods.copy())
    brush.fill(turned(oval(x, y, 150, 70), tilt, at), clear("#000000", 0.3), soft=16)
    brush.fill(gap, "#1c1416")
    brush.ring(gap, 5, clear("#fff4e2", 0.85))
    for px, py in turned([*upper[1:-1], *lower[1:-1]], tilt, at):
        away = 1 if py > y else -1
        thread = [(px, py), (px + random.uniform(-14, 14), py - away * random.uniform(14, 34))]
        brush.line(thread, 3, clear("#fff4e2", 0.9))
    _keep_inside(goods, brush)


def _keep_inside(goods: Image.Image, marked: Brush) -> None:
    """Marks are on the goods, never on the air around them."""
    outline = goods.getchannel("A")
    goods.paste(marked.image)
    goods.putalpha(outline)
