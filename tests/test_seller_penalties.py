"""The list of a store's penalties: what it was given, for which case, and until when it counts."""

import pytest
from django.test import Client

from disputes import clock
from disputes.models import Dispute
from tests.world import World, enforce_at, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def seller(world: World) -> Client:
    client = Client()
    client.force_login(world.seller)
    return client


def left_unanswered(world: World) -> Dispute:
    """A case that the platform forced because the store stayed silent."""
    case = world.file()
    assert case.due_at is not None
    assert enforce_at(case.due_at) == 1
    return world.again(case)


def test_a_penalty_says_which_rule_how_many_points_and_which_case(
    world: World, seller: Client
) -> None:
    case = left_unanswered(world)
    page = seller.get("/seller/penalties/").content.decode()
    given = case.penalties.get()
    assert "A request was not answered in time" in page
    assert f">{given.points}</td>" in page
    assert f'href="/seller/cases/{case.reference}/"' in page
    assert f'<time datetime="{given.given_at.isoformat()}"' in page
    assert f'<time datetime="{given.expires_at.isoformat()}"' in page
    assert ">Expired<" not in page


def test_an_expired_penalty_is_marked_and_counts_nothing(world: World, seller: Client) -> None:
    given = left_unanswered(world).penalties.get()
    with clock.shifted(given.expires_at - clock.now()):
        response = seller.get("/seller/penalties/")
    assert ">Expired<" in response.content.decode()
    assert response.context["points"] == [(world.store.name, 0)]


def test_penalties_of_all_own_stores_and_of_no_other(world: World, seller: Client) -> None:
    first = left_unanswered(world)
    world.store = make_store(world.seller)
    second = left_unanswered(world)
    world.store = world.other_store
    foreign = left_unanswered(world)
    response = seller.get("/seller/penalties/")
    listed = [penalty.dispute_id for penalty in response.context["page_obj"]]
    assert listed == [second.pk, first.pk]
    assert foreign.reference not in response.content.decode()


def test_without_penalties_the_page_says_so(seller: Client) -> None:
    assert "No penalties" in seller.get("/seller/penalties/").content.decode()
