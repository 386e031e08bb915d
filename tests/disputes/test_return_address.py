"""Nobody sends goods back without an address: it stands in the case before the clock to send runs,
and a seller who gives none pays without a return."""

import json
from datetime import timedelta

import pytest

from arbitration.background import retention
from disputes import clock
from disputes.errors import Code
from disputes.kernel.chain import is_intact
from disputes.models import Dispute, Event, Refund, Store
from disputes.permissions import Actor
from disputes.rules.addresses import Address, check_address, countries
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, Solution, State, Verb
from disputes.verbs import negotiation, return_addresses, returns
from disputes.wording import sentence
from sellers.models import Breach
from sellers.verbs.return_addresses import keep_return_address
from tests.support.case_pdfs import file_of, text_of
from tests.support.moments import enforce_at
from tests.support.people import make_user
from tests.support.rows import everything, refused
from tests.support.terms import PAID, RETURN_AND_REFUND
from tests.support.workspace import address as page_for_staff
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MUELLE = Address("The Mug Shop, Returns\nMuelle 4", "ES")
OTHER = {"address": "  Hall 7 \n\n Kaistraße 2\n20457 Hamburg ", "country": "DE"}
HAMBURG = Address("Hall 7\nKaistraße 2\n20457 Hamburg", "DE")


def last(dispute: Dispute) -> Event:
    event = dispute.events.last()
    assert event is not None
    return event


def kept(world: World, version: int = 0) -> int:
    return keep_return_address(world.seller, world.store, **OTHER, based_on=version)


# Where it comes from


def test_a_return_begins_with_a_copy_of_the_stores_address() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    accepted, given = list(dispute.events.all())[-2:]
    assert dispute.address == MUELLE
    assert dispute.due_at == accepted.at + 10 * DAY
    assert (accepted.kind, given.kind) == (EventKind.ACCEPTED, EventKind.ADDRESS_GIVEN)
    assert (given.data["address"], given.data["country"]) == (MUELLE.text, "ES")
    assert sentence(given) == "The item goes back to the return address of the store."
    kept(world)
    assert world.again(dispute).address == MUELLE


def test_a_seller_gives_another_address_with_the_acceptance() -> None:
    world = World()
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get(), address=HAMBURG)
    assert (world.again(dispute).state, world.again(dispute).address) == (
        State.AWAITING_RETURN,
        HAMBURG,
    )
    assert sentence(last(dispute)) == "The seller gave the return address."


def test_a_buyer_cannot_name_the_sellers_address() -> None:
    world = World()
    dispute = world.open_dispute(offer=Offer(Solution.REFUND, PAID))
    negotiation.propose(world.as_seller, dispute, offer=RETURN_AND_REFUND)
    offered = dispute.proposals.get(party=Party.SELLER)
    with world.without_address():
        negotiation.accept(world.as_buyer, dispute, offered, address=HAMBURG)
    assert world.again(dispute).state == State.AWAITING_ADDRESS


@pytest.mark.parametrize("way", ["forced", "ruled", "accepted"])
def test_without_an_address_every_return_waits_for_one_first(way: str) -> None:
    world = World()
    with world.without_address():
        if way == "ruled":
            dispute = world.dispute_in(State.AWAITING_RULING, RETURN_AND_REFUND)
            world.rule(dispute, RETURN_AND_REFUND)
            due_at = world.again(dispute).due_at
            assert due_at is not None
            enforce_at(due_at)
        elif way == "forced":
            dispute = world.open_dispute(offer=RETURN_AND_REFUND)
            assert dispute.due_at is not None
            enforce_at(dispute.due_at)
        else:
            dispute = world.dispute_in(State.AWAITING_ADDRESS)
    now, event = world.again(dispute), last(dispute)
    assert (now.state, now.address, now.seller_to_act) == (State.AWAITING_ADDRESS, None, True)
    assert now.due_at == event.at + 2 * DAY
    assert not Refund.objects.exists()


# Given, or not


