"""Evidence is changed on a phone, on a wide screen and without a script, and leaves a receipt."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn
from tests.browser.moves import follow
from tests.support.form_files import picture

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize(
    "screen",
    [PHONE, WIDE, WIDE | {"java_script_enabled": False}],
    ids=["phone", "wide", "without a script"],
)
def test_a_photo_is_replaced_and_both_stay_readable(
    own_site: str, sign_in: SignIn, tmp_path: Path, screen: dict[str, Any]
) -> None:
    blurred, sharp = tmp_path / "blurred.jpg", tmp_path / "sharp.jpg"
    blurred.write_bytes(picture("darkgreen", (800, 600)))
    sharp.write_bytes(picture("green", (800, 600)))
    page = sign_in(own_site, "buyer", **screen)
    page.goto("/buyer/cases/")
    waiting = page.get_by_role("row").filter(has_text="Waiting for the seller")
    follow(waiting.first.get_by_role("link").last)

    follow(page.get_by_role("link", name="Add evidence"))
    page.get_by_label("What does it show?").fill("The label.")
    page.get_by_label("Choose photos").set_input_files(blurred)
    if screen.get("java_script_enabled", True):
        expect(page.get_by_role("button", name="Remove blurred.jpg")).to_be_visible()
    follow(page.get_by_role("button", name="Add evidence", exact=True))
    expect(page.get_by_role("link", name="See the receipt")).to_be_visible()

    follow(last_of_mine(page).get_by_role("link", name="Change"))
    page.get_by_label("In your own words").fill("The label, readable now.")
    place = page.get_by_role("group", name="blurred.jpg")
    place.get_by_label("Caption").fill("From close by")
    place.get_by_text("Replace this photo").click()
    place.get_by_label("Choose a photo").set_input_files(sharp)
    if screen.get("java_script_enabled", True):
        expect(page.get_by_role("button", name="Remove sharp.jpg")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    follow(page.get_by_role("button", name="Change evidence"))

    mine = last_of_mine(page)
    for text in ("The label, readable now.", "From close by", "sharp.jpg"):
        expect(mine).to_contain_text(text)
    mine.get_by_text("1 earlier version").click()
    expect(mine.get_by_role("link", name="Photo blurred.jpg, open in full")).to_be_visible()
    follow(mine.get_by_role("link", name="Receipt"))
    main = page.get_by_role("main")
    for path in (blurred, sharp):
        expect(main).to_contain_text(sha256(path.read_bytes()).hexdigest())


def last_of_mine(page: Page) -> Locator:
    return (
        page.get_by_role("article")
        .filter(has=page.get_by_role("heading", name=re.compile(r"^You, evidence")))
        .last
    )
