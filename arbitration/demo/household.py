"""Drawings of things for the house. Each fills a sheet of 1000 × 1000; `whole=False` leaves out
the piece that is missing in a photo."""

from PIL import Image

from arbitration.demo.brush import Brush
from arbitration.demo.paints import WHITE, across, clear, down, glow, shade
from arbitration.demo.shapes import Shape, box, curve, oval, rounded, turned

CLAY = "#e9dcc6"


def glazed(colour: str) -> Image.Image:
    """The light on a round, glazed body, from left to right."""
    return across(
        shade(colour, -0.3),
        shade(colour, 0.08),
        shade(colour, 0.3),
        colour,
        shade(colour, -0.12),
        shade(colour, -0.42),
    )


def mug(brush: Brush, colour: str, whole: bool = True) -> None:
    body = [(700, 250), *oval(465, 770, 212, 78, 0, 180), (230, 250)]
    if whole:
        handle = curve(
            [(650, 370), (770, 330), (866, 400), (858, 540), (770, 640), (645, 680)], closed=False
        )
        brush.line(handle, 74, shade(colour, -0.35))
        brush.line(handle, 62, down(shade(colour, 0.2), colour, shade(colour, -0.3)))
        brush.line([(x - 4, y - 14) for x, y in handle], 10, clear(WHITE, 0.35), soft=4)
    brush.fill(body, glazed(colour))
    foot = [*oval(465, 690, 260, 62, 0, 180), (190, 900), (740, 900)]
    brush.fill(foot, across("#a8977c", CLAY, "#f7eedd", CLAY, "#cdbb9d", "#95846a"), within=body)
    brush.line(oval(465, 690, 240, 62, 5, 175), 7, clear(shade(colour, -0.5), 0.5), within=body)
    if not whole:
        for y in (375, 672):
            brush.fill(oval(672, y, 34, 46), shade(CLAY, -0.2))
            brush.fill(oval(676, y, 25, 35), glow("#fbf3e4", shade(CLAY, -0.1)))
    brush.fill(oval(465, 250, 235, 62), shade(colour, 0.38))
    brush.fill(oval(465, 256, 212, 48), down(shade(colour, -0.62), shade(colour, -0.2)))
    brush.line(oval(465, 250, 224, 55, 100, 200), 6, clear(WHITE, 0.7), soft=2)
    brush.line([(312, 350), (318, 480), (330, 620)], 36, clear(WHITE, 0.5), soft=10)
    brush.line([(385, 345), (387, 420)], 12, clear(WHITE, 0.4), soft=5)


def teapot(brush: Brush, colour: str, whole: bool = True) -> None:
    handle = curve(
        [(280, 470), (190, 400), (95, 440), (80, 570), (140, 690), (270, 710)], closed=False
    )
    brush.line(handle, 58, shade(colour, -0.4))
    brush.line(handle, 46, down(shade(colour, 0.25), colour, shade(colour, -0.3)))
    spout = curve(
        [(700, 520), (790, 480), (832, 370), (868, 318), (930, 322), (912, 372), (880, 480)]
        + [(820, 630), (690, 730), (640, 620)]
    )
    brush.fill(spout, across(shade(colour, -0.3), shade(colour, 0.15), shade(colour, -0.35)))
    brush.fill(turned(oval(899, 324, 33, 10), 6, (899, 324)), shade(colour, -0.55))
    body = curve(
        [(470, 360), (620, 385), (728, 480), (752, 610), (690, 750), (590, 826), (470, 836)]
        + [(350, 826), (250, 750), (190, 610), (212, 480), (320, 385)]
    )
    brush.fill(body, glazed(colour))
    brush.fill(oval(470, 880, 330, 130), clear(shade(colour, -0.6), 0.4), within=body, soft=30)
    brush.fill(oval(400, 480, 130, 80), clear(WHITE, 0.3), within=body, soft=40)
    for y in (600, 622):
        brush.line(oval(470, y, 285, 46, 0, 180), 6, clear("#fff6e2", 0.75), within=body)
    brush.fill(rounded([(370, 815), (570, 815), (590, 860), (350, 860)], 12), shade(colour, -0.35))
    if whole:
        brush.fill(oval(470, 386, 172, 36), shade(colour, -0.4))
        lid = [*oval(470, 378, 166, 88, 180, 360), *oval(470, 378, 166, 28, 0, 180)]
        brush.fill(lid, glazed(colour))
        brush.fill(oval(470, 268, 40, 38), glow(shade(colour, 0.5), shade(colour, -0.3)))
        brush.line(oval(470, 378, 150, 78, 205, 255), 12, clear(WHITE, 0.5), soft=5)
    else:
        brush.fill(oval(470, 384, 172, 40), shade(colour, 0.4))
        brush.fill(oval(470, 388, 150, 29), down("#20282a", shade(colour, -0.55)))
    brush.line(
        curve([(268, 520), (250, 610), (275, 700)], closed=False), 30, clear(WHITE, 0.55), soft=9
    )


def bowls(brush: Brush, colour: str, whole: bool = True) -> None:
    _bowl(brush, 345, 330, 265, shade(colour, -0.08))
    _bowl(brush, 700, 440, 210, "#e6d6bd")
    if whole:
        _bowl(brush, 440, 640, 165, shade(colour, 0.35))


