"""A page that follows what happens: it changes under the eyes of whoever looks at it, and under
nobody's hands. Playwright's clock says when it asks."""

import re
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from playwright.sync_api import expect

from arbitration.background import deadlines
from disputes import clock
from disputes.models import Dispute
from disputes.states import State
from tests.browser.conftest import take_picture
from tests.browser.following import (
    A_QUESTION,
    SECOND,
    dispute,
    let_it_ask,
    let_it_take,
    page_of,
    reject,
    still_sound,
    world,
)
from tests.browser.live_site import Open
from tests.browser.moves import follow
from tests.support.mail_server import MailServer, mail_server
from tests.support.mails import part, tell, to, with_addresses
from tests.support.workspace import CASES
from tests.support.world import World

__all__ = ["dispute", "mail_server", "world"]  # fixtures


@pytest.fixture
def whole_clock() -> Iterator[None]:
    """The clock may be moved for the site, too, whose threads are others."""
    yield
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} RESET redress.clock_offset")


class TestACase:
    def test_what_the_other_side_does_shows_and_is_said(
        self, world: World, dispute: Dispute, open_page: Open
    ) -> None:
        page = open_page(world.buyer, page_of("buyer", dispute))
        earlier = page.get_by_text("Earlier proposals")
        earlier.click()
        held = page.get_by_role("list").get_by_role("link", name="Add evidence")
        held.focus()
        said = page.locator("[data-region=live-said]")
        expect(said).to_have_text("")
        reject(world, dispute)
        let_it_ask(page)
        expect(said).to_have_text(re.compile(r"^New at \d\d:\d\d: The seller rejected the request"))
        expect(said).to_have_role("status")
        expect(page.get_by_role("link", name="Ask the platform to decide")).to_be_visible()
        expect(page.get_by_role("article").get_by_text("The mug is blue.").first).to_be_visible()
        expect(page.locator("[data-region=state]")).to_have_text("In negotiation")
        # What is held stays, though other buttons came before it.
        expect(held).to_be_focused()
        expect(page.locator("details", has=earlier)).to_have_attribute("open", "")
        page.wait_for_load_state()
        still_sound(page)
        take_picture(page, "live-case")
        # The link leads to the page of now: nothing that it showed is taken for unread.
        count = world.again(dispute).event_count
        expect(held).to_have_attribute("href", re.compile(rf"\?read={count}$"))

    def test_it_stays_where_one_reads(
        self, world: World, dispute: Dispute, open_page: Open
    ) -> None:
        page = open_page(
            world.buyer, page_of("buyer", dispute), viewport={"width": 390, "height": 700}
        )
        line = page.locator("#line-1")
        line.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        at = "line => line.getBoundingClientRect().top"
        before = line.evaluate(at)
        reject(world, dispute)
        let_it_ask(page)
        expect(page.locator("#line-3")).to_be_attached()
        page.wait_for_function(
            f"before => Math.abs(({at})(document.querySelector('#line-1')) - before) < 2",
            arg=before,
        )

    def test_what_one_types_survives_twenty_updates(
        self, world: World, dispute: Dispute, open_page: Open
    ) -> None:
        page = open_page(world.arbitrator, f"{CASES}{dispute.reference}/")
        note = page.get_by_label("Your note")
        note.fill("Both have a poi")
        expect(note).to_have_value("Both have a poi")
        reject(world, dispute)
        for number in range(20):
            with page.expect_response(A_QUESTION):
                page.evaluate("document.dispatchEvent(new Event('timeover'))")
            let_it_take(page)
            note.press("x")
            expect(note).to_have_value(f"Both have a poi{'x' * (number + 1)}")
        kept = page.get_by_text("You are writing there, so that part of the page waits.")
        expect(kept).to_be_visible()
        expect(note).to_be_focused()
        expect(note).to_have_value(f"Both have a poi{'x' * 20}")
        expect(page.locator("[data-region=record]")).to_contain_text("The mug is blue.")
        kept.get_by_role("button", name="Show").click()
        expect(kept).to_be_hidden()
        expect(note).to_have_value(f"Both have a poi{'x' * 20}")
        still_sound(page)

    def test_a_deadline_that_passes_is_told_and_then_what_follows(
        self, world: World, open_page: Open, whole_clock: None
    ) -> None:
        with clock.shifted(timedelta(minutes=20) - timedelta(days=5)):
            dispute = world.open_dispute()
        page = open_page(world.buyer, page_of("buyer", dispute))
        left = page.locator(".deadline-left")
        expect(left).to_contain_text("minutes")
        clock.skip(timedelta(minutes=21))
        with page.expect_response(re.compile("over=1")):
            page.clock.fast_forward(21 * 60 * SECOND)
        let_it_take(page)
        expect(left).to_have_text("No time left")
        told = page.get_by_role("heading", name="The platform carries out what follows")
        expect(told).to_be_visible()
        assert deadlines.enforce_deadlines() == 1
        let_it_ask(page)
        expect(page.locator("[data-region=live-said]")).to_contain_text("New at ")
        expect(page.locator("[data-region=state]")).to_have_text("Closed")
        expect(left).to_have_count(0)

    @pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York"])
    def test_page_mail_and_event_tell_the_same_second(
        self, world: World, open_page: Open, mail_server: MailServer, zone: str
    ) -> None:
        with_addresses(world).seller.time_zone = zone
        world.seller.save()
        dispute = world.open_dispute()
        tell()
        [mail] = to(mail_server, "seller")
        event = dispute.events.get()
        page = open_page(world.seller, page_of("seller", dispute), timezone_id=zone)
        page.reload()  # the first page has told the site which zone it is
        when = page.locator("dl.deadline time").last
        assert event.due_at is not None
        assert event.due_at == dispute.due_at
        local = event.due_at.astimezone(ZoneInfo(zone))
        assert when.get_attribute("datetime") == local.isoformat()
        words = " ".join(when.inner_text().split())
        assert words == f"{local:%a %-d %b %Y, %H:%M} (UTC{local.isoformat()[-6:]})"
        assert f"Deadline: {words}, in 4 days, 23 hours." in part(mail)


@pytest.mark.parametrize(
    ("person", "address"),
    [("buyer", "/buyer/cases/"), ("seller", "/seller/"), ("arbitrator", CASES)],
)
def test_a_list_says_what_is_new_and_stays(
    world: World, open_page: Open, person: str, address: str
) -> None:
    with clock.shifted(timedelta(hours=-1)):
        world.dispute_in(State.AWAITING_RULING)
    page = open_page(getattr(world, person), f"{address}?tab=waiting&show=open")
    rows = page.locator("tbody tr")
    before = rows.count()
    world.dispute_in(State.AWAITING_RULING)
    let_it_ask(page)
    said = page.locator("[data-region=live-said]")
    expect(said).to_have_text("1 case is new or has changed. Show")
    expect(rows).to_have_count(before)
    still_sound(page)
    take_picture(page, f"live-list-{person}")
    follow(said.get_by_role("link", name="Show"))
    expect(page).to_have_url(re.compile(r"\?tab=waiting&show=open$"))
    expect(rows).to_have_count(before + 1)
    expect(said).to_have_text("")


def test_without_a_script_it_says_when_it_was_made(
    world: World, dispute: Dispute, open_page: Open
) -> None:
    page = open_page(world.buyer, page_of("buyer", dispute), java_script_enabled=False)
    expect(page.get_by_text("As of ")).to_be_visible()
    reject(world, dispute)
    follow(page.get_by_role("link", name="Look again"))
    expect(page.get_by_role("link", name="Ask the platform to decide")).to_be_visible()
