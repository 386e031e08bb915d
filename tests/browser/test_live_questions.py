"""When a page that follows what happens asks what is new, and when it does not."""

from playwright.sync_api import Page, expect

from disputes.models import Dispute
from tests.browser.following import (
    A_QUESTION,
    SECOND,
    dispute,
    let_it_ask,
    let_it_take,
    page_of,
    questions,
    reject,
    still_sound,
    world,
)
from tests.browser.live_site import Open
from tests.support.world import World

__all__ = ["dispute", "world"]  # fixtures


def hide(page: Page, hidden: str) -> None:
    page.evaluate(
        f"Object.defineProperty(document, 'hidden', {{value: {hidden}, configurable: true}});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


def test_often_after_an_act_and_seldom_later(
    world: World, dispute: Dispute, open_page: Open
) -> None:
    page = open_page(world.seller, page_of("seller", dispute))
    asked = questions(page)
    let_it_ask(page, 13 * SECOND)
    let_it_ask(page, 13 * SECOND)
    page.clock.fast_forward(6 * 60 * SECOND)  # one more question, and the act is long ago
    let_it_take(page)
    before = len(asked)
    page.clock.run_for(20 * SECOND)
    assert len(asked) == before
    let_it_ask(page, 17 * SECOND)
    assert len(asked) == before + 1


def test_not_while_it_is_hidden_and_at_once_when_it_shows(
    world: World, dispute: Dispute, open_page: Open
) -> None:
    page = open_page(world.buyer, page_of("buyer", dispute))
    hide(page, "true")
    asked = questions(page)
    page.clock.fast_forward(20 * 60 * SECOND)
    assert asked == []
    with page.expect_response(A_QUESTION):
        hide(page, "false")
    assert len(asked) == 1


def test_not_before_an_empty_chair(world: World, dispute: Dispute, open_page: Open) -> None:
    page = open_page(world.buyer, page_of("buyer", dispute))
    page.clock.fast_forward(31 * 60 * SECOND)
    told = page.get_by_text("Nobody moved or wrote here for 30 minutes")
    expect(told).to_be_visible()
    expect(page.get_by_text("As of ")).to_be_visible()
    still_sound(page)
    asked = questions(page)
    page.clock.fast_forward(60 * 60 * SECOND)
    assert asked == []
    with page.expect_response(A_QUESTION):
        page.get_by_role("button", name="Follow again").click()
    expect(told).to_be_hidden()


def test_whoever_is_signed_out_is_told_so(world: World, dispute: Dispute, open_page: Open) -> None:
    page = open_page(world.buyer, page_of("buyer", dispute))
    page.context.clear_cookies()
    let_it_ask(page)
    told = page.get_by_role("link", name="Sign in again")
    expect(told).to_be_visible()
    here = page_of("buyer", dispute)
    expect(told).to_have_attribute("href", f"/sign-in/?next={here}")
    asked = questions(page)
    page.clock.fast_forward(10 * 60 * SECOND)
    assert asked == []


def test_not_sooner_than_a_busy_site_says(world: World, dispute: Dispute, open_page: Open) -> None:
    page = open_page(world.buyer, page_of("buyer", dispute))
    busy = {"status": 503, "headers": {"Retry-After": "120"}}
    page.route(A_QUESTION, lambda route: route.fulfill(**busy))
    let_it_ask(page, 13 * SECOND)
    asked = questions(page)
    page.clock.run_for(119 * SECOND)
    assert asked == []
    page.unroute(A_QUESTION)
    reject(world, dispute)
    let_it_ask(page, 62 * SECOND)
    expect(page.locator("[data-region=live-said]")).to_contain_text("rejected")
