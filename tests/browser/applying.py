"""How people of the demo apply for a refund in the browser, and wait for what the worker does."""

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.moves import follow
from tests.support.form_files import picture

WORK = 180  # seconds that the worker may take, however busy the machine


def start_application(page: Page) -> None:
    """The first three steps, for the blue mug that came in green."""
    page.goto("/buyer/")
    mug = page.get_by_role("article").filter(has_text="Stoneware mug, ocean blue")
    follow(mug.get_by_role("link", name="Apply for a refund").first)
    page.get_by_label("Yes, but it is not as pictured or described").check()
    follow(page.get_by_role("button", name="Continue"))
    page.get_by_label("Different colour or pattern").check()
    follow(page.get_by_role("button", name="Continue"))
    page.get_by_label("Refund only").check()
    follow(page.get_by_role("button", name="Continue"))


def two_photos(folder: Path) -> list[Path]:
    drawn = [folder / "green mug.jpg", folder / "label.jpg"]
    for photo, colour in zip(drawn, ("green", "white"), strict=True):
        photo.write_bytes(picture(colour, (1600, 1200)))
    return drawn


def apply_for_refund(page: Page, files: list[Path]) -> str:
    """Fill in the whole application for the blue mug that came in green; the case's reference."""
    start_application(page)
    page.get_by_label("What happened?").fill("The picture shows a blue one; a green one came.")
    page.get_by_label("Choose photos").set_input_files(files)
    for photo in files:
        expect(page.get_by_role("button", name=f"Remove {photo.name}")).to_be_visible()
    follow(page.get_by_role("button", name="Continue"))
    follow(page.get_by_role("button", name="Submit request"))
    reference = re.search(r"R-\w{4}-\w{4}", page.get_by_role("main").inner_text())
    assert reference, page.content()
    return reference[0]


def wait_for_text(page: Page, text: str) -> None:
    """Look at the page again, as a person would, until the worker has done its part. Across lines
    and paragraphs there is a blank."""
    main, give_up = page.get_by_role("main"), time.monotonic() + WORK
    while text not in " ".join(main.inner_text().split()):
        assert time.monotonic() < give_up, f"{text!r} did not appear:\n{main.inner_text()}"
        page.wait_for_timeout(500)
        page.reload()
