"""An arbitrator asks a side for evidence, with a deadline; silence lets the ruling go on."""

from datetime import timedelta

import pytest

from arbitration.verbs import assignment, evidence_requests
from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute
from disputes.states import AskedFor, EventKind, Party, State
from disputes.verbs import evidence
from disputes.wording import sentence
from tests.support.half import rule_half
from tests.support.moments import enforce_at
from tests.support.rows import refused
from tests.support.terms import BOTH
from tests.support.world import World, without_bound

pytestmark = pytest.mark.django_db

SELLER = [Party.SELLER]


def taken(world: World, state: State = State.AWAITING_RULING) -> Dispute:
    dispute = world.dispute_in(state)
    assert assignment.take_next(world.arbitrator2) == dispute
    return dispute


def asked(world: World, state: State = State.AWAITING_RULING, days: int = 2) -> Dispute:
    """The seller was asked for stock photos."""
    dispute = taken(world, state)
    evidence_requests.request_evidence(
        world.arbitrator2, dispute, of=SELLER, kinds=[AskedFor.STOCK_PHOTOS], within_days=days
    )
    return world.again(dispute)


def last_told(dispute: Dispute) -> str:
    event = dispute.events.last()
    assert event is not None
    return without_bound(sentence(event))


def test_one_side_is_asked_and_the_case_waits_for_it() -> None:
    world = World()
    dispute = asked(world)
    event = dispute.events.last()
    assert event is not None
    assert (dispute.state, dispute.assignee) == (State.HEARING, world.arbitrator2)
    assert (dispute.buyer_asked, dispute.seller_asked) == (False, True)
    assert dispute.due_at == dispute.asked_until == event.at + timedelta(days=2)
    assert event.data["kinds"] == ["stock_photos"]
    assert (
        without_bound(sentence(event))
        == "The arbitrator asked the seller for evidence: Photos of the same item from stock"
    )


def test_the_side_that_was_not_asked_can_add_evidence_until_both_are_done() -> None:
    world = World()
    dispute = asked(world)
    evidence.add_evidence(world.as_buyer, dispute, text="Here is one more.")
    assert world.again(dispute).seller_asked
    evidence.finish_evidence(world.as_seller, dispute)
    assert world.again(dispute).state == State.HEARING
    evidence.finish_evidence(world.as_buyer, dispute)
    closed = world.again(dispute)
    assert (closed.state, closed.seller_asked, closed.asked_until) == (
        State.AWAITING_RULING,
        False,
        None,
    )
    assert closed.assignee == world.arbitrator2


def test_adding_evidence_answers_and_the_file_stays_open_until_its_time() -> None:
    world = World()
    dispute = asked(world)
    evidence.add_evidence(world.as_seller, dispute, text="Here it is.")
    answered = world.again(dispute)
    assert (answered.state, answered.seller_asked) == (State.HEARING, False)
    assert answered.due_at is not None
    enforce_at(answered.due_at)
    assert world.again(dispute).state == State.AWAITING_RULING
    assert last_told(dispute) == (
        "The file was closed. An arbitrator now decides on the evidence in it."
    )


def test_changing_evidence_of_the_open_file_answers_too() -> None:
    world = World()
    dispute = taken(world)
    evidence_requests.request_evidence(world.arbitrator2, dispute, of=SELLER, text="Which lot?")
    evidence.add_evidence(world.as_seller, dispute, text="Soon.")
    for actor in (world.as_seller, world.as_buyer):
        evidence.finish_evidence(actor, dispute)
    evidence_requests.request_evidence(world.arbitrator2, dispute, of=SELLER, text="Which lot?")
    evidence.add_evidence(world.as_seller, dispute, text="Lot 7.")
    assert not world.again(dispute).seller_asked


def test_silence_closes_the_file_and_is_told() -> None:
    world = World()
    dispute = asked(world)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    closed, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (closed.state, closed.assignee, closed.seller_asked) == (
        State.AWAITING_RULING,
        world.arbitrator2,
        False,
    )
    assert event.data["silent"] == ["seller"]
    assert without_bound(sentence(event)) == (
        "The file was closed. An arbitrator now decides on the evidence in it. The seller did not "
        "answer the arbitrator's request for evidence."
    )


def test_both_can_be_asked_and_both_be_silent() -> None:
    world = World()
    dispute = taken(world)
    evidence_requests.request_evidence(
        world.arbitrator2, dispute, of=BOTH, text="Daylight, please."
    )
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    event = dispute.events.last()
    assert event is not None
    assert event.data["silent"] == ["buyer", "seller"]
    assert last_told(dispute).endswith(
        "Neither side answered the arbitrator's request for evidence."
    )


def test_under_appeal_the_time_to_rule_is_left_after_what_was_asked_for() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    appeal_ends = dispute.due_at
    assert appeal_ends is not None
    assert assignment.take_next(world.arbitrator2) == dispute
    with clock.shifted(timedelta(days=4)):
        evidence_requests.request_evidence(
            world.arbitrator2, dispute, of=SELLER, text="The label, please.", within_days=3
        )
    again, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (again.state, again.asked_until) == (State.APPEALED, event.at + timedelta(days=3))
    assert again.asked_until == again.answers_until
    assert again.due_at == event.at + timedelta(days=5) > appeal_ends
    with clock.shifted(timedelta(days=4, hours=1)):
        evidence.add_evidence(world.as_seller, dispute, text="Here is the label.")
    assert not world.again(dispute).seller_asked


def test_silence_under_appeal_is_told_with_the_ruling() -> None:
    world = World()
    dispute = asked(world, State.APPEALED, days=1)
    with clock.shifted(timedelta(days=1, hours=1)):
        rule_half(world.arbitrator2, dispute)
    closed = dispute.events.filter(kind=EventKind.EVIDENCE_CLOSED).last()
    assert closed is not None
    assert closed.data["silent"] == ["seller"]


@pytest.mark.parametrize("days", [0, 4, -1])
def test_the_time_lies_within_the_clock_of_the_case(days: int) -> None:
    world = World()
    dispute = taken(world)
    with refused(Code.LIMIT_REACHED, says="Give the side 1 to 3 days.", field="within_days"):
        evidence_requests.request_evidence(
            world.arbitrator2, dispute, of=SELLER, text="More.", within_days=days
        )
    assert world.again(dispute).state == State.AWAITING_RULING


def test_somebody_and_something_must_be_named() -> None:
    world = World()
    dispute = taken(world)
    with refused(Code.NOT_ALLOWED, says="Choose who should show it.", field="of"):
        evidence_requests.request_evidence(world.arbitrator2, dispute, of=[], text="More.")
    with refused(Code.TEXT_MISSING, says="Say what evidence is missing.", field="text"):
        evidence_requests.request_evidence(world.arbitrator2, dispute, of=SELLER, text="  ")
    assert world.again(dispute).evidence_requests == 0


def test_a_case_cannot_be_drawn_out_by_asking() -> None:
    world = World()
    dispute = taken(world)
    for _ in range(3):
        evidence_requests.request_evidence(world.arbitrator2, dispute, of=SELLER, text="More.")
        for actor in (world.as_seller, world.as_buyer):
            evidence.finish_evidence(actor, dispute)
    with refused(
        Code.LIMIT_REACHED,
        says="Evidence can be asked for 3 times in a case. Rule on what is in the file.",
    ):
        evidence_requests.request_evidence(world.arbitrator2, dispute, of=SELLER, text="More.")
