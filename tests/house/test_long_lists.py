"""Lists that are too long to be counted, or to be leafed through to their end."""

from datetime import timedelta

import pytest
from django.core.paginator import Page
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arbitration.verbs import assignment
from disputes import clock, pages
from disputes.models import Dispute
from disputes.states import State
from disputes.templatetags.redress import counted
from sellers.selectors.queue import SellerTab
from tests.support.people import make_store
from tests.support.seller_pages import asked, filed_ago, shown
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(world: World) -> Client:
    return signed_in(world.seller)


@pytest.fixture
def _up_to_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST", 3)


def references(cases: list[Dispute]) -> list[str]:
    return [dispute.reference for dispute in cases]


def hours_ago(world: World, *hours: int) -> list[Dispute]:
    return [filed_ago(world, hours=each) for each in hours]


def test_a_number_is_exact_up_to_a_thousand() -> None:
    assert [counted(number) for number in (0, 999, 1000, 1001)] == ["0", "999", "1,000", "1,000+"]


@pytest.mark.usefixtures("_up_to_three")
def test_a_tab_counts_no_further_than_it_must(world: World, seller: Client) -> None:
    for number, text in ((3, "3"), (4, "3+"), (5, "3+")):
        while Dispute.objects.count() < number:
            world.open_dispute()
        assert asked(seller)["counts"][SellerTab.TO_DO] == min(number, 4)
        page = seller.get("/seller/").content.decode()
        assert f'<span class="tab-count">{text}</span>' in page


@pytest.mark.usefixtures("_up_to_three")
def test_counting_reads_no_more_rows_than_it_counts(world: World, seller: Client) -> None:
    for _each in range(5):
        world.open_dispute()
    with CaptureQueriesContext(connection) as queries:
        asked(seller)
    counting = [query["sql"] for query in queries if "count(" in query["sql"].lower()]
    assert counting
    bell = "LIMIT 10)"  # which counts to nine
    assert all(
        sql.lower().count("count(") <= sql.count("LIMIT 4)") + sql.count(bell) for sql in counting
    )


