"""A seller foresees what a case costs, gets the penalty after five silent days, appeals, and is
restored: through the real web server, worker and beat."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.applying import apply_for_refund, two_photos, wait_for_text
from tests.browser.conftest import SignIn
from tests.world import picture


def points_now(seller: Page) -> int:
    seller.goto("/seller/")
    found = re.search(r"Penalty points\s+(\d+)", seller.get_by_role("main").inner_text())
    assert found, seller.get_by_role("main").inner_text()
    return int(found[1])


def test_a_penalty_is_foreseen_given_appealed_and_revoked(
    working_site: str, sign_in: SignIn, tmp_path: Path
) -> None:
    buyer = sign_in(working_site, "buyer")
    reference = apply_for_refund(buyer, two_photos(tmp_path))

    seller = sign_in(working_site, "seller")
    before = points_now(seller)
    seller.goto(f"/seller/cases/{reference}/")
    stakes = seller.get_by_role("region", name="What it means for your store")
    expect(stakes).to_contain_text("No points: what you settle yourselves never costs any.")
    told = re.search(
        r"If you do nothing\s+(\d+) points.*? would bring the store to (\d+)", stakes.inner_text()
    )
    assert told, stakes.inner_text()
    points, after = int(told[1]), int(told[2])
    assert after == before + points

    buyer.goto(f"/buyer/cases/{reference}/")
    buyer.get_by_role("button", name="5 days").click()
    wait_for_text(buyer, "The seller did not answer in time.")
    wait_for_text(buyer, "was paid to the buyer")

    seller.goto(f"/seller/cases/{reference}/")
    wait_for_text(seller, "Penalty: No answer in time")
    assert points_now(seller) == after
    seller.goto(f"/seller/cases/{reference}/")
    seller.get_by_role("link", name="See the penalty").click()
    expect(seller.get_by_role("main")).to_contain_text(reference)
    address = seller.url
    seller.get_by_role("link", name="Appeal this penalty").click()
    seller.get_by_label("Why is it wrong?").fill("The notice came after the outage of 3 May.")
    proof = tmp_path / "outage.jpg"
    proof.write_bytes(picture("white", (800, 600)))
    seller.get_by_label("Choose photos").set_input_files(proof)
    expect(seller.get_by_role("button", name="Remove outage.jpg")).to_be_visible()
    seller.get_by_role("button", name="Appeal this penalty").click()
    expect(seller.get_by_role("main")).to_contain_text("Suspended, under appeal")
    assert points_now(seller) == before

    supervisor = sign_in(working_site, "supervisor")
    supervisor.goto("/admin/sellers/penaltyappeal/")
    supervisor.get_by_role("link", name=re.compile("No answer in time")).first.click()
    expect(supervisor.get_by_role("main")).to_contain_text("after the outage of 3 May")
    supervisor.get_by_label("Revoke").check()
    supervisor.get_by_label("Reasons").fill("The platform's own mail was late that day.")
    supervisor.get_by_role("button", name="Decide").click()

    seller.goto(address)
    expect(seller.get_by_role("main")).to_contain_text("Revoked")
    expect(seller.get_by_role("main")).to_contain_text("The platform's own mail was late that day.")
    assert points_now(seller) == before
