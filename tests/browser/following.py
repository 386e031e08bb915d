"""Moves on a page that follows what happens, at which the time stands still (see `open_page`)."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Request, expect

from disputes.models import Dispute
from disputes.verbs import negotiation, refund_requests
from tests.browser.moves import is_sound
from tests.support.terms import HALF
from tests.support.world import World

SECOND = 1_000
LONGEST = 36 * SECOND  # the seldom interval and the dice
A_QUESTION = re.compile(r"/live/")


@pytest.fixture
def world(live_site: str, committed: None) -> World:
    return World()


@pytest.fixture
def dispute(world: World) -> Dispute:
    """With an earlier proposal, and seen by its seller."""
    dispute = world.open_dispute()
    refund_requests.change_request(world.as_buyer, dispute, offer=HALF, text="Half is enough.")
    return world.again(dispute)


def page_of(portal: str, dispute: Dispute) -> str:
    return f"/{portal}/cases/{dispute.reference}/"


def reject(world: World, dispute: Dispute) -> None:
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.", files=[])


def let_it_ask(page: Page, after: int = LONGEST) -> None:
    """Until the page has asked, and what was answered is on it."""
    with page.expect_response(A_QUESTION):
        page.clock.run_for(after)
    let_it_take(page)


def let_it_take(page: Page) -> None:
    """Until what it has asked, if anything, is answered and taken."""
    expect(page.locator("[data-asking]")).to_have_count(0)


def questions(page: Page) -> list[str]:
    """What the page asks from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if A_QUESTION.search(request.url):
            asked.append(request.url)

    page.on("request", note)
    return asked


def still_sound(page: Page) -> None:
    page.clock.resume()  # axe waits now and then
    page.evaluate(AXE_SCRIPT)
    is_sound(page)
