"""What a store settles soon after the request is a good mark on its page of standing."""

from datetime import timedelta

import pytest
from django.test import Client

from disputes import clock
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.states import Party, SettledBy, State
from disputes.verbs import negotiation
from sellers.selectors.standing import StoreStanding
from tests.support.moments import enforce_at
from tests.support.terms import FULL_REFUND, HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db

EARLY = timedelta(hours=48)


def accept(world: World, dispute: Dispute) -> None:
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())


def marks(world: World) -> tuple[list[str], str]:
    """The cases that are marked, and the page."""
    client = Client()
    client.force_login(world.seller)
    response = client.get("/seller/standing/")
    assert response.status_code == 200
    standing: StoreStanding = response.context["standing"]
    found = [mark.case for mark in standing.marks]
    assert standing.mark_count == len(found)
    return found, " ".join(response.text.split())


def test_an_agreement_within_two_days_is_one(world: World) -> None:
    dispute = world.open_dispute()
    accept(world, dispute)
    found, page = marks(world)
    assert found == [dispute.reference]
    assert f'href="/seller/cases/{dispute.reference}/"' in page
    assert "cases settled by agreement within 48 hours of the request." in page


@pytest.mark.parametrize(
    ("after", "is_early"), [(timedelta(seconds=-30), True), (timedelta(seconds=1), False)]
)
def test_the_hours_count_from_the_request(
    world: World, after: timedelta, *, is_early: bool
) -> None:
    dispute = world.open_dispute()
    with clock.shifted(EARLY + after):
        accept(world, dispute)
    assert world.again(dispute).settled_by == SettledBy.AGREEMENT
    assert marks(world)[0] == ([dispute.reference] if is_early else [])


def test_a_proposal_of_the_store_that_the_buyer_accepts_is_one(world: World) -> None:
    dispute = world.open_dispute(offer=FULL_REFUND)
    negotiation.propose(world.as_seller, dispute, offer=HALF, text="Keep it for half.")
    negotiation.accept(world.as_buyer, dispute, dispute.proposals.get(party=Party.SELLER))
    assert marks(world)[0] == [dispute.reference]


def test_silence_rulings_and_withdrawals_are_none(world: World) -> None:
    silent = world.open_dispute()
    assert silent.due_at is not None
    enforce_at(silent.due_at)
    assert world.again(silent).settled_by == SettledBy.SELLER_SILENCE
    world.dispute_in(State.RULED)
    world.dispute_in(State.WITHDRAWN)
    found, page = marks(world)
    assert found == []
    assert "None in the last year." in page


def test_they_are_of_the_own_store_and_of_the_last_year(world: World) -> None:
    accept(world, world.open_dispute())
    world.store = world.other_store
    other = world.open_dispute()
    negotiation.accept(Actor(world.other_seller, Party.SELLER), other, other.proposals.get())
    assert len(marks(world)[0]) == 1
    with clock.shifted(timedelta(days=366)):
        assert marks(world)[0] == []


def test_the_latest_five_are_shown_and_all_are_counted(world: World) -> None:
    cases = [world.open_dispute() for _number in range(6)]
    for dispute in cases:
        accept(world, dispute)
    client = Client()
    client.force_login(world.seller)
    standing: StoreStanding = client.get("/seller/standing/").context["standing"]
    assert standing.mark_count == 6
    assert [mark.case for mark in standing.marks] == [each.reference for each in cases[:0:-1]]
