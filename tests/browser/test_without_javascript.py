"""The application works without a script, and one bad file loses neither the others nor words."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.applying import start_application
from tests.browser.conftest import SignIn
from tests.browser.moves import follow
from tests.support.form_files import picture


def test_a_buyer_applies_with_a_photo_and_a_file_that_is_none(
    own_site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    good, bad = tmp_path / "green.jpg", tmp_path / "letter.jpg"
    good.write_bytes(picture("green", (800, 600)))
    bad.write_bytes(b"Dear customer")
    page = sign_in(own_site, "buyer", java_script_enabled=False)
    start_application(page)

    page.get_by_label("What happened?").fill("A green one came.")
    page.get_by_label("Choose photos").set_input_files([good, bad])
    follow(page.get_by_role("button", name="Continue"))
    beside_the_field = page.get_by_role("group", name="Photos").get_by_role("alert")
    expect(beside_the_field).to_contain_text("letter.jpg")
    expect(beside_the_field).to_contain_text("This file is neither a photo")
    expect(page.get_by_label("What happened?")).to_have_value("A green one came.")
    expect(page.get_by_role("button", name="Remove green.jpg")).to_be_visible()

    follow(page.get_by_role("button", name="Continue"))
    follow(page.get_by_role("button", name="Submit request"))
    expect(page.get_by_role("heading", name="Your request is submitted")).to_be_visible()
