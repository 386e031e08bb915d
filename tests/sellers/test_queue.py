"""The seller's queue: who sees which cases, in which order, and how many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes import clock
from disputes.permissions import may_appeal
from disputes.rules.solutions import Offer
from disputes.states import Party, Solution, State
from disputes.verbs import evidence, negotiation
from sellers.selectors.queue import SellerTab
from sellers.selectors.waiting import Booked
from tests.support.moments import enforce_at, moment, settle_at
from tests.support.people import make_store
from tests.support.seller_pages import asked, filed_ago, row_of, shown
from tests.support.terms import PAID
from tests.support.world import World

THE_SELLERS = [
    State.AWAITING_SELLER,
    State.NEGOTIATING,
    State.HEARING,
    State.APPEALED,  # by the buyer
    State.RETURN_IN_TRANSIT,
]
NOT_THE_SELLERS = [State.AWAITING_RULING, State.AWAITING_RETURN]

pytestmark = pytest.mark.django_db


# Who gets in.


def test_anonymous_signs_in_first(client: Client) -> None:
    for address in ("/seller/", "/seller/standing/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, f"/sign-in/?next={address}")


def test_a_person_without_a_store_learns_so(world: World, client: Client) -> None:
    client.force_login(world.buyer)
    for address in ("/seller/", "/seller/standing/"):
        response = client.get(address)
        assert response.status_code == 403
        assert "You are not a member of any store" in response.content.decode()


def test_the_queue_is_only_read(seller: Client) -> None:
    assert seller.post("/seller/").status_code == 405


# What is in it.


def test_cases_of_all_own_stores_and_of_no_other(world: World, seller: Client) -> None:
    first = filed_ago(world, hours=2)
    world.store = make_store(world.seller)
    second = filed_ago(world, hours=1)
    world.store = world.other_store
    world.open_dispute()
    assert shown(seller) == [first.reference, second.reference]


def test_a_case_of_another_store_is_not_found(world: World, client: Client) -> None:
    dispute = world.open_dispute()
    client.force_login(world.other_seller)
    assert client.get(f"/seller/cases/{dispute.reference}/").status_code == 404


@pytest.mark.parametrize("state", THE_SELLERS)
def test_what_the_seller_can_act_on_is_to_do(world: World, seller: Client, state: State) -> None:
    dispute = world.dispute_in(state)
    assert shown(seller) == [dispute.reference]
    assert row_of(seller, dispute).step.yours


@pytest.mark.parametrize("state", NOT_THE_SELLERS)
def test_what_others_must_do_waits(world: World, seller: Client, state: State) -> None:
    dispute = world.dispute_in(state)
    assert shown(seller) == []
    assert shown(seller, tab="waiting") == [dispute.reference]
    assert not row_of(seller, dispute, tab="waiting").step.yours


@pytest.mark.parametrize("state", [State.RESOLVED, State.WITHDRAWN])
def test_what_is_over_is_closed(world: World, seller: Client, state: State) -> None:
    dispute = world.dispute_in(state)
    assert shown(seller) == shown(seller, tab="waiting") == []
    assert shown(seller, tab="closed") == [dispute.reference]
    assert row_of(seller, dispute, tab="closed").deadline is None


def test_a_hearing_waits_once_the_seller_has_finished(world: World, seller: Client) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_seller, dispute)
    assert shown(seller) == []
    row = row_of(seller, dispute, tab="waiting")
    assert (row.step.title, row.step.yours) == ("The file is still open", False)


@pytest.mark.parametrize(
    ("ruled", "tab"),
    [
        (Offer(Solution.REFUND, PAID // 2), SellerTab.TO_DO),
        (Offer(Solution.NO_REFUND), SellerTab.WAITING),
    ],
)
def test_a_ruling_is_to_do_for_a_seller_who_may_appeal(
    world: World, seller: Client, ruled: Offer, tab: SellerTab
) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, ruled)
    assert (Party.SELLER in may_appeal(world.again(dispute))) == (tab == SellerTab.TO_DO)
    assert {each: shown(seller, tab=each) for each in SellerTab if shown(seller, tab=each)} == {
        tab: [dispute.reference]
    }


def test_an_appeal_waits_once_the_time_to_answer_it_is_over(world: World, seller: Client) -> None:
    dispute = world.dispute_in(State.APPEALED)
    assert dispute.answers_until is not None
    assert shown(seller) == [dispute.reference]
    with moment(dispute.answers_until):
        assert shown(seller) == []
        row = row_of(seller, dispute, tab="waiting")
        assert row.step.title == "Another arbitrator looks at the case again"
        assert not row.step.yours
        assert asked(seller)["due_soon"] == 0


def test_after_its_deadline_a_case_is_nothing_to_do_any_more(world: World, seller: Client) -> None:
    dispute = filed_ago(world, days=5)
    assert dispute.state == State.AWAITING_SELLER, "nobody has enforced the deadline yet"
    assert shown(seller) == []
    row = row_of(seller, dispute, tab="waiting")
    assert row.step.title == "The platform carries out what follows"
    assert not row.urgent


# In which order, and how many.


def test_what_is_due_first_is_on_top(world: World, seller: Client) -> None:
    late = filed_ago(world, hours=1)
    early = filed_ago(world, days=4)
    middle = filed_ago(world, days=2)
    assert shown(seller) == [early.reference, middle.reference, late.reference]


def test_closed_cases_begin_with_the_latest(world: World, seller: Client) -> None:
    first, second = filed_ago(world, days=2), filed_ago(world, days=3)
    for dispute in (first, second):
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert shown(seller, tab="closed") == [second.reference, first.reference]


def test_counts_say_what_each_tab_shows(world: World, seller: Client) -> None:
    for state in State:
        world.dispute_in(state)
    counts = asked(seller)["counts"]
    # Ruled for half the sum against a seller who offered nothing: to do.
    assert counts == {SellerTab.TO_DO: 7, SellerTab.WAITING: 2, SellerTab.CLOSED: 2}
    assert counts == {tab: len(shown(seller, tab=tab)) for tab in SellerTab}


def test_due_within_a_day_counts_only_what_the_seller_must_do(world: World, seller: Client) -> None:
    filed_ago(world, days=4, minutes=1)
    filed_ago(world, days=3, hours=23)
    with clock.shifted(-timedelta(days=1, hours=1)):
        waiting = world.dispute_in(State.AWAITING_RULING)
    assert waiting.due_at is not None
    assert waiting.due_at - clock.now() < timedelta(days=1)
    assert asked(seller)["due_soon"] == 1


def test_a_fixed_number_of_queries(world: World, seller: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert asked(seller)["rows"]
        return len(captured)

    for state in (State.AWAITING_SELLER, State.NEGOTIATING, State.RULED):
        world.dispute_in(state)
    with_three = queries()
    for state in (State.AWAITING_SELLER, State.NEGOTIATING, State.RULED):
        for _each in range(3):
            world.dispute_in(state)
    assert asked(seller)["counts"][SellerTab.TO_DO] == 12
    assert queries() == with_three
    assert with_three == 14


# Nothing there.


def test_an_empty_tab_says_why(seller: Client) -> None:
    for tab, words in (
        ("to_do", "Nothing to do: well done"),
        ("waiting", "No case waits for others"),
        ("closed", "No closed cases yet"),
    ):
        assert words in seller.get("/seller/", {"tab": tab}).content.decode()


# Standing.


def test_only_points_that_have_not_expired_count(world: World, seller: Client) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    assert enforce_at(dispute.due_at) == 1
    settle_at(dispute.due_at)
    assert asked(seller)["points"] == [(world.store, Booked(3, waiting=0))]
    settle_at(world.store.penalties.get().expires_at)
    assert asked(seller)["points"] == [(world.store, Booked(0, waiting=0))]
