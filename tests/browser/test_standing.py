"""A seller foresees what a case costs, gets the penalty after five silent days, appeals, and is
restored: through the real web server, worker and beat."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.applying import apply_for_refund, two_photos, wait_for_text
from tests.browser.conftest import SignIn
from tests.browser.moves import follow
from tests.support.form_files import picture

STORE = "Harbour & Kiln"


def points_now(seller: Page) -> int:
    seller.goto("/seller/")
    said = seller.get_by_role("main").inner_text()
    found = re.search(rf"Penalty points · {STORE}\s+(\d+)", said)
    assert found, said
    return int(found[1])


def foretold(seller: Page, reference: str) -> int:
    """What the page of the case says that staying silent would cost."""
    seller.goto(f"/seller/cases/{reference}/")
    stakes = seller.get_by_role("region", name="What it means for your store")
    expect(stakes).to_contain_text("No points: what you settle yourselves never costs any.")
    found = re.search(r"If you do nothing\s+(\d+) points", stakes.inner_text())
    assert found, stakes.inner_text()
    return int(found[1])


def test_a_penalty_is_foreseen_given_appealed_and_revoked(
    working_site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    buyer = sign_in(working_site, "buyer")
    reference = apply_for_refund(buyer, two_photos(tmp_path))
    seller = sign_in(working_site, "seller")
    # The store has left requests unanswered before, and another one runs out before this one does.
    told = foretold(seller, reference)

    buyer.goto(f"/buyer/cases/{reference}/")
    follow(buyer.get_by_role("button", name="5 days"))
    wait_for_text(buyer, "The seller did not answer in time.")
    wait_for_text(buyer, "was paid to the buyer")

    seller.goto(f"/seller/cases/{reference}/")
    wait_for_text(seller, f"{told} points. Counts.")
    with_penalty = points_now(seller)
    seller.goto(f"/seller/cases/{reference}/")
    follow(seller.get_by_role("link", name="See the penalty"))
    expect(seller.get_by_role("main")).to_contain_text(reference)
    record = seller.url
    follow(seller.get_by_role("link", name="Appeal this penalty"))
    seller.get_by_label("Why is it wrong?").fill("The notice came after the outage of 3 May.")
    proof = tmp_path / "outage.jpg"
    proof.write_bytes(picture("white", (800, 600)))
    seller.get_by_label("Choose photos").set_input_files(proof)
    expect(seller.get_by_role("button", name="Remove outage.jpg")).to_be_visible()
    follow(seller.get_by_role("button", name="Appeal this penalty"))
    expect(seller.get_by_role("main")).to_contain_text("Suspended, under appeal")
    assert points_now(seller) == with_penalty - told

    supervisor = sign_in(working_site, "supervisor")
    supervisor.goto("/admin/disputes/store/appeals/")
    follow(supervisor.get_by_role("link", name="No answer in time"))
    expect(supervisor.get_by_text("after the outage of 3 May")).to_be_visible()
    supervisor.get_by_label("Revoke it: no points stay").check()
    supervisor.get_by_label("Reasons").fill("The platform's own mail was late that day.")
    follow(supervisor.get_by_role("button", name="Continue"))
    follow(supervisor.get_by_role("button", name="Decide"))
    expect(supervisor.get_by_text("The appeal is decided.")).to_be_visible()

    seller.goto(record)
    expect(seller.get_by_role("main")).to_contain_text("Revoked")
    expect(seller.get_by_role("main")).to_contain_text("The platform's own mail was late that day.")
    assert points_now(seller) == with_penalty - told
