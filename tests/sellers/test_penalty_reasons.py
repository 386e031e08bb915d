"""Whatever the platform writes about a penalty has the length that the policy asks for."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from disputes.errors import Code
from sellers.models import Breach, PenaltyAppeal
from sellers.verbs.appeals import decide_appeal
from sellers.verbs.penalties import decline_penalty, lower_penalty, penalise
from tests.support.given_penalties import proof
from tests.support.policies import publish
from tests.support.rows import refused
from tests.support.standing_pages import LARGE, appealed, errors, given, other_supervisor, rule
from tests.support.standing_pages import send as send_page
from tests.support.world import World

pytestmark = pytest.mark.django_db

# Reaches what is decided about, and answers how, with which reasons.
Reach = Callable[[World], Callable[[str], None]]
SHORT, LONG = "So, so: ok!", "It is as it was."


def propose(world: World) -> Breach:
    return penalise(
        world.supervisor,
        world.store,
        rule=rule(LARGE),
        reasons=LONG,
        files=proof(world.supervisor),
        idempotency_key=uuid4(),
    )


def lowers(points: int) -> Reach:
    def reach(world: World) -> Callable[[str], None]:
        penalty = given(world)
        return lambda reasons: lower_penalty(
            world.supervisor, penalty, points=points, reasons=reasons
        )

    return reach


def decides(points: int) -> Reach:
    def reach(world: World) -> Callable[[str], None]:
        appeal = appealed(world)
        return lambda reasons: decide_appeal(
            world.supervisor, appeal, points=points, reasons=reasons
        )

    return reach


def declines(world: World) -> Callable[[str], None]:
    breach, second = propose(world), other_supervisor()
    return lambda reasons: decline_penalty(second, breach, reasons=reasons)


ACTS: dict[str, Reach] = {
    "lower": lowers(1),
    "revoke": lowers(0),
    "keep on appeal": decides(3),
    "reduce on appeal": decides(1),
    "revoke on appeal": decides(0),
    "decline": declines,
}


def least_reasons(world: World, least: int) -> None:
    publish(world, least_reasons=least)


@pytest.mark.parametrize("name", ACTS)
def test_too_few_letters_are_refused_and_enough_are_not(world: World, name: str) -> None:
    act = ACTS[name](world)
    with refused(Code.TEXT_MISSING, field="reasons", says="Say more: at least 10 letters."):
        act(SHORT)
    least_reasons(world, 12)
    with refused(Code.TEXT_MISSING, field="reasons", says="Say more: at least 12 letters."):
        act(LONG)
    least_reasons(world, 11)
    act(LONG)


def test_the_pages_say_so_beside_the_field(world: World) -> None:
    penalty, appeal, breach = given(world), appealed(world), propose(world)
    for user, address, data in (
        (world.supervisor, f"penalties/{penalty.pk}/lower/", {"stays": "none"}),
        (world.supervisor, f"appeals/{appeal.pk}/", {"stays": "none"}),
        (other_supervisor(), f"proposals/{breach.pk}/", {"decision": "decline"}),
    ):
        response = send_page(user, address, data | {"reasons": SHORT})
        assert errors(response) == {"reasons": ["Say more: at least 10 letters."]}, address
        assert response.context["form"]["reasons"].value() == SHORT
    assert PenaltyAppeal.objects.get().is_open
