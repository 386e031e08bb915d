"""An arbitrator is told that a photo was shown before, looks at both cases and at the original."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.moves import follow
from tests.browser.test_change_evidence import PHONE, WIDE


@pytest.mark.parametrize("screen", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_photo_that_was_shown_in_an_earlier_case(
    site: str, sign_in: SignIn, screen: dict[str, Any]
) -> None:
    page = sign_in(site, "supervisor", **screen)
    page.goto("/admin/disputes/dispute/?tab=all&state=hearing")
    follow(page.get_by_role("row").filter(has_text="Wooden toy car").get_by_role("link").first)
    signals = page.get_by_role("region", name="Signals on the photos")
    expect(
        signals.get_by_role("heading", name="Nearly the same picture is in another case")
    ).to_contain_text("Likely")
    expect(signals).to_contain_text("By the same buyer, about the same store.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    signals.get_by_text("What each file tells, and the originals").click()
    with page.expect_download() as started:
        signals.get_by_role("link", name="Download the original").click()
    assert started.value.suggested_filename.endswith(".jpg")
    assert b"Exif" in started.value.path().read_bytes()[:200]

    this = page.url
    follow(signals.get_by_role("link", name="R-"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Wooden toy car, cherry red")
    assert page.url != this
    expect(page.get_by_role("region", name="Signals on the photos")).to_contain_text("Likely")
