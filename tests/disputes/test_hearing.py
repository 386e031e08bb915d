"""Both sides complete the file; it closes when both are done or its time is over."""

from datetime import timedelta

import pytest

from disputes.errors import Code
from disputes.states import EventKind, Party, State
from disputes.verbs import evidence
from tests.support.moments import enforce_at
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_both_sides_add_to_one_file() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(
        world.as_buyer, dispute, text="In daylight.", files=[world.photo(world.buyer)]
    )
    evidence.add_evidence(world.as_seller, dispute, text="", files=[world.photo(world.seller)])
    evidence.add_evidence(world.as_seller, dispute, text="The listing says teal.")
    added = dispute.evidence.filter(number__gt=2)
    assert [(e.number, e.party, e.text, e.files.count()) for e in added] == [
        (3, Party.BUYER, "In daylight.", 1),
        (4, Party.SELLER, "", 1),
        (5, Party.SELLER, "The listing says teal.", 0),
    ]
    event = dispute.events.last()
    assert event is not None
    assert (event.kind, event.data["number"]) == (EventKind.EVIDENCE_ADDED, 5)
    assert event.from_state == event.to_state == State.HEARING
    assert world.again(dispute).due_at == dispute.due_at


def test_one_side_alone_does_not_close_the_file() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_buyer, dispute)
    heard, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (heard.state, heard.due_at) == (State.HEARING, dispute.due_at)
    assert (heard.buyer_finished_at, heard.seller_finished_at) == (event.at, None)
    assert (event.kind, event.party) == (EventKind.EVIDENCE_FINISHED, Party.BUYER)


def test_when_both_are_done_the_file_closes_before_its_time() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_seller, dispute)
    evidence.finish_evidence(world.as_buyer, dispute)
    closed = world.again(dispute)
    finished, closing = list(dispute.events.all())[-2:]
    assert closed.state == State.AWAITING_RULING
    assert closed.due_at == closing.at + timedelta(days=2)
    assert (finished.kind, finished.to_state) == (EventKind.EVIDENCE_FINISHED, State.HEARING)
    assert (closing.kind, closing.from_state, closing.to_state) == (
        EventKind.EVIDENCE_CLOSED,
        State.HEARING,
        State.AWAITING_RULING,
    )


def test_nobody_is_done_twice() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_buyer, dispute)
    with refused(Code.NOT_ALLOWED, says="already said"):
        evidence.finish_evidence(world.as_buyer, dispute)


@pytest.mark.parametrize("by_both", [True, False])
def test_nothing_is_added_to_a_closed_file(by_both: bool) -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    if by_both:
        evidence.finish_evidence(world.as_buyer, dispute)
        evidence.finish_evidence(world.as_seller, dispute)
    else:
        assert dispute.due_at is not None
        enforce_at(dispute.due_at)
    assert world.again(dispute).state == State.AWAITING_RULING
    for actor, user in [(world.as_buyer, world.buyer), (world.as_seller, world.seller)]:
        photo = world.photo(user)
        with refused(Code.WRONG_STATE, says="The file was closed."):
            evidence.add_evidence(actor, dispute, text="One more thing.", files=[photo])


def test_the_same_form_twice_adds_once() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    photo = world.photo(world.buyer)
    evidence.add_evidence(world.as_buyer, dispute, text="In daylight.", files=[photo])
    with refused(Code.STALE, says="already"):
        evidence.add_evidence(world.as_buyer, dispute, text="In daylight.", files=[photo])


def test_the_same_photos_alone_twice_add_once() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    photo = world.photo(world.buyer)
    evidence.add_evidence(world.as_buyer, dispute, text="", files=[photo])
    with refused(Code.STALE):
        evidence.add_evidence(world.as_buyer, dispute, text="", files=[photo])


@pytest.mark.parametrize("text", ["", " ", "\x00"])
def test_evidence_of_nothing_is_refused(text: str) -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    with refused(Code.TEXT_MISSING, field="text"):
        evidence.add_evidence(world.as_buyer, dispute, text=text)


def test_the_other_sides_photo_is_not_mine() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    theirs = world.photo(world.seller)
    with refused(Code.STALE):
        evidence.add_evidence(world.as_buyer, dispute, text="", files=[theirs])


def test_the_other_side_may_say_the_same_words() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_buyer, dispute, text="It is teal.")
    evidence.add_evidence(world.as_seller, dispute, text="It is teal.")
    assert dispute.evidence.filter(text="It is teal.").count() == 2
