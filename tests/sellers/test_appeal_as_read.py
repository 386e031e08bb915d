"""A store appeals the penalty that its page showed: what was changed of it meanwhile is told."""

import re

import pytest

from disputes.errors import Code
from disputes.rules.instants import instant
from sellers.models import Entry, Penalty, PenaltyAppeal
from sellers.permissions import last_line
from sellers.verbs.appeals import appeal_penalty
from sellers.verbs.penalties import lower_penalty
from tests.support.given_penalties import given_by_hand
from tests.support.rows import refused
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

TEXT = "We never asked for a bank transfer."


def lower(world: World, penalty: Penalty) -> None:
    lower_penalty(world.supervisor, penalty, points=4, reasons="It was one message only.")


def test_what_was_lowered_meanwhile_turns_it_back_and_nothing_typed_is_lost(world: World) -> None:
    penalty, client = given_by_hand(world, "off_platform"), signed_in(world.seller)
    record = f"/seller/standing/penalties/{penalty.pk}/"
    link = re.search(rf'href="({record}appeal/\?read=\d+)"', client.get(record).text)
    assert link, "the record leads to the form with what was read"
    lower(world, penalty)
    with nothing_changes():
        opened = client.get(link[1])
    last = Entry.objects.get(penalty=penalty, kind="reduced")
    said = f"The store&#x27;s points were changed on {instant(last.recorded_at)}"
    assert said in opened.text
    place, read = f"{record}appeal/", link[1].partition("=")[2]
    with nothing_changes():
        answer = client.post(place, {"text": TEXT, "read": read})
    assert said in answer.text
    assert TEXT in answer.text
    assert "4 points, given on" in answer.text
    shown = re.search(r'name="read" value="(\d+)"', answer.text)
    assert shown
    assert client.post(place, {"text": TEXT, "read": shown[1]}).status_code == 302
    assert PenaltyAppeal.objects.get().penalty == penalty


def test_the_verb_refuses_it_too(world: World) -> None:
    penalty = given_by_hand(world, "off_platform")
    read = last_line(world.store.pk)
    lower(world, penalty)
    with refused(Code.STALE, says="“Leading buyers off the platform”, Reduced, -2."):
        appeal_penalty(world.seller, penalty, text=TEXT, read_to=read)


def test_another_penalty_is_no_reason(world: World) -> None:
    penalty = given_by_hand(world, "off_platform")
    read = last_line(world.store.pk)
    given_by_hand(world, "off_platform")
    assert appeal_penalty(world.seller, penalty, text=TEXT, read_to=read).is_open
