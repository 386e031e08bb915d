"""Lists say how many of their cases are newer, and do not change by themselves."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arbitration.verbs import assignment, evidence_requests
from disputes import clock, pages
from disputes.models import Dispute
from disputes.states import State
from tests.disputes.test_live_case import asked_by, said
from tests.support.rows import everything
from tests.support.terms import BOTH
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

LISTS = {"buyer": "/buyer/cases/", "seller": "/seller/", "arbitrator": CASES}


def told(number: int) -> str:
    text = (
        "1 case is new or has changed."
        if number == 1
        else (f"{number} cases are new or have changed.")
    )
    return f'{text} <a href="">Show</a>'


def ago(world: World) -> Dispute:
    """A case of long before the list."""
    with clock.shifted(timedelta(hours=-1)):
        return world.dispute_in(State.AWAITING_RULING)


def ask(world: World, dispute: Dispute) -> None:
    evidence_requests.request_evidence(
        world.arbitrator, world.again(dispute), of=BOTH, text="The parcel's label, please."
    )


@pytest.mark.parametrize("place", LISTS)
class TestList:
    def test_nothing_newer_costs_three_queries(self, world: World, place: str) -> None:
        ago(world)
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(asked)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Cache-Control"] == "no-store"
        assert len(queries) == 3

    def test_it_counts_what_is_new_or_has_changed(self, world: World, place: str) -> None:
        changed = ago(world)
        assignment.reassign(world.supervisor, changed, to=world.arbitrator)
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        world.dispute_in(State.AWAITING_RULING)
        first = client.get(asked)
        assert (first.status_code, said(first.text)) == (200, told(1))
        assert "<table" not in first.text
        # Asked again it is no news, and further ones are told with it.
        assert client.get(first["Live-Next"]).status_code == 204
        ask(world, changed)
        second = client.get(first["Live-Next"])
        assert said(second.text) == told(2)
        assert client.get(second["Live-Next"]).status_code == 204

    # What happened just before is on the list, though its time is as new as that of what is not.
    def test_what_it_shows_already_is_not_newer(self, world: World, place: str) -> None:
        world.dispute_in(State.AWAITING_RULING)
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        assert client.get(asked).status_code == 204
        world.dispute_in(State.AWAITING_RULING)
        assert said(client.get(asked).text) == told(1)

    # Whoever has just acted in a case looks at the list, and waits for the answer there.
    def test_what_it_shows_as_new_may_change_again(self, world: World, place: str) -> None:
        dispute = ago(world)
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        assert client.get(asked).status_code == 204
        ask(world, dispute)
        assert said(client.get(asked).text) == told(1)

    # The clock is asked before the commit, so a list may be made in between.
    def test_what_came_before_the_list_and_was_not_in_it_is_newer(
        self, world: World, place: str
    ) -> None:
        ago(world)
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        with clock.shifted(timedelta(seconds=-5)):
            world.dispute_in(State.AWAITING_RULING)
        assert said(client.get(asked).text) == told(1)

    def test_strangers_and_the_signed_out_learn_nothing(self, world: World, place: str) -> None:
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        world.dispute_in(State.AWAITING_RULING)
        for other in {"buyer", "seller", "arbitrator", "other_buyer", "other_seller"} - {place}:
            answer = signed_in(getattr(world, other)).get(asked)
            assert "live-said" not in answer.text, other
        answer = Client().get(asked)
        assert (answer.status_code, answer.content) == (401, b"")

    @pytest.mark.parametrize("method", ["head", "post"])
    def test_it_is_for_reading(self, world: World, place: str, method: str) -> None:
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        before = everything()
        assert getattr(client, method)(asked).status_code == 405
        assert everything() == before

    def test_what_is_no_number_counts_as_none(self, world: World, place: str) -> None:
        ago(world)
        client = signed_in(getattr(world, place))
        path = asked_by(client.get(LISTS[place]).text).partition("?")[0]
        for odd in ("", "x", "-1", "9" * 14, "9" * 40, "\x00"):
            answer = client.get(path, {"since": odd, "seen": odd, "shown": odd})
            assert answer.status_code in (200, 204), odd

    def test_it_counts_no_further_than_other_numbers(
        self, world: World, place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pages, "MOST", 2)
        client = signed_in(getattr(world, place))
        asked = asked_by(client.get(LISTS[place]).text)
        for _each in range(4):
            world.dispute_in(State.AWAITING_RULING)
        assert said(client.get(asked).text).startswith("2+ cases are new")


def test_a_case_that_another_arbitrator_took_is_no_news(world: World) -> None:
    ago(world)
    client = signed_in(world.arbitrator)
    asked = asked_by(client.get(CASES).text)
    assignment.take_next(world.arbitrator2)
    assert client.get(asked).status_code == 204


def test_what_happens_in_a_case_in_hand_is_news(world: World) -> None:
    dispute = ago(world)
    with clock.shifted(timedelta(minutes=-30)):
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    client = signed_in(world.arbitrator)
    asked = asked_by(client.get(CASES).text)
    ask(world, dispute)
    assert said(client.get(asked).text) == told(1)


def test_the_bell_comes_with_the_same_question(world: World) -> None:
    client = signed_in(world.seller)
    asked = asked_by(client.get("/seller/").text)
    assert "&bell=0" in asked
    dispute = world.open_dispute()
    answer = client.get(asked)
    assert re.search(r'<span data-region="bell">\s*<span class="bell-count">1<', answer.text)
    assert said(answer.text) == told(1)
    assert answer["Live-Next"].endswith("&bell=1")
    # Read on another page of the same person, it is gone here, and the list has nothing to say.
    client.get(f"/seller/cases/{dispute.reference}/")
    answer = client.get(answer["Live-Next"])
    assert answer["Live-Next"].endswith("&bell=0")
    assert re.search(r'<span data-region="bell">\s*</span>', answer.text)
