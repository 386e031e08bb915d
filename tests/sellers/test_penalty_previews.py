"""Before a seller chooses, the page says of each choice whether and how it will count."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from disputes import clock
from disputes.models import Dispute
from disputes.states import State, Verb
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Rule
from sellers.states import Trigger
from sellers.verbs.penalties import penalise
from tests.support.given_penalties import proof
from tests.support.moments import enforce_at
from tests.support.rows import everything
from tests.support.terms import RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

NO_POINTS = "No points: what you settle yourselves never costs any."
GOOD_MARK = "Settled within 48 hours of the request, it earns your store a good mark."


def give_points(world: World, points: int) -> None:
    """By hand, at once: so many that no second person must approve."""
    rule = Rule.objects.get(trigger=Trigger.BY_HAND, points=points)
    penalise(
        world.supervisor,
        world.store,
        rule=rule,
        reasons="It was shown to us.",
        files=proof(world.supervisor),
        idempotency_key=uuid4(),
    )


def stakes(client: Client, dispute: Dispute) -> dict[Verb | None, list[str]]:
    """What the page of the case says of each choice."""
    response = client.get(f"/seller/cases/{dispute.reference}/")
    page = response.content.decode()
    said = {stake.verb: list(stake.sentences) for stake in response.context["choice_previews"]}
    for sentences in said.values():
        for sentence in sentences:
            assert f"<dd>{sentence}</dd>" in page
    return said


def test_a_new_request_says_what_every_answer_and_none_would_cost(
    world: World, seller: Client
) -> None:
    said = stakes(seller, world.open_dispute())
    assert list(said) == [Verb.ACCEPT, Verb.PROPOSE, Verb.REJECT, None]
    assert said[Verb.ACCEPT] == [NO_POINTS, GOOD_MARK]
    assert said[Verb.PROPOSE][:2] == [
        "No points by itself, and none if the buyer accepts.",
        GOOD_MARK,
    ]
    lost = "6 points, which would bring the store from 0 to 6 and lead to a warning."
    grave = "12 points, which would bring the store from 0 to 12 and restrict it for 7 days."
    assert said[Verb.REJECT] == [
        "No points by itself, and none if you agree with the buyer later.",
        f"If the platform rules against you: {lost}",
        f"For “Ruling lost: counterfeit or empty parcel” or “Forged delivery”: {grave}",
    ]
    assert said[None] == ["3 points, which would bring the store from 0 to 3."]


def test_what_the_store_has_already_counts(world: World, seller: Client) -> None:
    give_points(world, 6)
    said = stakes(seller, world.open_dispute())
    assert said[Verb.REJECT][1] == (
        "If the platform rules against you: 6 points, which would bring the store from 6 to "
        "12 and restrict it for 7 days."
    )
    assert said[None] == ["3 points, which would bring the store from 6 to 9."]


def test_a_repetition_is_foreseen(world: World, seller: Client) -> None:
    first = world.open_dispute()
    assert first.due_at is not None
    enforce_at(first.due_at)
    enforce_standing()
    with clock.shifted(first.due_at - clock.now()):
        said = stakes(seller, world.open_dispute())
    assert said[None] == [
        (
            "6 points, more since it is repeated, which would bring the store from 3 to 9 and lead "
            "to a warning."
        )
    ]


def test_after_two_days_there_is_no_good_mark_to_earn(world: World, seller: Client) -> None:
    dispute = world.open_dispute()
    with clock.shifted(timedelta(hours=47, minutes=59)):
        assert GOOD_MARK in stakes(seller, dispute)[Verb.ACCEPT]
    with clock.shifted(timedelta(hours=48)):
        assert stakes(seller, dispute)[Verb.ACCEPT] == [NO_POINTS]


def test_accepting_a_return_says_what_not_answering_it_would_cost(
    world: World, seller: Client
) -> None:
    said = stakes(seller, world.open_dispute(offer=RETURN_AND_REFUND))
    assert said[Verb.ACCEPT][-1] == (
        "If the return arrives and you do not answer it in time: 6 points, which would bring the "
        "store from 0 to 6 and lead to a warning."
    )


def test_a_lost_ruling_costs_nothing_before_it_is_final(world: World, seller: Client) -> None:
    dispute = world.dispute_in(State.RULED)
    said = stakes(seller, dispute)
    assert list(said) == [Verb.ACCEPT_RULING, Verb.APPEAL, None]
    assert said[Verb.ACCEPT_RULING] == said[None]
    assert said[Verb.APPEAL][0] == (
        "No points while the appeal is open, and none if it is decided for you."
    )
    assert said[None] == [
        "6 points, which would bring the store from 0 to 6 and lead to a warning."
    ]


def test_a_closed_case_asks_for_no_choice(world: World, seller: Client) -> None:
    assert stakes(seller, world.dispute_in(State.RESOLVED)) == {}


def test_the_buyer_reads_nothing_of_it(world: World) -> None:
    client = Client()
    client.force_login(world.buyer)
    dispute = world.open_dispute()
    response = client.get(f"/buyer/cases/{dispute.reference}/")
    assert response.context["choice_previews"] == []
    assert "points" not in response.content.decode()


@pytest.mark.parametrize("verb", ["accept", "propose", "reject"])
def test_the_page_of_an_act_says_it_again(world: World, seller: Client, verb: str) -> None:
    dispute = world.open_dispute()
    page = seller.get(f"/seller/cases/{dispute.reference}/{verb}/").content.decode()
    for sentence in stakes(seller, dispute)[Verb(verb)]:
        assert f"<li>{sentence}</li>" in page


def test_asking_changes_nothing(world: World, seller: Client) -> None:
    dispute = world.open_dispute()
    seller.get(f"/seller/cases/{dispute.reference}/")
    before = everything()
    stakes(seller, dispute)
    assert everything() == before