def _bowl(brush: Brush, x: float, y: float, wide: float, colour: str) -> None:
    high = wide * 0.95
    side = curve(
        [(x + wide * part, y + high * depth) for part, depth in _BOWL_SIDE]
        + [(x - wide * part, y + high * depth) for part, depth in reversed(_BOWL_SIDE)],
        closed=False,
    )
    brush.fill(oval(x, y + high * 1.02, wide * 0.6, wide * 0.1), clear("#2a1c14", 0.35), soft=12)
    brush.fill(side, glazed(colour))
    brush.fill(oval(x, y, wide, wide * 0.3), shade(colour, 0.45))
    brush.fill(oval(x, y + 4, wide * 0.94, wide * 0.26), down(shade(colour, -0.45), colour))
    brush.fill(
        oval(x + wide * 0.1, y + wide * 0.13, wide * 0.55, wide * 0.1), clear(WHITE, 0.22), soft=12
    )
    brush.line(
        oval(x, y + high * 0.1, wide * 0.82, wide * 0.42, 120, 165),
        wide * 0.08,
        clear(WHITE, 0.4),
        within=side,
        soft=8,
    )


_BOWL_SIDE = [(1.0, 0.0), (0.95, 0.35), (0.74, 0.72), (0.44, 0.96), (0.4, 1.05)]


def lamp(brush: Brush, colour: str, whole: bool = True) -> None:
    steel = across("#6d7480", "#d7dde4", "#8d95a1")
    brush.fill(oval(400, 868, 210, 46), shade(colour, -0.45))
    brush.fill(oval(400, 848, 210, 46), across(shade(colour, -0.2), shade(colour, 0.3), colour))
    brush.fill(oval(400, 838, 60, 16), shade(colour, -0.3))
    lower, upper = [(400, 835), (268, 540)], [(268, 540), (560, 268)]
    for arm in (lower, upper):
        brush.line(arm, 32, "#4d5460")
        brush.line(arm, 22, steel)
    brush.line([(330, 640), (390, 460)], 5, "#5b626d")
    for x, y in (lower[0], lower[1]):
        brush.fill(oval(x, y, 36, 36), glow("#c9d0d8", "#4d5460"))
        brush.fill(oval(x, y, 13, 13), colour)
    pivot = (590, 262)

    def tilted(points: Shape) -> Shape:
        return turned(points, -38, pivot)

    brush.fill(tilted(box(530, 150, 650, 260, 40)), across("#4d5460", "#aab2bc", "#4d5460"))
    if not whole:
        brush.fill(tilted(box(545, 240, 635, 320, 14)), across("#b9913f", "#f0d48a", "#a37b2c"))
        brush.fill(tilted(oval(590, 320, 36, 12)), "#2a2320")
        return
    hood = tilted(rounded([(520, 225), (660, 225), (775, 440), (405, 440)], [50, 50, 16, 16]))
    brush.fill(hood, across(shade(colour, 0.3), colour, shade(colour, -0.3)))
    brush.line(tilted([(500, 300), (450, 405)]), 26, clear(WHITE, 0.5), soft=8)
    brush.fill(tilted(oval(590, 440, 185, 48)), shade(colour, -0.45))
    brush.fill(tilted(oval(590, 444, 168, 38)), glow("#fffbe6", "#ffdf8a"))
    brush.fill(tilted(oval(590, 452, 62, 50)), glow(WHITE, "#fff0b8"))


def notebook(brush: Brush, colour: str, whole: bool = True) -> None:
    middle = (450, 500)

    def tilted(points: Shape) -> Shape:
        return turned(points, -7, middle)

    brush.line(tilted([(420, 860), (424, 960)]), 22, "#d9a441")
    brush.fill(tilted(box(212, 132, 716, 902, 26)), shade(colour, -0.45))
    brush.fill(tilted(box(222, 128, 706, 890, 18)), "#f4ecd9")
    for step in range(5):
        brush.line(tilted([(230, 870 + 4 * step), (700, 870 + 4 * step)]), 1.5, "#cbbfa5")
    cover = tilted(box(200, 110, 700, 866, 28))
    brush.fill(cover, across(shade(colour, -0.15), shade(colour, 0.16), colour))
    brush.fill(tilted(box(200, 110, 262, 866, 20)), clear("#000000", 0.22), within=cover)
    brush.line(tilted([(266, 112), (266, 864)]), 3, clear(WHITE, 0.25))
    brush.fill(
        tilted([(200, 110), (560, 110), (200, 640)]), clear(WHITE, 0.12), within=cover, soft=30
    )
    brush.fill(tilted(box(340, 250, 560, 360, 12)), down("#f3e4c3", "#e2cc9c"))
    brush.line(tilted([(375, 290), (525, 290)]), 8, shade(colour, -0.1))
    brush.line(tilted([(400, 322), (500, 322)]), 5, shade(colour, 0.2))
    brush.line(tilted([(632, 106), (632, 872)]), 26, shade(colour, -0.55))
    brush.line(tilted([(627, 110), (627, 868)]), 4, clear(WHITE, 0.25))
    if whole:
        _pen(brush, colour)


def _pen(brush: Brush, colour: str) -> None:
    def tilted(points: Shape) -> Shape:
        return turned(points, 9, (830, 500))

    brush.fill(tilted([(808, 770), (852, 770), (833, 850), (827, 850)]), "#c9ced6")
    brush.fill(
        tilted(box(800, 170, 860, 780, 16)),
        across(shade(colour, -0.35), shade(colour, 0.4), shade(colour, -0.4)),
    )
    brush.fill(tilted(box(798, 430, 862, 456)), across("#9c7a2f", "#f3dc9c", "#9c7a2f"))
    brush.fill(tilted(box(846, 200, 864, 400, 8)), across("#caa24a", "#f3dc9c", "#a37b2c"))
