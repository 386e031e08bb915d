"""Whoever decides on a store's points decides on those that they have read."""

import re
from typing import Any
from uuid import uuid4

import pytest

from disputes.errors import Code
from disputes.rules.instants import instant
from disputes.verbs import evidence_revisions
from sellers.models import Breach, Entry, Penalty
from sellers.states import BreachState
from sellers.verbs.penalties import approve_penalty, penalise
from tests.support.given_penalties import proof
from tests.support.rows import refused
from tests.support.standing_pages import (
    CONFIRM,
    LARGE,
    SMALL,
    appealed,
    given,
    other_supervisor,
    rule,
)
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

REASONS = "The store asked the buyer to pay by bank transfer."
READ = re.compile(r'name="read" value="(\d+)"')


def read_to(page: str) -> str:
    found = READ.search(page)
    assert found, "the form carries what was read"
    return found[1]


def proposed(world: World, **about: Any) -> Breach:
    return penalise(
        world.supervisor,
        world.store,
        rule=rule(LARGE),
        reasons=REASONS,
        idempotency_key=uuid4(),
        **(about or {"files": proof(world.supervisor)}),
    )


def pages(world: World) -> dict[str, tuple[str, dict[str, Any]]]:
    """What a supervisor who had no part in any of it decides on, and what is typed."""
    penalty, appeal = given(world), appealed(world)
    breach = proposed(world)
    less = {"stays": "none", "reasons": REASONS}
    stores = "/admin/disputes/store/"
    by_hand = {
        "idempotency_key": str(uuid4()),
        "rule": rule(SMALL).pk,
        "case": world.open_dispute().reference,
        "reasons": REASONS,
    }
    return {
        "give": (f"{stores}{world.store.pk}/penalise/", by_hand),
        "lower": (f"{stores}penalties/{penalty.pk}/lower/", less),
        "appeal": (f"{stores}appeals/{appeal.pk}/", less),
        "approve": (f"{stores}proposals/{breach.pk}/", {"decision": "approve"}),
    }


@pytest.mark.parametrize("what", ["give", "lower", "appeal", "approve"])
def test_points_that_came_in_between_turn_it_back(world: World, what: str) -> None:
    place, typed = pages(world)[what]
    client = signed_in(other_supervisor())
    read = read_to(client.get(place).text)
    preview = client.post(place, typed | {"read": read}).text
    assert read_to(preview) == read
    given(world)
    last = Entry.objects.filter(store=world.store).latest("number")
    with nothing_changes():
        answer = client.post(place, typed | CONFIRM | {"read": read})
    assert f"The store&#x27;s points were changed on {instant(last.recorded_at)}" in answer.text
    for text in (typed.get("reasons", ""), typed.get("case", "")):
        assert text in answer.text
    again = client.post(place, typed | CONFIRM | {"read": read_to(answer.text)})
    assert again.status_code == 302


def test_a_proposal_rests_on_the_evidence_that_was_read_for_it(world: World) -> None:
    dispute = world.open_dispute()
    breach = proposed(world, dispute=dispute, cites=[1])
    [first] = dispute.evidence.all()
    evidence_revisions.change_evidence(world.as_buyer, dispute, first, text="It was blue.")
    second = other_supervisor()
    with refused(Code.STALE, says="Evidence 1 was changed on"):
        approve_penalty(second, breach)
    assert not Penalty.objects.exists()
    assert Breach.objects.get(pk=breach.pk).state == BreachState.PROPOSED
