"""Drawings of things to wear. Each fills a sheet of 1000 × 1000; `whole=False` leaves out the
piece that is missing in a photo."""

import math

from arbitration.demo.brush import Brush
from arbitration.demo.paints import WHITE, across, clear, down, glow, shade
from arbitration.demo.shapes import Point, Shape, box, curve, moved, oval, rounded, turned

LEATHER = "#b5763f"


def tshirt(brush: Brush, colour: str, whole: bool = True) -> None:
    neck = oval(500, 138, 118, 96, 0, 180)
    right: list[Point] = [(690, 176), (918, 372), (806, 490), (735, 430)]
    if not whole:
        right = [(690, 176), (716, 240), (726, 330), (735, 430)]
    left = [(1000 - x, y) for x, y in ((690, 176), (918, 372), (806, 490), (735, 430))]
    outline = [*right, (742, 880), (258, 880), *reversed(left), *reversed(neck)]
    radii = [30.0 if 0 < i < len(right) or i > len(right) + 1 else 22.0 for i in range(9)] + [30.0]
    shirt = rounded(outline, [*radii, *[0.0] * (len(outline) - len(radii))])
    brush.fill(
        [*oval(500, 140, 124, 34, 180, 360), *oval(500, 140, 124, 100, 0, 180)],
        down(shade(colour, -0.35), shade(colour, -0.6)),
    )
    brush.line(oval(500, 140, 122, 30, 180, 360), 16, shade(colour, -0.2))
    brush.fill(shirt, down(shade(colour, 0.16), colour, shade(colour, -0.1)))
    dark, light = clear(shade(colour, -0.7), 0.34), clear(WHITE, 0.24)
    folds = (
        [(268, 440), (330, 560), (300, 760)],
        [(732, 440), (672, 580), (706, 780)],
        [(330, 300), (270, 380), (262, 440)],
        [(670, 300), (730, 380), (738, 440)],
        [(430, 700), (410, 800), (430, 890)],
        [(590, 690), (615, 800), (590, 890)],
    )
    for fold in folds:
        brush.line(curve(fold, closed=False), 26, dark, within=shirt, soft=12)
        brush.line(
            [(x + 30, y) for x, y in curve(fold, closed=False)], 20, light, within=shirt, soft=11
        )
    for side in (1, -1) if whole else (-1,):
        seam = [(500 + side * (x - 500), y) for x, y in ((700, 190), (722, 300), (735, 430))]
        brush.line(curve(seam, closed=False), 4, clear(shade(colour, -0.6), 0.6))
        hem = [(500 + side * (x - 500), y) for x, y in ((888, 360), (788, 466))]
        brush.line(hem, 3, clear(shade(colour, -0.6), 0.5), within=shirt)
    if not whole:
        brush.line(curve(right, closed=False), 12, shade(colour, -0.4))
    brush.line([(250, 850), (750, 850)], 3, clear(shade(colour, -0.6), 0.5), within=shirt)
    brush.line(oval(500, 138, 132, 110, 4, 176), 30, shade(colour, -0.12))
    brush.line(oval(500, 138, 147, 125, 8, 172), 3, clear(shade(colour, -0.6), 0.6))
    _sunrise(brush)


def _sunrise(brush: Brush) -> None:
    """The print on the chest."""
    disc = oval(500, 470, 128, 128)
    brush.fill(disc, down("#fff1cf", "#ffd58a"))
    brush.fill(oval(500, 490, 58, 58), "#f08a4b")
    brush.fill([(340, 600), (450, 480), (520, 560), (580, 500), (680, 600)], "#3d5a80", within=disc)
    brush.fill([(340, 620), (420, 545), (520, 600), (600, 550), (680, 620)], "#27415f", within=disc)


def sneaker(brush: Brush, colour: str, whole: bool = True) -> None:
    """A pair; the second shoe stands behind."""
    if whole:
        _shoe(brush, shade(colour, -0.1), 62, -190)
    _shoe(brush, colour, -30, 60)


