"""Side by side, as people use it: with a mouse, keys or two fingers, and without a script."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import SignIn
from tests.browser.moves import drawn, follow

DESK = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}
# As if both sides had shown as much as they may, with long captions.
MANY_MORE = """
    for (const row of document.querySelectorAll(".pane-choices ul"))
      for (let number = 0; number < 120; number++) row.append(row.lastElementChild.cloneNode(true));
    for (const name of document.querySelectorAll(".pane-name"))
      name.textContent = "The lower left corner of the box was dented ".repeat(4);
"""
# A page rolls on for a while after the finger has left it.
TELL_WHEN_STILL = """
    document.addEventListener("scrollend", () => (document.body.dataset.still = "yes"));
"""
# The demo's buyer has shown three photos of these.
BUYER, GOODS = "buyer2", "Over-ear wireless headphones, sand"


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    """The address of the page, once somebody has been led to it, by site."""
    return {}


def compare(site: str, sign_in: SignIn, found: dict[str, str], **options: Any) -> Page:
    page = sign_in(site, BUYER, **options)
    if site not in found:
        page.goto("/buyer/cases/")
        follow(page.get_by_role("link", name=GOODS).first)
        follow(page.get_by_role("link", name="Compare side by side"))
        found[site] = page.url
    else:
        page.goto(found[site])
    expect(image(page, "right")).to_have_js_property("complete", True)
    return page


@pytest.fixture
def desk(site: str, sign_in: SignIn, found: dict[str, str]) -> Page:
    return compare(site, sign_in, found, **DESK)


@pytest.fixture
def phone(site: str, sign_in: SignIn, found: dict[str, str]) -> Page:
    return compare(site, sign_in, found, **PHONE)


def pane(page: Page, name: str) -> Locator:
    return page.locator(f"[data-pane={name}]")


def surface(page: Page, name: str) -> Locator:
    return pane(page, name).locator("[data-surface]")


def image(page: Page, name: str) -> Locator:
    return pane(page, name).locator("[data-image]")


def lies(page: Page) -> list[list[float]]:
    """How both pictures lie: the six numbers of each computed transform, rounded."""
    drawn(page)
    found = page.eval_on_selector_all(
        "[data-sheet]",
        "sheets => sheets.map(sheet => getComputedStyle(sheet).transform)",
    )
    numbers = [re.findall(r"-?[\d.]+(?:e-\d+)?", each) for each in found]
    return [[round(float(number), 2) for number in each] for each in numbers]


def names(page: Page) -> Locator:
    return page.locator("[data-name].pane-name")


def shown(page: Page) -> list[str]:
    return names(page).all_inner_texts()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None
    return found


def test_zoom_and_moves_go_for_both_until_they_are_parted(desk: Page) -> None:
    assert lies(desk) == [[], []]
    button(desk, "Zoom in").click()
    expect(desk.get_by_role("status").last).to_have_text("Zoom 150%")
    left, right = lies(desk)
    assert left == right == [1.5, 0, 0, 1.5, 0, 0]

    place = box(surface(desk, "right"))
    desk.mouse.move(place["x"] + 10, place["y"] + 10)
    desk.mouse.wheel(0, -300)
    expect(desk.locator("[data-percent]")).not_to_have_text("150%")
    left, right = lies(desk)
    assert left == right
    assert left[0] == pytest.approx(2.73, abs=0.01)
    assert left[4] > 100  # the corner under the mouse stays under the mouse
    assert left[5] > 100

    desk.mouse.down()
    desk.mouse.move(place["x"] - 40, place["y"] - 20)
    desk.mouse.up()
    dragged, same = lies(desk)
    assert dragged == same
    assert dragged[4] == pytest.approx(left[4] - 50, abs=0.1)
    assert dragged[5] == pytest.approx(left[5] - 30, abs=0.1)

    corner = box(surface(desk, "left"))
    button(desk, "Move both together").click()
    Hands(desk).click_twice(corner["x"] + 50, corner["y"] + 50)
    left, right = lies(desk)
    assert right == dragged
    assert left[0] == pytest.approx(2.5 * dragged[0], abs=0.02)
    desk.mouse.move(place["x"] + 10, place["y"] + 10)  # over the other one
    desk.mouse.wheel(0, 200)
    percent = desk.locator("[data-percent]")
    expect(percent).not_to_have_text(re.compile("^68"))
    parted = lies(desk)
    assert parted[0] == left
    assert parted[1][0] < right[0]
    button(desk, "Move both together").click()
    button(desk, "Fit").click()
    assert lies(desk) == [[1, 0, 0, 1, 0, 0]] * 2


def test_no_picture_is_dragged_out_of_sight_nor_zoomed_without_end(desk: Page) -> None:
    surface(desk, "left").focus()
    for _ in range(8):
        desk.keyboard.press("+")
    assert [each[0] for each in lies(desk)] == [8, 8]
    width = surface(desk, "left").evaluate("pane => pane.clientWidth")
    for _ in range(60):
        desk.keyboard.press("ArrowLeft")
    assert lies(desk)[0][4] == pytest.approx(3.5 * width, abs=0.5)


def test_each_picture_turns_by_itself_and_still_fits(desk: Page) -> None:
    button(desk, "Second picture: turn right").click()
    left, right = lies(desk)
    assert left == []
    assert right == [0, 1, -1, 0, 0, 0]
    pane_box, turned = box(surface(desk, "right")), box(image(desk, "right"))
    assert turned["x"] >= pane_box["x"]
    assert turned["y"] >= pane_box["y"]
    assert turned["x"] + turned["width"] <= pane_box["x"] + pane_box["width"]
    assert turned["y"] + turned["height"] <= pane_box["y"] + pane_box["height"]
    button(desk, "Second picture: turn left").click()
    button(desk, "First picture: turn left").click()
    assert lies(desk) == [[0, -1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0]]
    before = shown(desk)
    button(desk, "Swap").click()
    expect(names(desk)).to_have_text(before[::-1])
    assert lies(desk) == [[1, 0, 0, 1, 0, 0], [0, -1, 1, 0, 0, 0]]  # as it lay before


def test_keys_work_on_the_pictures_and_nowhere_else(desk: Page) -> None:
    desk.keyboard.press("+")
    assert lies(desk) == [[], []]
    surface(desk, "right").focus()
    for key in ("+", "+", "-", "ArrowRight", "r"):
        desk.keyboard.press(key)
    left, right = lies(desk)
    assert left[:4] == [1.5, 0, 0, 1.5]
    assert right[:4] == [0, 1.5, -1.5, 0]
    assert left[4] == right[4] < 0
    desk.keyboard.press("Shift+R")
    desk.keyboard.press("0")
    assert lies(desk) == [[1, 0, 0, 1, 0, 0]] * 2
    before = shown(desk)
    desk.keyboard.press("s")
    expect(names(desk)).to_have_text(before[::-1])

    desk.keyboard.press("?")
    keys = desk.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Turn the picture right, or left")
    desk.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(surface(desk, "right")).to_be_focused()


def test_full_screen_holds_both_pictures(desk: Page) -> None:
    is_full = "document.fullscreenElement?.matches('[data-compare]') ?? false"
    full = button(desk, "Full screen")
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    assert desk.evaluate(is_full)
    screen = {"width": 1280, "height": 800}
    for name in ("left", "right"):
        place = box(surface(desk, name))
        assert place["width"] * place["height"] > 0.35 * screen["width"] * screen["height"]
    desk.keyboard.press("f")
    expect(full).to_have_attribute("aria-pressed", "false")
    assert not desk.evaluate(is_full)


def test_another_picture_comes_by_a_click_without_a_new_page(desk: Page) -> None:
    desk.evaluate("document.body.dataset.same = 'page'")
    button(desk, "Zoom in").click()
    drawn(desk)
    third = pane(desk, "right").get_by_role("navigation").get_by_role("link").nth(2)
    name = third.get_by_role("img").get_attribute("alt")
    assert name
    third.click()
    expect(third).to_have_attribute("aria-current", "true")
    expect(image(desk, "right")).to_have_js_property("complete", True)
    assert shown(desk)[1] in name
    assert lies(desk) == [[1, 0, 0, 1, 0, 0]] * 2
    key = third.get_attribute("data-key")
    expect(desk).to_have_url(re.compile(rf"\?left=listing&right={key}$"))
    expect(desk.locator("body")).to_have_attribute("data-same", "page")
    # A link of the other pane, opened by itself, keeps this choice.
    other = pane(desk, "left").get_by_role("navigation").get_by_role("link").nth(1)
    assert (other.get_attribute("href") or "").endswith(f"&right={key}")
    chosen = shown(desk)
    desk.reload()
    assert shown(desk) == chosen


def test_a_picture_that_does_not_come_is_told(desk: Page) -> None:
    link = pane(desk, "right").get_by_role("navigation").get_by_role("link").nth(3)
    address = link.get_attribute("data-url") or ""
    desk.route(f"**{address}", lambda route: route.abort())
    link.click()
    expect(pane(desk, "right").get_by_role("alert")).to_contain_text("did not load")
    expect(image(desk, "right")).to_be_hidden()
    desk.unroute(f"**{address}")
    pane(desk, "right").get_by_role("navigation").get_by_role("link").nth(0).click()
    expect(pane(desk, "right").get_by_role("alert")).to_be_hidden()
    expect(image(desk, "right")).to_be_visible()


def test_without_a_script_they_are_plain_pictures_and_links(
    site: str, sign_in: SignIn, found: dict[str, str]
) -> None:
    page = compare(site, sign_in, found, **DESK, java_script_enabled=False)
    for text in ("Zoom in", "Full screen", "First picture: turn left"):
        expect(button(page, text)).to_be_hidden()
    first, second = box(image(page, "left")), box(image(page, "right"))
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]
    follow(pane(page, "left").get_by_role("navigation").get_by_role("link").nth(2))
    follow(pane(page, "right").get_by_role("navigation").get_by_role("link").nth(0))
    photo, listing = shown(page)
    assert listing == "Listing picture"
    assert photo.endswith(".jpg")
    with page.expect_response(re.compile(r"/files/[0-9a-f-]+/$")) as answer:
        page.get_by_role("link", name="First picture: open in full").click()
    assert answer.value.ok


def test_fingers_on_a_phone(phone: Page) -> None:
    upper, lower = box(surface(phone, "left")), box(surface(phone, "right"))
    assert upper["y"] + upper["height"] <= lower["y"]
    for control in phone.locator(".comparison .tool:visible").all():
        size = box(control)
        assert min(size["width"], size["height"]) >= 44
    assert surface(phone, "left").evaluate("pane => getComputedStyle(pane).touchAction") != "none"

    x, y = upper["x"] + upper["width"] / 2, upper["y"] + upper["height"] / 2
    fingers = Hands(phone)
    fingers.move([(x - 30, y), (x + 30, y)], [(x - 60, y), (x + 60, y)])
    spread, other = lies(phone)
    assert spread == other
    assert spread[0] == pytest.approx(2, abs=0.1)
    fingers.move([(x, y)], [(x + 40, y + 10)])
    moved, other = lies(phone)
    assert moved == other
    assert moved[4] == pytest.approx(spread[4] + 40, abs=1)
    button(phone, "Fit").click()
    fingers.tap_twice(x + 50, y)
    closer, other = lies(phone)
    assert closer == other
    assert closer[0] == 2.5
    assert closer[4] == pytest.approx(-75, abs=1)  # what was tapped stays under the finger

    button(phone, "Fit").click()
    drawn(phone)
    assert phone.evaluate("scrollY") == 0
    phone.evaluate(TELL_WHEN_STILL)
    fingers.move([(x, y)], [(x, y - 150)])  # with nothing to move, it scrolls the page
    expect(phone.locator("body")).to_have_attribute("data-still", "yes")
    assert phone.evaluate("scrollY") > 100

    phone.evaluate(MANY_MORE)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.set_viewport_size({"width": 844, "height": 390})
    phone.evaluate("scrollTo(0, 0)")
    first, second = box(surface(phone, "left")), box(surface(phone, "right"))
    assert first["y"] == second["y"]
    assert first["height"] < 390
    assert phone.evaluate("document.documentElement.scrollWidth") == 844


class Hands:
    """Fingers that touch, move in steps and leave; and two taps or clicks a tenth of a second
    apart, however long the machine takes over them."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def move(self, start: list[tuple[float, float]], end: list[tuple[float, float]]) -> None:
        self._touch("touchStart", start)
        for step in range(1, 6):
            self._touch(
                "touchMove",
                [
                    (from_x + (to_x - from_x) * step / 5, from_y + (to_y - from_y) * step / 5)
                    for (from_x, from_y), (to_x, to_y) in zip(start, end, strict=True)
                ],
            )
        self._touch("touchEnd", [])

    def tap_twice(self, x: float, y: float) -> None:
        now = time.time()
        for at in (now, now + 0.1):
            self._touch("touchStart", [(x, y)], timestamp=at)
            self._touch("touchEnd", [], timestamp=at)

    def click_twice(self, x: float, y: float) -> None:
        now = time.time()
        for count in (1, 2):
            for kind in ("mousePressed", "mouseReleased"):
                self.session.send(
                    "Input.dispatchMouseEvent",
                    {
                        "type": kind, "x": x, "y": y, "button": "left", "clickCount": count,
                        "timestamp": now + count * 0.1,
                    },
                )  # fmt: skip

    def _touch(self, kind: str, points: list[tuple[float, float]], **more: float) -> None:
        self.session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points], **more},
        )
