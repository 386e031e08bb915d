"""Drawings of gear and toys. Each fills a sheet of 1000 × 1000; `whole=False` leaves out the
piece that is missing in a photo."""

from arbitration.demo.brush import Brush
from arbitration.demo.paints import WHITE, across, clear, down, glow, shade
from arbitration.demo.shapes import box, curve, moved, oval, rounded, turned

LEATHER = "#a9683a"


def headphones(brush: Brush, colour: str, whole: bool = True) -> None:
    band = oval(500, 520, 318, 380, 186, 354)
    brush.line(band, 70, shade(colour, -0.5))
    brush.line(band, 58, across(shade(colour, -0.2), shade(colour, 0.3), shade(colour, -0.25)))
    brush.line(oval(500, 530, 282, 344, 210, 330), 30, "#3a3a42")
    brush.line(oval(500, 506, 330, 384, 225, 300), 9, clear(WHITE, 0.55), soft=3)
    for side in (-1, 1):
        x = 500 + side * 318
        brush.line([(x, 440), (x + side * 4, 600)], 26, across("#8a919b", "#f2f5f8", "#7d848e"))
        if side < 0 or whole:
            _ear(brush, colour, side)
        else:
            brush.line([(x + 4, 600), (x + 26, 700)], 9, "#b8442f")
            brush.line([(x, 600), (x - 18, 680)], 9, "#30343c")


def _ear(brush: Brush, colour: str, side: int) -> None:
    inner = turned(oval(500 + side * 262, 660, 78, 178), side * -5, (500 + side * 262, 660))
    brush.fill(inner, across("#26262c", "#4c4c56", "#26262c"))
    outer = turned(oval(500 + side * 334, 656, 92, 186), side * -5, (500 + side * 334, 656))
    brush.fill(moved(outer, -side * 12, 0), shade(colour, -0.55))
    light = (shade(colour, 0.3), colour, shade(colour, -0.35))
    brush.fill(outer, across(*light))
    plate = turned(oval(500 + side * 346, 656, 58, 128), side * -5, (500 + side * 346, 656))
    brush.fill(plate, down(shade(colour, -0.12), shade(colour, 0.28)))
    brush.ring(plate, 4, clear(shade(colour, -0.6), 0.5))
    brush.fill(oval(500 + side * 350, 762, 8, 8), "#58d68a")
    brush.line(oval(500 + side * 322, 650, 70, 160, 190, 245), 12, clear(WHITE, 0.5), soft=5)


def backpack(brush: Brush, colour: str, whole: bool = True) -> None:
    brush.line(oval(500, 190, 82, 92, 180, 360), 34, shade(LEATHER, -0.35))
    brush.line(oval(500, 190, 82, 92, 180, 360), 22, down(shade(LEATHER, 0.25), LEATHER))
    for side in (-1, 1):
        strap = [(500 + side * x, y) for x, y in ((230, 300), (318, 470), (300, 700), (230, 830))]
        brush.line(curve(strap, closed=False), 56, shade(colour, -0.5))
    body = rounded([(250, 150), (750, 150), (790, 900), (210, 900)], [190, 190, 90, 90])
    brush.fill(body, across(shade(colour, -0.3), shade(colour, 0.14), colour, shade(colour, -0.4)))
    brush.fill(oval(500, 960, 360, 150), clear("#000000", 0.35), within=body, soft=40)
    zip_line = curve(
        [(282, 500), (300, 330), (390, 250), (610, 250), (700, 330), (718, 500)], closed=False
    )
    brush.line(zip_line, 20, shade(colour, -0.6), within=body)
    brush.line(zip_line, 6, "#d8b25a", within=body)
    brush.fill(box(280, 470, 300, 560, 9), "#d8b25a")
    brush.fill(box(404, 340, 596, 440, 14), down(shade(LEATHER, 0.2), LEATHER))
    brush.ring(box(416, 352, 584, 428, 8), 3, clear("#f6e3bd", 0.8))
    brush.fill(curve([(450, 412), (480, 372), (500, 396), (522, 366), (552, 412)]), "#f6e3bd")
    pocket = rounded([(288, 540), (712, 540), (726, 850), (274, 850)], [50, 50, 70, 70])
    brush.fill(moved(pocket, 0, 16), clear("#000000", 0.35), within=body, soft=12)
    brush.fill(pocket, across(shade(colour, -0.2), shade(colour, 0.2), shade(colour, -0.24)))
    flap = rounded([(280, 528), (720, 528), (726, 660), (274, 660)], [40, 40, 60, 60])
    brush.fill(moved(flap, 0, 10), clear("#000000", 0.3), within=pocket, soft=8)
    brush.fill(flap, down(shade(colour, 0.25), colour))
    brush.line([(300, 642), (700, 642)], 3, clear(WHITE, 0.35))
    for x in (380, 620):
        if not whole:
            for y in (592, 740):
                brush.fill(oval(x, y, 9, 9), shade(colour, -0.75))
            continue
        brush.fill(box(x - 27, 560, x + 27, 776, 14), down(shade(LEATHER, 0.22), LEATHER))
        brush.ring(box(x - 34, 690, x + 34, 736, 8), 9, "#e3c06a")
    brush.line(
        curve([(300, 300), (262, 480), (250, 700)], closed=False),
        30,
        clear(WHITE, 0.25),
        within=body,
        soft=12,
    )


