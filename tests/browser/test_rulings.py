"""A case at the platform, played by five: asked, ruled, approved, appealed, reversed, paid.

The first arbitrator has scripts, the other two people of the platform have none.
"""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.applying import apply_for_refund, two_photos, wait_for_text
from tests.browser.conftest import SignIn, take_picture
from tests.browser.moves import drawn, follow
from tests.browser.test_main_job import take_case

QUEUE = "/admin/disputes/dispute/"
REVERSAL = "The listing says blue, and evidence 1 shows a green mug."
REASONS = "Evidence 3 shows the same glaze from stock; evidence 1 shows no other."


def test_from_a_request_for_evidence_to_a_reversal_on_appeal(
    working_site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    plain = {"java_script_enabled": False}
    supervisor = sign_in(working_site, "supervisor", **plain)
    from_ten_euros_on_two_arbitrators(supervisor)
    reference = a_case_at_the_platform(working_site, sign_in, tmp_path)
    dispute = f"{QUEUE}{reference}/"

    # The arbitrator asks the seller, who answers.
    arbitrator = sign_in(working_site, "arbitrator")
    take_case(arbitrator, reference)
    follow(arbitrator.get_by_role("link", name="Request evidence").first)
    arbitrator.get_by_label("The seller", exact=True).check()
    arbitrator.get_by_label("Photos of the same item from stock").check()
    sound(arbitrator, "request-evidence")
    follow(arbitrator.get_by_role("button", name="Continue"))
    expect(arbitrator.get_by_text("The seller is asked and has until")).to_be_visible()
    follow(arbitrator.get_by_role("button", name="Request evidence"))

    seller = sign_in(working_site, "seller")
    seller.goto(f"/seller/cases/{reference}/")
    expect(
        seller.get_by_role("heading", name="The arbitrator asks you for evidence")
    ).to_be_visible()
    follow(seller.get_by_role("link", name="Add evidence"))
    expect(seller.get_by_role("region", name="What the arbitrator asks for")).to_contain_text(
        "Photos of the same item from stock"
    )
    seller.get_by_label("What does it show?").fill("The same glaze, from the same batch.")
    follow(seller.get_by_role("button", name="Add evidence"))
    say_nothing_more(seller, f"/seller/cases/{reference}/")

    # The buyer could answer that, and has nothing to add either.
    buyer = sign_in(working_site, "buyer")
    say_nothing_more(buyer, f"/buyer/cases/{reference}/")

    # A draft outlives its window; the ruling waits for somebody else.
    arbitrator.goto(f"{dispute}rule/")
    arbitrator.get_by_label("Reasons").fill(REASONS)
    expect(arbitrator.get_by_text("Draft saved on")).to_be_visible()
    arbitrator.context.close()
    arbitrator = sign_in(working_site, "arbitrator")
    arbitrator.goto(f"{dispute}rule/")
    expect(arbitrator.get_by_label("Reasons")).to_have_value(REASONS)
    arbitrator.get_by_role("radio", name="No refund", exact=True).check()
    arbitrator.get_by_label("The item matches its listing").check()
    follow(arbitrator.get_by_role("button", name="Continue"))
    expect(
        arbitrator.get_by_text("Choose at least one piece of evidence that the ruling rests on.")
    ).to_be_visible()
    arbitrator.get_by_label("Evidence 1").check()
    arbitrator.get_by_label("Evidence 3").check()
    sound(arbitrator, "rule")
    follow(arbitrator.get_by_role("button", name="Continue"))
    expect(arbitrator.get_by_text("Rests on evidence 1, 3.")).to_be_visible()
    expect(arbitrator.get_by_text("so a second arbitrator looks at the ruling")).to_be_visible()
    sound(arbitrator, "rule-preview")
    follow(arbitrator.get_by_role("button", name="Issue ruling"))
    expect(arbitrator.get_by_text("The ruling waits for a second arbitrator.")).to_be_visible()

    buyer.reload()
    expect(buyer.get_by_text("second arbitrator")).to_have_count(0)
    expect(buyer.get_by_text(REASONS)).to_have_count(0)

    second = sign_in(working_site, "arbitrator2", **plain)
    take_case(second, reference)
    follow(second.get_by_role("link", name="Approve ruling").first)
    expect(second.get_by_text(REASONS)).to_be_visible()
    take_picture(second, "play-approve")
    follow(second.get_by_role("button", name="Approve ruling"))
    expect(second.get_by_text("The ruling is approved.")).to_be_visible()

    # The side that lost appeals; somebody who has not ruled comes to another result.
    buyer.reload()
    expect(buyer.get_by_text(REASONS)).to_be_visible()
    expect(buyer.get_by_text("No money moves before that.")).to_be_visible()
    follow(buyer.get_by_role("link", name="Appeal this ruling"))
    buyer.get_by_label("What did the ruling get wrong?").fill("The listing names one colour only.")
    follow(buyer.get_by_role("button", name="Appeal this ruling"))
    expect(buyer.get_by_text("No money moves while the appeal is open.")).to_be_visible()

    say_nothing_more(seller, f"/seller/cases/{reference}/")

    take_case(supervisor, reference)
    follow(supervisor.get_by_role("link", name="Issue ruling").first)
    supervisor.get_by_label("Full refund").check()
    supervisor.get_by_label("The item differs from its listing").check()
    supervisor.get_by_label("Evidence 1").check()
    supervisor.get_by_label("Reasons").fill(REVERSAL)
    follow(supervisor.get_by_role("button", name="Continue"))
    follow(supervisor.get_by_role("button", name="Issue ruling"))
    expect(supervisor.get_by_text("The ruling is issued.")).to_be_visible()

    for page, portal in ((buyer, "buyer"), (seller, "seller")):
        page.goto(f"/{portal}/cases/{reference}/")
        expect(page.get_by_text("Replaced on appeal")).to_be_visible()
        expect(page.get_by_text(REASONS)).to_be_visible()
        expect(page.get_by_text(REVERSAL)).to_be_visible()
    for _week in range(2):  # the time to appeal is seven days
        buyer.goto(f"/buyer/cases/{reference}/")
        follow(buyer.get_by_role("button", name="5 days"))
    wait_for_text(buyer, "was paid to the buyer")
    paid = re.findall(r"The refund of €([\d.]+) was paid", buyer.get_by_role("main").inner_text())
    assert len(paid) == 1


def from_ten_euros_on_two_arbitrators(supervisor: Page) -> None:
    """Published before the case is filed, which keeps the policy of that moment."""
    supervisor.goto("/admin/disputes/policy/publish/")
    supervisor.get_by_label("What changed and why").fill("Two look at everything.")
    supervisor.get_by_label("Amounts from which a second arbitrator must approve").fill("EUR 10.00")
    follow(supervisor.get_by_role("button", name="Continue"))
    expect(
        supervisor.get_by_text("In EUR, large begins at €10.00, not at €500.00.")
    ).to_be_visible()
    follow(supervisor.get_by_role("button", name="Publish a new version"))


def a_case_at_the_platform(site: str, sign_in: SignIn, folder: Path) -> str:
    buyer = sign_in(site, "buyer")
    reference = apply_for_refund(buyer, two_photos(folder))
    seller = sign_in(site, "seller")
    seller.goto(f"/seller/cases/{reference}/")
    follow(seller.get_by_role("link", name="Reject request"))
    seller.get_by_label("Why do you reject it?").fill("The listing names both colours.")
    follow(seller.get_by_role("button", name="Reject request"))
    buyer.goto(f"/buyer/cases/{reference}/")
    follow(buyer.get_by_role("link", name="Ask the platform to decide"))
    follow(buyer.get_by_role("button", name="Ask the platform to decide"))
    for page, portal in ((buyer, "buyer"), (seller, "seller")):
        say_nothing_more(page, f"/{portal}/cases/{reference}/")
        page.context.close()
    return reference


def say_nothing_more(page: Page, dispute: str) -> None:
    page.goto(dispute)
    follow(page.get_by_role("link", name="I have nothing to add"))
    follow(page.get_by_role("button", name="I have nothing to add"))


def sound(page: Page, name: str) -> None:
    """axe finds nothing; and a picture to look at."""
    drawn(page)
    take_picture(page, f"play-{name}")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