def _shoe(brush: Brush, colour: str, right: float, below: float) -> None:
    def at(points: Shape) -> Shape:
        return moved(points, right, below)

    upper = at(
        curve(
            [(140, 372), (176, 350), (214, 392), (300, 424), (372, 384), (424, 300), (478, 288)]
            + [(520, 350), (600, 440), (700, 508), (822, 548), (898, 610), (908, 680), (880, 720)]
            + [(500, 724), (150, 722), (122, 620), (140, 500)]
        )
    )
    brush.fill(at(oval(300, 410, 112, 46)), shade(colour, -0.65))
    brush.fill(
        at(curve([(380, 400), (420, 270), (490, 262), (530, 360), (480, 440)])), shade(colour, 0.25)
    )
    brush.fill(upper, down(shade(colour, 0.2), colour, shade(colour, -0.3)))
    brush.fill(
        at(curve([(110, 340), (200, 380), (250, 560), (270, 740), (90, 740)])),
        clear(shade(colour, -0.5), 0.55),
        within=upper,
    )
    cap = at(curve([(730, 500), (740, 620), (700, 740), (960, 760), (960, 560), (840, 500)]))
    brush.fill(cap, down("#ffffff", "#e4e0d8"), within=upper)
    brush.line(
        at(curve([(748, 522), (752, 620), (712, 726)], closed=False)),
        5,
        clear(shade(colour, -0.6), 0.5),
        within=upper,
    )
    stripe = at(curve([(300, 690), (420, 590), (560, 500), (600, 470), (580, 540), (470, 660)]))
    brush.fill(stripe, WHITE, within=upper)
    brush.line(
        at(curve([(190, 415), (300, 455), (390, 420)], closed=False)),
        14,
        clear(WHITE, 0.3),
        within=upper,
        soft=6,
    )
    for step in range(5):
        x, y = 452 + step * 50, 372 + step * 39
        brush.line(at([(x - 46, y + 52), (x + 30, y - 12)]), 21, "#c9c4ba")
        brush.line(at([(x - 46, y + 48), (x + 30, y - 16)]), 17, WHITE)
        brush.fill(at(oval(x - 50, y + 54, 10, 10)), "#3a3a40")
    sole = at(
        curve(
            [(104, 706), (300, 714), (600, 716), (860, 700), (926, 660), (944, 700), (920, 776)]
            + [(840, 796), (500, 800), (160, 796), (108, 770)]
        )
    )
    brush.fill(sole, down("#ffffff", "#f1ede5", "#cfc9bd"))
    brush.fill(at(box(60, 776, 980, 830)), "#b78252", within=sole)
    brush.line(
        at(curve([(112, 740), (500, 750), (860, 738), (930, 700)], closed=False)),
        5,
        shade(colour, 0.1),
        within=sole,
    )


def scarf(brush: Brush, colour: str, whole: bool = True) -> None:
    """Looped once, both ends hanging."""
    back = curve(
        [(220, 270), (330, 160), (500, 126), (670, 160), (780, 270), (640, 350)] + [(360, 350)]
    )
    brush.fill(back, down(shade(colour, -0.25), shade(colour, -0.55)))
    ends: tuple[tuple[Shape, bool], ...] = (
        ([(500, 380), (700, 360), (780, 790), (580, 820)], whole),
        ([(310, 380), (520, 390), (450, 880), (230, 860)], True),
    )
    for end, fringed in ends:
        _scarf_end(brush, end, colour, fringed)
    loop = curve(
        [(190, 250), (240, 230), (330, 290), (500, 320), (670, 290), (760, 230), (812, 250)]
        + [(806, 360), (700, 450), (500, 486), (300, 450), (196, 360)]
    )
    brush.fill(moved(loop, 0, 26), clear("#000000", 0.4), soft=16)
    brush.fill(loop, down(shade(colour, 0.22), colour, shade(colour, -0.35)))
    for offset in (0, 34, 100):
        line = curve(
            [(180, 270 + offset), (330, 330 + offset), (500, 352 + offset)]
            + [(670, 330 + offset), (820, 270 + offset)],
            closed=False,
        )
        brush.line(line, 12 if offset != 34 else 5, clear("#f2dfc0", 0.75), within=loop)
    for x in range(230, 800, 76):
        lean = (x - 500) * 0.12
        brush.line([(x, 220), (x - lean, 500)], 9, clear(shade(colour, -0.7), 0.4), within=loop)
    for x, tilt in ((300, 40), (690, -40)):
        brush.line([(x, 300), (x + tilt, 440)], 30, clear("#000000", 0.25), within=loop, soft=14)


def _scarf_end(brush: Brush, end: Shape, colour: str, fringed: bool) -> None:
    top_left, top_right, low_right, low_left = end

    def along(a: Point, b: Point, part: float) -> Point:
        return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part

    if fringed:
        for step in range(15):
            x, y = along(low_left, low_right, (step + 0.5) / 15)
            lean = (low_left[0] - top_left[0]) * 0.12 + (step % 3 - 1) * 5
            brush.line([(x, y - 6), (x + lean, y + 78)], 9, shade(colour, -0.15 + step % 2 * 0.3))
    brush.fill(end, across(shade(colour, -0.3), shade(colour, 0.12), shade(colour, -0.3)))
    for part, width in ((0.2, 12), (0.27, 5), (0.5, 12), (0.57, 5), (0.8, 12), (0.87, 5)):
        brush.line(
            [along(top_left, low_left, part), along(top_right, low_right, part)],
            width,
            clear("#f2dfc0", 0.75),
            within=end,
        )
    for part in (0.22, 0.5, 0.78):
        brush.line(
            [along(top_left, top_right, part), along(low_left, low_right, part)],
            13,
            clear(shade(colour, -0.75), 0.45),
            within=end,
        )