def test_the_days_to_send_run_from_the_address() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_ADDRESS)
    with refused(Code.WRONG_STATE):
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX1")
    with clock.shifted(DAY):
        return_addresses.give_address(world.as_seller, dispute, **OTHER)
    now, event = world.again(dispute), last(dispute)
    assert (now.state, now.address, now.due_at) == (
        State.AWAITING_RETURN,
        HAMBURG,
        event.at + 10 * DAY,
    )
    assert (event.kind, event.party) == (EventKind.ADDRESS_GIVEN, Party.SELLER)


def test_a_seller_who_gives_none_pays_and_the_buyer_keeps_the_item() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_ADDRESS)
    assert dispute.due_at is not None
    assert enforce_at(dispute.due_at) == 1
    closed = world.again(dispute)
    assert (closed.state, closed.due_at) == (State.RESOLVED, None)
    assert last(dispute).kind == EventKind.RETURN_WAIVED
    assert Refund.objects.get().amount_minor == PAID
    assert not Breach.objects.exists()
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert "The seller gave no return address in time, so the buyer keeps the item." in page
    assert "not sent back in time" not in page


def test_both_sides_read_beforehand_what_follows() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_ADDRESS)
    follows = "If the seller gives no return address by then, the buyer keeps the item"
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        assert follows in signed_in(user).get(f"/{portal}/cases/{dispute.reference}/").text
    assert "Give the return address" in signed_in(world.seller).get("/seller/").text


def test_a_wrong_address_is_changed_once_and_the_buyer_has_the_whole_time_again() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    with clock.shifted(4 * DAY):
        return_addresses.give_address(world.as_seller, dispute, **OTHER)
        now = world.again(dispute)
        assert (now.address, now.due_at) == (HAMBURG, last(dispute).at + 10 * DAY)
        with refused(Code.LIMIT_REACHED, says="Tell the buyer by adding evidence"):
            return_addresses.give_address(
                world.as_seller, dispute, address="Muelle 5", country="ES"
            )


def test_what_is_there_already_is_nothing_new() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    with refused(Code.NOTHING_CHANGED, field="address"):
        return_addresses.give_address(world.as_seller, dispute, address=MUELLE.text, country="ES")


@pytest.mark.parametrize(
    ("text", "country", "field"),
    [
        ("", "ES", "address"),
        (" \n\u200b\n", "ES", "address"),
        ("x" * 81, "ES", "address"),
        ("\n".join("ABCDEFGHI"), "ES", "address"),
        ("Muelle 5", "", "country"),
        ("Muelle 5", "XX", "country"),
        ("Muelle 5", "ZZ", "country"),
        ("Muelle 5", "es", "country"),
    ],
)
def test_an_address_is_whole(text: str, country: str, field: str) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_ADDRESS)
    with refused(Code.ADDRESS_INVALID, field=field):
        return_addresses.give_address(world.as_seller, dispute, address=text, country=country)


def test_countries_are_those_of_the_world() -> None:
    names = dict(countries())
    assert len(names) == 250  # ISO 3166-1 has 249; Kosovo has none
    assert (names["DE"], names["HK"], "EU" in names) == ("Germany", "Hong Kong SAR China", False)
    assert check_address("  Rua 1  \r\n Lisboa", "PT").lines == ["Rua 1", "Lisboa", "Portugal"]


# Who sees it, and for how long


def test_the_two_sides_and_the_platform_see_it_before_anything_is_sent() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    for user, page in [
        (world.buyer, f"/buyer/cases/{dispute.reference}/"),
        (world.buyer, f"/buyer/cases/{dispute.reference}/ship-return/"),
        (world.seller, f"/seller/cases/{dispute.reference}/"),
        (world.arbitrator, page_for_staff(dispute)),
    ]:
        assert "Muelle 4" in signed_in(user).get(page).text, page
    for user in (world.other_buyer, world.other_seller):
        for portal in ("buyer", "seller"):
            answer = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/")
            assert answer.status_code == 404
            assert "Muelle 4" not in answer.text


def test_it_is_not_told_where_no_goods_go_back() -> None:
    world = World()
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert "Muelle 4" not in page


@pytest.mark.slow
def test_the_case_pdf_has_it() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    assert "Muelle 4, Spain" in text_of(file_of(world, dispute))


