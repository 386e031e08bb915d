"""The main job through the real web server, worker and beat, as three people play it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.applying import apply_for_refund, two_photos, wait_for_text
from tests.browser.conftest import SignIn
from tests.browser.moves import follow


def test_buyer_files_seller_rejects_arbitrator_rules_and_the_refund_is_paid(
    working_site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    buyer = sign_in(working_site, "buyer")
    reference = apply_for_refund(buyer, two_photos(tmp_path))

    seller = sign_in(working_site, "seller")
    seller.goto(f"/seller/cases/{reference}/")
    follow(seller.get_by_role("link", name="Reject request"))
    seller.get_by_label("Why do you reject it?").fill("The listing names both colours.")
    follow(seller.get_by_role("button", name="Reject request"))
    expect(seller.get_by_text("You rejected the request.")).to_be_visible()

    buyer.goto(f"/buyer/cases/{reference}/")
    follow(buyer.get_by_role("link", name="Ask the platform to decide"))
    follow(buyer.get_by_role("button", name="Ask the platform to decide"))
    for page, portal in ((buyer, "buyer"), (seller, "seller")):
        page.goto(f"/{portal}/cases/{reference}/")
        follow(page.get_by_role("link", name="I have nothing to add"))
        follow(page.get_by_role("button", name="I have nothing to add"))

    arbitrator = sign_in(working_site, "arbitrator")
    take_case(arbitrator, reference)
    follow(arbitrator.get_by_role("link", name="Issue ruling").first)
    arbitrator.get_by_label("Full refund").check()
    arbitrator.get_by_label("The item differs from its listing").check()
    arbitrator.get_by_label("Evidence 1").check()
    arbitrator.get_by_label("Reasons").fill(
        "Evidence 1 shows a green mug, and the picture of the listing is blue."
    )
    follow(arbitrator.get_by_role("button", name="Continue"))
    follow(arbitrator.get_by_role("button", name="Issue ruling"))
    expect(arbitrator.get_by_text("Ruled, may be appealed").first).to_be_visible()

    for _week in range(2):  # the time to appeal is seven days
        buyer.goto(f"/buyer/cases/{reference}/")
        follow(buyer.get_by_role("button", name="5 days"))
    wait_for_text(buyer, "was paid to the buyer")
    expect(buyer.get_by_text("Closed", exact=True)).to_be_visible()


def take_case(arbitrator: Page, reference: str) -> None:
    """Take cases until it is this one: more urgent ones wait in the demo."""
    while True:
        arbitrator.goto("/admin/disputes/dispute/")
        follow(arbitrator.get_by_role("button", name="Take next case"))
        if reference in arbitrator.get_by_role("main").inner_text():
            return