def sunglasses(brush: Brush, colour: str, whole: bool = True) -> None:
    for side in (1, -1):
        arm = [(500 + side * (x - 500), y) for x, y in ((890, 420), (850, 300), (740, 250))]
        brush.line(curve(arm, closed=False), 34, shade(colour, -0.4))
        brush.line(curve(arm, closed=False), 20, shade(colour, -0.1))
    for side in (-1, 1):
        _lens(brush, colour, side, there=whole or side < 0)
    bridge = curve([(432, 470), (500, 436), (568, 470)], closed=False)
    brush.line(bridge, 44, shade(colour, -0.35))
    brush.line(bridge, 30, down(shade(colour, 0.3), colour))
    for side in (-1, 1):
        brush.fill(oval(500 + side * 372, 432, 12, 12), "#e9dfc8")


def _lens(brush: Brush, colour: str, side: int, there: bool) -> None:
    points = [(552, 440), (640, 408), (780, 404), (884, 420), (900, 500), (856, 620), (740, 668)]
    points += [(630, 640), (566, 550)]
    lens = curve([(500 + side * (x - 500), y) for x, y in points])
    if there:
        brush.fill(lens, down("#20222b", "#4a3a34", "#a5805c"))
        for shift, width in ((0, 46), (66, 16)):
            x = 500 + side * 180 + shift
            brush.line([(x + 70, 380), (x - 70, 690)], width, clear(WHITE, 0.2), within=lens)
    brush.ring(lens, 48, shade(colour, -0.45))
    brush.ring(lens, 36, down(shade(colour, 0.25), colour, shade(colour, -0.2)))
    for x, y in points[1::2]:  # the marbling of tortoiseshell
        spot = oval(500 + side * (x - 500), y, 16, 9)
        brush.fill(spot, clear(shade(colour, -0.75), 0.5), soft=4)
    for x, y in points[::2]:
        spot = oval(500 + side * (x - 500), y + 4, 14, 8)
        brush.fill(spot, clear("#e0a35c", 0.55), soft=4)
    brush.line(
        curve([(500 + side * (x - 500), y - 8) for x, y in points[1:4]], closed=False),
        7,
        clear(WHITE, 0.5),
        soft=2,
    )


def watch(brush: Brush, colour: str, whole: bool = True) -> None:
    leather = across(shade(colour, -0.35), shade(colour, 0.18), colour, shade(colour, -0.4))
    straps = [rounded([(400, 30), (600, 30), (626, 340), (374, 340)], [40, 40, 0, 0])]
    if whole:
        straps.append(rounded([(374, 660), (626, 660), (592, 970), (408, 970)], [0, 0, 70, 70]))
    for strap in straps:
        brush.fill(strap, leather)
        top = strap is straps[0]
        for x, lean in ((420, -24), (580, 24)):
            for step in range(10):
                y = (50 if top else 700) + step * 26
                drift = lean * (step / 10 if top else 1 - step / 10)
                brush.line([(x + drift, y), (x + drift, y + 13)], 5, "#f0d9b0")
    if whole:
        for y in (790, 840, 890):
            brush.fill(oval(500, y, 11, 14), shade(colour, -0.75))
    else:
        brush.line([(390, 690), (610, 690)], 12, across("#8a919b", "#f2f5f8", "#8a919b"))
    steel = across("#7c838d", "#f4f6f8", "#a9b0b9", "#e9edf1", "#767d87")
    brush.fill(rounded([(372, 300), (628, 300), (640, 400), (360, 400)], 20), steel)
    brush.fill(rounded([(360, 600), (640, 600), (628, 704), (372, 704)], 20), steel)
    brush.fill(box(720, 470, 778, 530, 12), across("#a9b0b9", "#eef1f4", "#6d747e"))
    brush.fill(oval(500, 500, 240, 240), steel)
    brush.fill(oval(500, 500, 214, 214), down("#5d646e", "#d9dee4"))
    brush.fill(oval(500, 500, 202, 202), glow("#fffdf6", "#e9e2d0"))
    for hour in range(12):
        mark = box(494, 312, 506, 312 + (46 if hour % 3 == 0 else 28), 3)
        brush.fill(turned(mark, hour * 30, (500, 500)), "#2b2f38")
    brush.fill(oval(500, 592, 46, 46), "#d6cdb6")
    brush.line([(500, 592), (518, 566)], 5, "#2b2f38")
    for angle, length, width in ((304, 116, 17), (52, 160, 12)):
        tip = (
            500 + length * math.sin(math.radians(angle)),
            500 - length * math.cos(math.radians(angle)),
        )
        brush.line([(500, 500), tip], width, "#232730")
    brush.line([(480, 540), (560, 350)], 4, "#d4472f")
    brush.fill(oval(500, 500, 15, 15), "#232730")
    glass = oval(500, 500, 202, 202)
    brush.fill([(280, 280), (520, 280), (330, 720), (200, 720)], clear(WHITE, 0.28), within=glass)
