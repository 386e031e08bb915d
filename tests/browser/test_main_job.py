"""The main job through the real web server, worker and beat, as three people play it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.applying import start_application
from tests.browser.conftest import SignIn
from tests.world import picture


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
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Submit request").click()
    reference = re.search(r"R-\w{4}-\w{4}", page.get_by_role("main").inner_text())
    assert reference, page.content()
    return reference[0]


def test_buyer_files_seller_rejects_arbitrator_rules_and_the_refund_is_paid(
    working_site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    buyer = sign_in(working_site, "buyer")
    reference = apply_for_refund(buyer, two_photos(tmp_path))

    seller = sign_in(working_site, "seller")
    seller.goto(f"/seller/cases/{reference}/")
    seller.get_by_role("link", name="Reject request").click()
    seller.get_by_label("Why do you reject it?").fill("The listing names both colours.")
    seller.get_by_role("button", name="Reject request").click()
    expect(seller.get_by_text("You rejected the request.")).to_be_visible()

    buyer.goto(f"/buyer/cases/{reference}/")
    buyer.get_by_role("link", name="Ask the platform to decide").click()
    buyer.get_by_role("button", name="Ask the platform to decide").click()
    for page, portal in ((buyer, "buyer"), (seller, "seller")):
        page.goto(f"/{portal}/cases/{reference}/")
        page.get_by_role("link", name="I have nothing to add").click()
        page.get_by_role("button", name="I have nothing to add").click()

    arbitrator = sign_in(working_site, "arbitrator")
    take_case(arbitrator, reference)
    arbitrator.get_by_role("link", name="Issue ruling").first.click()
    arbitrator.get_by_label("Full refund").check()
    arbitrator.get_by_label("The item differs from its listing").check()
    arbitrator.get_by_label("Evidence 1").check()
    arbitrator.get_by_label("Reasons").fill("The picture is blue, the photo is green.")
    arbitrator.get_by_role("button", name="Continue").click()
    arbitrator.get_by_role("button", name="Issue ruling").click()
    expect(arbitrator.get_by_text("Ruled, may be appealed").first).to_be_visible()

    for _week in range(2):  # the time to appeal is seven days
        buyer.goto(f"/buyer/cases/{reference}/")
        buyer.get_by_role("button", name="5 days").click()
    wait_for_text(buyer, "was paid to the buyer")
    expect(buyer.get_by_text("Closed", exact=True)).to_be_visible()


def test_silent_seller_is_forced_to_refund_and_gets_points(
    working_site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    buyer = sign_in(working_site, "buyer")
    reference = apply_for_refund(buyer, two_photos(tmp_path))
    buyer.goto(f"/buyer/cases/{reference}/")
    buyer.get_by_role("button", name="5 days").click()
    wait_for_text(buyer, "The seller did not answer in time.")
    wait_for_text(buyer, "was paid to the buyer")

    seller = sign_in(working_site, "seller")
    seller.goto("/seller/penalties/")
    expect(seller.get_by_role("main")).to_contain_text(reference)


def take_case(arbitrator: Page, reference: str) -> None:
    """Take cases until it is this one: more urgent ones wait in the demo."""
    while True:
        arbitrator.goto("/admin/disputes/dispute/")
        arbitrator.get_by_role("button", name="Take next case").click()
        if reference in arbitrator.get_by_role("main").inner_text():
            return


def wait_for_text(page: Page, text: str, seconds: int = 40) -> None:
    """Look at the page again, as a person would, until the worker has done its part."""
    for _second in range(seconds):
        if text in page.get_by_role("main").inner_text():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"{text!r} did not appear:\n{page.get_by_role('main').inner_text()}")