@pytest.mark.usefixtures("_up_to_three")
def test_the_last_page_says_where_the_rest_is(
    world: World, seller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sellers.views.queue.PAGE_SIZE", 2)
    cases = hours_ago(world, 9, 8, 7, 6)
    assert shown(seller) == references(cases[:2])
    # The third row of the list is the last, and pages behind it are the last page.
    assert shown(seller, page="2") == shown(seller, page="50") == references(cases[2:3])
    hint = "The list ends here, after 3."
    assert hint not in seller.get("/seller/").content.decode()
    last = seller.get("/seller/", {"page": "2"}).content.decode()
    assert hint in last
    assert "Search or filter to find the other cases." in last
    assert shown(seller, words=cases[3].reference) == references(cases[3:])


@pytest.mark.usefixtures("_up_to_three")
def test_a_list_that_fits_says_nothing_about_a_rest(world: World, seller: Client) -> None:
    hours_ago(world, 9, 8, 7)
    page = asked(seller)["page_obj"]
    assert isinstance(page, Page)
    assert (page.paginator.count, page.paginator.num_pages) == (3, 1)
    assert "The list ends here" not in seller.get("/seller/").content.decode()


@pytest.mark.usefixtures("_up_to_three")
def test_what_many_cases_have_is_found_in_the_order_of_the_list(
    world: World, seller: Client
) -> None:
    cases = hours_ago(world, 5, 9, 7, 6, 8)
    by_due = sorted(cases, key=lambda case: case.opened_at)
    assert shown(seller, words="mug") == references(by_due[:3])
    assert asked(seller, words="mug")["counts"][SellerTab.TO_DO] == 4


def test_several_stores_are_one_list(world: World, seller: Client) -> None:
    """Overdue ones too, which wait for the platform among those that wait for others."""
    stores = [world.store, make_store(world.seller)]

    def case(store: int, state: State = State.AWAITING_SELLER, **ago: float) -> str:
        world.store = stores[store]
        with clock.shifted(-timedelta(**ago)):
            return world.dispute_in(state).reference

    to_do = [case(0, hours=9), case(1, hours=8), case(0, hours=7), case(1, hours=6)]
    overdue = [case(1, days=5, hours=3), case(0, days=5, hours=2)]
    waiting = [case(1, State.AWAITING_RULING), case(0, State.AWAITING_RETURN)]
    closed = [case(0, State.RESOLVED), case(1, State.WITHDRAWN)]
    assert shown(seller) == to_do
    assert shown(seller, tab="waiting") == overdue + waiting
    assert shown(seller, tab="closed") == closed[::-1]
    assert asked(seller)["counts"] == {
        SellerTab.TO_DO: 4,
        SellerTab.WAITING: 4,
        SellerTab.CLOSED: 2,
    }
    assert shown(seller, store=stores[1].name) == to_do[1::2]


# The arbitrators' lists.


def listed(world: World, **query: str) -> list[str]:
    response = signed_in(world.arbitrator).get(CASES, query)
    assert response.status_code == 200
    return [row.dispute.reference for row in response.context["rows"]]


@pytest.mark.usefixtures("_up_to_three")
def test_the_queue_counts_no_further_either(world: World) -> None:
    for _each in range(5):
        world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    page = signed_in(world.arbitrator).get(CASES).content.decode()
    counts = [part.split("<", 1)[0] for part in page.split('<span class="count">')[1:]]
    assert counts == ["3+", "1", "0", "0", "3+"]
    assert len(listed(world)) == 3


@pytest.mark.usefixtures("_up_to_three")
def test_the_end_of_a_queue_leads_to_the_search(world: World) -> None:
    for _each in range(4):
        world.dispute_in(State.AWAITING_RULING)
    page = signed_in(world.arbitrator).get(CASES).content.decode()
    assert "The list ends here, after 3." in page
    assert '<a href="?tab=all">Search all cases for the others</a>' in page


def test_all_cases_begin_with_the_open_ones(world: World) -> None:
    closed = [
        world.dispute_in(state) for state in (State.RESOLVED, State.WITHDRAWN, State.RESOLVED)
    ]
    late, soon = filed_ago(world, hours=1), filed_ago(world, days=2)
    assert listed(world, tab="all") == references([soon, late, *reversed(closed)])
    assert listed(world, tab="all", state="resolved") == references([closed[2], closed[0]])
    assert listed(world, tab="all", state="awaiting_seller") == references([soon, late])
    assert listed(world, tab="all", state="hearing") == []


def test_appeals_and_first_rulings_are_one_list(world: World) -> None:
    first = world.dispute_in(State.AWAITING_RULING)
    appeal = world.dispute_in(State.APPEALED)
    last = world.dispute_in(State.AWAITING_RULING)
    assert listed(world, tab="platform") == references([first, last, appeal])


@pytest.mark.usefixtures("_up_to_three")
def test_a_search_that_finds_too_many_says_so(world: World) -> None:
    for _each in range(4):
        world.open_dispute()
    other = World().open_dispute()
    page = signed_in(world.arbitrator).get(CASES, {"tab": "all", "words": world.store.name})
    assert "3+ cases match, and these are only some of them." in page.content.decode()
    assert other.reference not in listed(world, tab="all", words=world.store.name)
    few = signed_in(world.arbitrator).get(CASES, {"tab": "all", "words": other.reference})
    assert "only some of them" not in few.content.decode()


# The buyers' lists.


@pytest.mark.usefixtures("_up_to_three")
def test_own_orders_and_cases_end_with_a_hint(world: World) -> None:
    for _each in range(4):
        world.open_dispute()
    buyer = signed_in(world.buyer)
    for address, text in (
        ("/buyer/", "Search to find the other orders."),
        ("/buyer/cases/", "Search among your orders to find the other cases."),
    ):
        page = buyer.get(address).content.decode()
        assert "The list ends here, after 3." in page
        assert text in page