def case(brush: Brush, colour: str, whole: bool = True) -> None:
    brush.fill(box(286, 56, 714, 944, 92), shade(colour, -0.45))
    back = box(294, 62, 706, 938, 86)
    brush.fill(back, across(shade(colour, 0.25), colour, shade(colour, -0.18)))
    for x, y, angle, length in (
        (360, 900, 18, 360),
        (470, 930, -6, 250),
        (640, 900, -24, 300),
        (690, 420, 200, 250),
        (600, 330, 165, 170),
    ):
        _leaves(brush, (x, y), angle, length, shade(colour, 0.6))
    brush.ring(box(304, 72, 696, 928, 78), 5, clear(WHITE, 0.45))
    camera = box(330, 100, 530, 318, 56)
    brush.fill(box(318, 88, 542, 330, 64), shade(colour, -0.3))
    brush.fill(camera, down("#3a3d47", "#15161b"))
    for x, y in ((388, 160), (388, 256), (474, 208)):
        brush.fill(oval(x, y, 42, 42), glow("#5d6472", "#0c0d11"))
        brush.fill(oval(x, y, 25, 25), glow("#35508c", "#0a0c16"))
        brush.fill(oval(x - 9, y - 10, 7, 7), clear(WHITE, 0.85))
    brush.fill(oval(478, 136, 12, 12), "#fff3cf")
    if whole:
        brush.fill(oval(500, 606, 104, 104), clear("#20142f", 0.35), soft=14)
        brush.fill(oval(500, 598, 98, 98), across("#8f96a1", "#f7f9fb", "#a5adb7", "#eef1f4"))
        brush.fill(oval(500, 598, 64, 64), glow(shade(colour, 0.1), shade(colour, -0.25)))
        brush.ring(oval(500, 598, 84, 84), 6, "#7b828c")
    else:
        brush.fill(oval(500, 598, 92, 92), clear("#f4eee2", 0.75))
        brush.ring(oval(500, 598, 76, 76), 5, clear("#8b8273", 0.6))
    brush.line([(322, 420), (322, 800)], 16, clear(WHITE, 0.45), soft=6)


def _leaves(
    brush: Brush, foot: tuple[float, float], angle: float, length: float, colour: str
) -> None:
    x, y = foot
    inside = box(304, 72, 696, 928, 78)
    brush.line(turned([(x, y), (x, y - length)], angle, foot), 5, clear(colour, 0.8), within=inside)
    for step in range(int(length // 48)):
        for side in (-1, 1):
            root = (x, y - 40 - step * 48)
            leaf = curve(
                [
                    root,
                    (x + side * 26, root[1] - 34),
                    (x + side * 62, root[1] - 44),
                    (x + side * 36, root[1] - 10),
                ]
            )
            brush.fill(turned(leaf, angle, foot), clear(colour, 0.75), within=inside)


def car(brush: Brush, colour: str, whole: bool = True) -> None:
    cabin = rounded([(250, 560), (318, 322), (640, 322), (760, 560)], [10, 90, 110, 30])
    brush.fill(cabin, down(shade(colour, 0.25), colour))
    window = down("#dff1fb", "#9cc7e2")
    brush.fill(rounded([(316, 520), (362, 374), (466, 374), (466, 520)], 26), window)
    brush.fill(rounded([(502, 520), (502, 374), (612, 374), (690, 520)], 26), window)
    brush.line([(360, 500), (410, 390)], 14, clear(WHITE, 0.7))
    brush.line([(540, 500), (580, 390)], 14, clear(WHITE, 0.7))
    body = rounded([(90, 520), (770, 508), (926, 580), (930, 740), (84, 740)], [90, 60, 90, 50, 50])
    brush.fill(body, down(shade(colour, 0.22), colour, shade(colour, -0.35)))
    brush.fill(box(60, 690, 960, 760), clear("#e9cfa0", 0.95), within=body)
    brush.line([(130, 560), (740, 548)], 16, clear(WHITE, 0.5), soft=6)
    brush.line([(484, 540), (484, 690)], 6, clear(shade(colour, -0.6), 0.6))
    brush.fill(box(510, 584, 566, 602, 8), "#f3dcae")
    brush.fill(oval(886, 612, 32, 36), glow("#fff8d8", "#f4c64a"))
    brush.fill(box(84, 580, 116, 640, 12), "#f08a3c")
    for x in (268, 738):
        arch = oval(x, 728, 138, 138, 180, 360)
        brush.fill(arch, clear("#1d1412", 0.75), within=body)
        if x == 268 and not whole:
            brush.fill(oval(x, 730, 26, 26), glow("#f3dcae", "#a9834a"))
            brush.fill(oval(x, 730, 10, 10), "#6b4b23")
        else:
            _wheel(brush, x, colour)


def _wheel(brush: Brush, x: float, colour: str) -> None:
    brush.fill(oval(x, 744, 120, 120), glow("#4a4750", "#211f25"))
    brush.fill(oval(x, 744, 78, 78), glow("#f9e8c6", "#d7b27a"))
    brush.ring(oval(x, 744, 78, 78), 5, "#a9834a")
    brush.fill(oval(x, 744, 30, 30), glow(shade(colour, 0.4), shade(colour, -0.15)))
    brush.line(oval(x, 744, 100, 100, 200, 260), 10, clear(WHITE, 0.3), soft=3)
