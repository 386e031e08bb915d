"""A seller who has many cases: chosen in the list and answered at once, and one after the other by
keys."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.moves import follow, is_sound

CASE = re.compile(r"/seller/cases/R-[^/]+/$")


def test_one_page_tells_of_all_that_were_chosen(site: str, sign_in: SignIn) -> None:
    page = sign_in(site, "seller", viewport={"width": 390, "height": 900})
    page.add_init_script(script=AXE_SCRIPT)
    page.goto("/seller/?store=Harbour+%26+Kiln")
    unanswered = page.get_by_role("row").filter(has_text="Answer the request")
    for row in unanswered.all():
        row.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Accept the chosen requests"))
    expect(page.get_by_text("in all of them, or in none")).to_be_visible()
    shown = page.get_by_role("region", name="What will happen").get_by_role("heading", level=3)
    assert shown.count() >= 2
    expect(page.get_by_text("In all:")).to_be_visible()
    is_sound(page)


def test_the_next_case_is_a_key_away(site: str, sign_in: SignIn) -> None:
    page = sign_in(site, "seller", viewport={"width": 1280, "height": 900})
    page.goto("/seller/")
    follow(page.locator("table.queue a").first)
    expect(page).to_have_url(CASE)
    page.wait_for_load_state()  # the scripts have run
    first = page.url
    expect(page.get_by_role("button", name="Shortcuts")).to_be_visible()
    page.keyboard.press("n")
    expect(page).not_to_have_url(first)
    expect(page).to_have_url(CASE)