def test_it_is_erased_with_the_case_and_the_chain_holds() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    return_addresses.give_address(world.as_seller, dispute, **OTHER)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    with clock.shifted(800 * DAY):
        assert retention.erase_closed() == 1
    erased = world.again(dispute)
    assert (erased.return_address, erased.return_country) == ("", "")
    events = list(Event.objects.filter(dispute=dispute).select_related("dispute"))
    assert all(is_intact(event) for event in events)
    told = [each.data for each in events if each.kind == EventKind.ADDRESS_GIVEN]
    assert len(told) == 2
    assert all(data.keys() == {"of_store", "text_hash"} for data in told)
    rows = json.dumps(everything()["disputes_dispute"] + everything()["disputes_event"])
    assert not any(f'"{word}"' in rows for word in ("ES", "DE", "Muelle 4"))


# The page of the store


def test_a_member_keeps_the_address_of_the_store_on_a_page() -> None:
    world = World()
    with world.without_address():
        client = signed_in(world.seller)
        assert "Your store has no return address." in client.get("/seller/").text
        page = client.get("/seller/return-address/")
        assert 'value="ES">Spain' in page.text
        answer = client.post("/seller/return-address/", OTHER | {"version": "0"}, follow=True)
        assert "The return address is saved." in answer.text
        store = Store.objects.get(pk=world.store.pk)
        assert (store.address, store.return_address_version) == (HAMBURG, 1)
        assert "Your store has no return address." not in client.get("/seller/").text


def test_the_cases_that_wait_for_an_address_get_it_at_once() -> None:
    world = World()
    waiting = [world.dispute_in(State.AWAITING_ADDRESS) for _ in range(2)]
    agreed = world.dispute_in(State.AWAITING_RETURN)
    page = signed_in(world.seller).get("/seller/return-address/").text
    assert "2 cases that wait for an address get it at once." in page
    assert kept(world) == 2
    for dispute in waiting:
        now = world.again(dispute)
        assert (now.state, now.address) == (State.AWAITING_RETURN, HAMBURG)
    assert world.again(agreed).address == MUELLE


def test_two_who_change_it_at_once_find_out() -> None:
    world = World()
    assert kept(world) == 0
    with refused(Code.STALE, says="Kaistraße 2"):
        keep_return_address(world.seller, world.store, address="Muelle 6", country="ES", based_on=0)
    client = signed_in(world.seller)
    typed = {"address": "Muelle 6", "country": "ES", "version": "0"}
    page = client.post("/seller/return-address/", typed)
    assert "Somebody of your store changed the address" in page.text
    assert "Muelle 6" in page.text
    assert client.post("/seller/return-address/", typed | {"version": "1"}).status_code == 302


def test_strangers_keep_no_address() -> None:
    world = World()
    for user in (world.buyer, world.other_seller, world.arbitrator):
        with refused(Code.NOT_FOUND):
            keep_return_address(user, world.store, **OTHER, based_on=0)
    page = f"/seller/return-address/?store={world.store.pk}"
    assert signed_in(world.other_seller).get(page).status_code == 404


def test_another_member_gives_it_too() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_ADDRESS)
    second = make_user("seller")
    world.store.memberships.create(user=second)
    return_addresses.give_address(Actor(second, Party.SELLER), dispute, **OTHER)
    assert last(dispute).actor == second


# Accepting


def test_the_sellers_page_of_acceptance_asks_where_the_goods_go() -> None:
    world = World()
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    address = f"/seller/cases/{dispute.reference}/{Verb.ACCEPT.slug}/"
    client = signed_in(world.seller)
    with world.without_address():
        page = client.get(address).text
        assert "A seller who gives no return address within 2 days pays without a return." in page
        wrong = client.post(address, {"version": 1, "address": "Hall 7", "country": ""})
        assert "Choose the country." in wrong.text
        assert "Hall 7" in wrong.text
        assert world.again(dispute).state == State.AWAITING_SELLER
        client.post(address, {"version": 1} | OTHER)
    assert world.again(dispute).address == HAMBURG


def test_no_address_is_asked_where_nothing_goes_back() -> None:
    world = World()
    dispute = world.open_dispute()
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/accept/").text
    assert 'name="address"' not in page
