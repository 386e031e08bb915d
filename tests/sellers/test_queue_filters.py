"""Search and filters of the seller's queue, and how they stay while paging."""

import pytest
from django.test import Client

from disputes.models import Reason
from disputes.states import State
from sellers.selectors.queue import SellerTab
from tests.support.people import make_store, make_user
from tests.support.seller_pages import asked, filed_ago, shown
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_search_finds_by_reference_order_title_and_buyer(world: World, seller: Client) -> None:
    mug, other = world.open_dispute(), world.line()
    other.title = "Red scarf 100%"
    other.save()
    scarf = world.open_dispute(other)
    assert shown(seller, words=mug.reference.lower()) == [mug.reference]
    assert shown(seller, words=scarf.line.order.reference) == [scarf.reference]
    assert shown(seller, words="scarf") == [scarf.reference]
    assert shown(seller, words="100%") == [scarf.reference]
    assert shown(seller, words="mug blue") == [mug.reference]
    assert shown(seller, words="nothing like it") == []


def test_search_finds_by_the_buyers_name(world: World, seller: Client) -> None:
    world.buyer.first_name, world.buyer.last_name = "Lucía", "Fernández"
    world.buyer.save()
    dispute = world.open_dispute()
    world.buyer = make_user("buyer")
    world.open_dispute()
    assert shown(seller, words="lucía fernández") == [dispute.reference]


def test_filters_by_reason_state_and_store(world: World, seller: Client) -> None:
    colour = filed_ago(world, hours=3)
    talking = world.dispute_in(State.NEGOTIATING)
    missing = world.file_not_received()
    world.store = make_store(world.seller)
    elsewhere = world.open_dispute()
    assert shown(seller, reason="in_transit") == [missing.reference]
    assert shown(seller, state="negotiating") == [talking.reference]
    assert shown(seller, store=world.store.name) == [elsewhere.reference]
    assert shown(seller, reason="colour", state="awaiting_seller") == [
        colour.reference,
        elsewhere.reference,
    ]


def test_counts_follow_the_filters(world: World, seller: Client) -> None:
    world.file_not_received()
    for state in (State.AWAITING_SELLER, State.RESOLVED):
        world.dispute_in(state)
    assert asked(seller, reason="in_transit")["counts"] == {
        SellerTab.TO_DO: 1,
        SellerTab.WAITING: 0,
        SellerTab.CLOSED: 0,
    }


def test_the_store_is_a_filter_only_for_members_of_several(world: World, seller: Client) -> None:
    assert "store" not in asked(seller)["form"].fields
    make_store(world.seller)
    assert "store" in asked(seller)["form"].fields


def test_another_store_is_no_filter(world: World, seller: Client) -> None:
    own = world.open_dispute()
    make_store(world.seller)
    context = asked(seller, store=world.other_store.name)
    assert [row.dispute.pk for row in context["rows"]] == [own.pk]
    assert context["form"].errors == {"store": ["Choose one from this list."]}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"reason": "nonsense"}, "reason"),
        ({"state": "nonsense"}, "state"),
        ({"words": "x" * 101}, "words"),
        ({"words": "nul\0"}, "words"),
    ],
)
def test_a_wrong_filter_is_told_and_hides_nothing(
    world: World, seller: Client, query: dict[str, str], field: str
) -> None:
    dispute = world.open_dispute()
    context = asked(seller, **query)
    assert list(context["form"].errors) == [field]
    assert [row.dispute.pk for row in context["rows"]] == [dispute.pk]


def test_an_unknown_tab_or_page_shows_the_first(world: World, seller: Client) -> None:
    dispute = world.open_dispute()
    assert shown(seller, tab="nonsense", page="nonsense") == [dispute.reference]


def test_every_reason_that_can_be_chosen_is_a_filter(seller: Client) -> None:
    groups = asked(seller)["form"].fields["reason"].choices[1:]
    offered = {code for _kind, reasons in groups for code, _label in reasons}
    assert offered == set(Reason.objects.filter(children=None).values_list("code", flat=True))


def test_filters_stay_while_paging_and_changing_tabs(world: World, seller: Client) -> None:
    cases = [filed_ago(world, hours=30 - hour) for hour in range(21)]
    query = {"words": "mug", "reason": "colour"}
    assert shown(seller, **query) == [dispute.reference for dispute in cases[:20]]
    assert shown(seller, **query, page="2") == [cases[20].reference]
    page = seller.get("/seller/", {**query, "page": "2"}).content.decode()
    assert 'href="?words=mug&amp;reason=colour&amp;page=1"' in page
    assert 'href="?words=mug&amp;reason=colour&amp;tab=closed"' in page


def test_a_search_without_a_find_leads_back(world: World, seller: Client) -> None:
    world.open_dispute()
    page = seller.get("/seller/", {"tab": "to_do", "words": "zebra"}).content.decode()
    assert "No case here matches" in page
    assert 'href="?tab=to_do"' in page
