"""The keys of the case page: listed behind "?", out of the way of whoever types."""

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn
from tests.browser.moves import follow, is_sound

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# The demo's arbitrator has it in hand.
GOODS = "City backpack"
CASE = re.compile(r"/R-[^/]+/$")


def case_page(site: str, sign_in: SignIn, **options: Any) -> Page:
    page = sign_in(site, "arbitrator", **options)
    page.add_init_script(script=AXE_SCRIPT)
    page.clock.install()
    page.goto("/admin/disputes/dispute/?tab=mine")
    follow(page.get_by_role("link", name=re.compile(GOODS)).first)
    expect(page).to_have_url(CASE)
    page.wait_for_load_state()  # the scripts have run
    return page


def shortcuts(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keyboard shortcuts")


def note(page: Page) -> Locator:
    return page.get_by_label("Your note")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def press_two(page: Page, first: str, second: str) -> None:
    """The second one is in time, however long the machine takes over it."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 60"))
    press(page, first, second)
    page.clock.resume()


def closed(page: Page) -> None:
    """The list is gone and nothing has the focus, which leaves a little later."""
    expect(shortcuts(page)).to_be_hidden()
    expect(page.locator("body")).to_be_focused()


def test_a_day_at_the_keyboard(site: str, sign_in: SignIn) -> None:
    page = case_page(site, sign_in, **DESK)
    press(page, "?")
    expect(shortcuts(page)).to_be_visible()
    for move in ("r Issue ruling", "e Request evidence", "g h History", "w Your note"):
        keys = re.compile(r"\s+".join(map(re.escape, move.split())))
        expect(shortcuts(page).get_by_role("listitem").filter(has_text=keys)).to_be_visible()
    is_sound(page)
    press(page, "r")  # the list is only read
    expect(shortcuts(page)).to_be_visible()
    press(page, "Escape")
    closed(page)

    press_two(page, "g", "h")
    expect(page.get_by_role("heading", name="History")).to_be_focused()
    expect(page).to_have_url(re.compile("#history$"))
    press_two(page, "g", "2")
    expect(page.get_by_role("heading", name="Seller Northlane Outfitters")).to_be_focused()
    press(page, "e")
    expect(page.get_by_role("heading", name="Request evidence")).to_be_visible()
    page.go_back()
    press(page, "r")
    expect(page.get_by_role("heading", name="Issue ruling")).to_be_visible()


def test_whoever_types_or_means_something_else_is_left_alone(site: str, sign_in: SignIn) -> None:
    page = case_page(site, sign_in, **DESK)
    press(page, "w")
    expect(note(page)).to_be_focused()
    page.keyboard.type("error? grr")
    expect(note(page)).to_have_value("error? grr")
    expect(shortcuts(page)).to_be_hidden()

    page.get_by_role("button", name="Leave note").focus()
    press(page, "r", "?", "w")
    expect(page.get_by_role("button", name="Leave note")).to_be_focused()
    page.get_by_role("heading", level=1).click()
    press(page, "Shift+R", "Alt+r", "Shift+W")
    expect(note(page)).not_to_be_focused()
    press(page, "w")  # on this page still
    expect(note(page)).to_be_focused()
    expect(page).to_have_url(CASE)


def test_they_can_be_read_without_a_key_and_switched_off(site: str, sign_in: SignIn) -> None:
    page = case_page(site, sign_in, **DESK)
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_label("Use keyboard shortcuts in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    closed(page)
    for _ in range(2):
        press(page, "w")
        expect(note(page)).not_to_be_focused()
        page.reload()
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_label("Use keyboard shortcuts in this browser").check()
    page.get_by_role("button", name="Close").click()
    closed(page)
    press(page, "w")
    expect(note(page)).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_the_case_page_is_sound(
    site: str, sign_in: SignIn, device: dict[str, Any], scheme: str
) -> None:
    page = case_page(site, sign_in, **device, color_scheme=scheme)
    is_sound(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    names = ["Issue ruling", "Request evidence", "Hand case back"]
    for name in names:
        expect(page.get_by_role("link", name=name)).to_be_visible()


def test_without_a_script_nothing_speaks_of_keys(site: str, sign_in: SignIn) -> None:
    page = sign_in(site, "arbitrator", java_script_enabled=False)
    page.goto("/admin/disputes/dispute/?tab=mine")
    follow(page.get_by_role("link", name=re.compile(GOODS)).first)
    expect(page.get_by_role("button", name="Shortcuts")).to_be_hidden()
    follow(page.get_by_role("navigation", name="By whom").get_by_role("link", name="Seller"))
    expect(page).to_have_url(re.compile(r"\?by=seller#history$"))
    expect(page.get_by_text(re.compile(r"^\s*\d+ of \d+ lines\s*$"))).to_be_visible()
