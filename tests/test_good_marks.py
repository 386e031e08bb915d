"""What a store settles soon after the request is a good mark on its page of standing."""

from datetime import timedelta

import pytest
from django.test import Client

from disputes import clock
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.services import negotiation
from disputes.states import Party, SettledBy, State
from sellers.selectors.standing import StoreStanding
from tests.world import FULL_REFUND, HALF, World, enforce_at

pytestmark = pytest.mark.django_db

EARLY = timedelta(hours=48)


@pytest.fixture
def world() -> World:
    return World()


def accept(world: World, case: Dispute) -> None:
    negotiation.accept(world.as_seller, case, case.proposals.get())


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
    case = world.file()
    accept(world, case)
    found, page = marks(world)
    assert found == [case.reference]
    assert f'href="/seller/cases/{case.reference}/"' in page
    assert "cases settled by agreement within 48 hours of the request." in page


@pytest.mark.parametrize(
    ("after", "is_early"), [(timedelta(seconds=-30), True), (timedelta(seconds=1), False)]
)
def test_the_hours_count_from_the_request(
    world: World, after: timedelta, *, is_early: bool
) -> None:
    case = world.file()
    with clock.shifted(EARLY + after):
        accept(world, case)
    assert world.again(case).settled_by == SettledBy.AGREEMENT
    assert marks(world)[0] == ([case.reference] if is_early else [])


def test_a_proposal_of_the_store_that_the_buyer_accepts_is_one(world: World) -> None:
    case = world.file(offer=FULL_REFUND)
    negotiation.propose(world.as_seller, case, offer=HALF, text="Keep it for half.")
    negotiation.accept(world.as_buyer, case, case.proposals.get(party=Party.SELLER))
    assert marks(world)[0] == [case.reference]


def test_silence_rulings_and_withdrawals_are_none(world: World) -> None:
    silent = world.file()
    assert silent.due_at is not None
    enforce_at(silent.due_at)
    assert world.again(silent).settled_by == SettledBy.SELLER_SILENCE
    world.case(State.RULED)
    world.case(State.WITHDRAWN)
    found, page = marks(world)
    assert found == []
    assert "None in the last year." in page


def test_they_are_of_the_own_store_and_of_the_last_year(world: World) -> None:
    accept(world, world.file())
    world.store = world.other_store
    other = world.file()
    negotiation.accept(Actor(world.other_seller, Party.SELLER), other, other.proposals.get())
    assert len(marks(world)[0]) == 1
    with clock.shifted(timedelta(days=366)):
        assert marks(world)[0] == []


def test_the_latest_five_are_shown_and_all_are_counted(world: World) -> None:
    cases = [world.file() for _number in range(6)]
    for case in cases:
        accept(world, case)
    client = Client()
    client.force_login(world.seller)
    standing: StoreStanding = client.get("/seller/standing/").context["standing"]
    assert standing.mark_count == 6
    assert [mark.case for mark in standing.marks] == [each.reference for each in cases[:0:-1]]
