"""Adding files on a phone and on a wide screen: nothing is lost, whatever fails on the way."""

import re
import time
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.applying import start_application
from tests.browser.conftest import SignIn
from tests.browser.moves import follow
from tests.support.form_files import picture

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 900}}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Files:
    """What somebody has on their phone."""

    folder: Path

    def __post_init__(self) -> None:
        heic = BytesIO()
        pillow_heif.from_pillow(Image.new("RGB", (640, 480), "green")).save(heic)
        for name, content in (
            ("front.jpg", picture("green", (1200, 900))),
            ("back.jpg", picture("darkgreen", (1200, 900))),
            ("IMG_2041.HEIC", heic.getvalue()),
            ("letter.pdf", PDF),
            ("bad.jpg", b"Dear customer"),
        ):
            (self.folder / name).write_bytes(content)

    def __call__(self, *names: str) -> list[Path]:
        return [self.folder / name for name in names]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def choose(page: Page, paths: list[Path]) -> None:
    page.get_by_label("Choose photos").set_input_files(paths)


def remove(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Remove {name}")


def expect_held(page: Page, name: str) -> None:
    """The server has it; what is still on its way has no caption yet."""
    expect(page.get_by_label(f"Caption (optional): {name}")).to_be_visible()


def expect_mark(page: Page, label: str, mark: str) -> None:
    """What stands beside one of the things to photograph."""
    shots = page.get_by_role("list", name="What to photograph").get_by_role("listitem")
    one = shots.filter(has=page.get_by_text(label, exact=True))
    expect(one.locator(".shot-marks")).to_have_text(re.compile(rf"^{mark}$"), use_inner_text=True)


def cut_off(page: Page, times: int) -> None:
    """The next so many files that are sent do not get through."""
    page.route("**/files/for/**", lambda route: route.abort("connectionfailed"), times=times)


@pytest.mark.parametrize("screen", [PHONE, WIDE], ids=["phone", "wide"])
def test_files_go_up_one_by_one_and_come_into_the_case(
    own_site: str, sign_in: SignIn, files: Files, screen: dict[str, Any]
) -> None:
    page = sign_in(own_site, "buyer", **screen)
    start_application(page)
    expect(page.get_by_text("Up to 10 files, each at most 15 MB.")).to_be_visible()
    expect_mark(page, "The whole item", r"Required\s+Missing")

    choose(page, files("front.jpg", "bad.jpg", "IMG_2041.HEIC", "letter.pdf"))
    for name in ("front.jpg", "IMG_2041.HEIC", "letter.pdf"):
        expect_held(page, name)
    expect(page.get_by_role("listitem").filter(has_text="bad.jpg")).to_contain_text(
        "whatever its name says"
    )
    choose(page, files("front.jpg"))
    expect(
        page.get_by_text("front.jpg is here already, so it is shown once.").first
    ).to_be_visible()
    expect_mark(page, "The whole item", r"Required\s+Added")

    page.get_by_label("This shows: front.jpg").select_option(label="Beside the listing picture")
    expect_mark(page, "Beside the listing picture", r"Helps\s+Added")
    page.get_by_label("Caption (optional): front.jpg").fill("Held to the screen")
    row = page.get_by_role("listitem").filter(has=remove(page, "front.jpg"))
    expect(row.get_by_text("Saved", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("What happened?").fill("A green one came.")

    follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Held to the screen")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("letter.pdf")
    follow(page.get_by_role("button", name="Submit request"))
    reference = re.search(r"R-\w{4}-\w{4}", page.get_by_role("main").inner_text())
    assert reference, page.content()

    seller = sign_in(own_site, "seller", **screen)
    seller.goto(f"/seller/cases/{reference[0]}/")
    main = seller.get_by_role("main")
    for text in ("Held to the screen", "IMG_2041.HEIC", "letter.pdf"):
        expect(main).to_contain_text(text)


def test_a_busy_server_is_asked_again_by_itself(
    own_site: str, sign_in: SignIn, files: Files
) -> None:
    page = sign_in(own_site, "buyer", **PHONE)
    start_application(page)
    asked: list[float] = []

    def busy(route: Route) -> None:
        asked.append(time.monotonic())
        route.fulfill(status=503, headers={"Retry-After": "1"}, json={"error": "Too many files."})

    page.route("**/files/for/**", busy, times=3)  # more often than a lost connection is tried
    choose(page, files("front.jpg"))
    expect_held(page, "front.jpg")
    assert len(asked) == 3
    assert all(later - earlier > 0.45 for earlier, later in pairwise(asked))

    page.route("**/files/for/**", lambda route: route.fulfill(status=413), times=1)
    choose(page, files("back.jpg"))
    expect(page.get_by_text("This file is larger than 15 MB.").first).to_be_visible()


def test_what_fails_on_the_way_is_sent_again_and_another_device_goes_on(
    own_site: str, sign_in: SignIn, files: Files
) -> None:
    page = sign_in(own_site, "buyer", **PHONE)
    start_application(page)
    cut_off(page, times=1)
    choose(page, files("front.jpg"))
    expect_held(page, "front.jpg")  # sent again by itself

    cut_off(page, times=3)
    choose(page, files("back.jpg"))
    expect(page.get_by_text("The file could not be sent.").first).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Some files were not sent.").first).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect_held(page, "back.jpg")

    page.get_by_label("This shows: back.jpg").select_option(label="Beside the listing picture")
    page.get_by_label("Caption (optional): back.jpg").fill("From behind")
    page.get_by_label("Caption (optional): back.jpg").press("Enter")
    row = page.get_by_role("listitem").filter(has=remove(page, "back.jpg"))
    expect(row.get_by_text("Saved", exact=True)).to_be_visible()

    other = sign_in(own_site, "buyer", **WIDE)
    other.goto(page.url)
    expect(other.get_by_label("Caption (optional): back.jpg")).to_have_value("From behind")
    expect_mark(other, "Beside the listing picture", r"Helps\s+Added")
    remove(other, "back.jpg").click()
    expect(remove(other, "back.jpg")).to_have_count(0)
    expect_mark(other, "Beside the listing picture", r"Helps\s+Not added")
    remove(other, "front.jpg").click()
    expect_mark(other, "The whole item", r"Required\s+Missing")
