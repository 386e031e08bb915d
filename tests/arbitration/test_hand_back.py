"""An arbitrator who cannot go on hands the case back, with a note for the next one."""

import pytest

from arbitration.models import Handover
from arbitration.verbs import assignment
from disputes.errors import Code
from disputes.models import Dispute
from disputes.states import EventKind, State
from tests.support.moments import enforce_at
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db


def taken(world: World) -> Dispute:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == dispute
    return world.again(dispute)


def test_the_case_is_free_again_and_its_time_goes_on() -> None:
    world = World()
    dispute = taken(world)
    assignment.hand_back(world.arbitrator, dispute, comment=" I know the seller's brother. ")
    free, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (free.assignee, free.state, free.due_at) == (None, State.AWAITING_RULING, dispute.due_at)
    assert (event.kind, event.actor, event.data) == (
        EventKind.HANDED_BACK,
        world.arbitrator,
        {},
    )
    handover = Handover.objects.get(why=Handover.Why.HANDED_BACK)
    assert (handover.giver, handover.taker, handover.comment) == (
        world.arbitrator,
        None,
        "I know the seller's brother.",
    )


def test_it_is_offered_to_others_and_not_to_the_same_one_again() -> None:
    world = World()
    dispute = taken(world)
    assignment.hand_back(world.arbitrator, dispute, comment="I have to leave.")
    with refused(Code.NOTHING_TO_TAKE):
        assignment.take_next(world.arbitrator)
    assert assignment.take_next(world.arbitrator2) == dispute


def test_a_note_is_needed() -> None:
    world = World()
    dispute = taken(world)
    with refused(Code.TEXT_MISSING, says="Tell the next arbitrator why.", field="comment"):
        assignment.hand_back(world.arbitrator, dispute, comment=" ")
    assert world.again(dispute).assignee == world.arbitrator


def test_only_who_has_it_hands_it_back() -> None:
    world = World()
    dispute = taken(world)
    for person in (world.arbitrator2, world.supervisor):
        with refused(Code.NOT_ALLOWED):
            assignment.hand_back(person, dispute, comment="Not mine.")
    assert world.again(dispute).assignee == world.arbitrator


def test_where_a_case_went_is_kept() -> None:
    """By a supervisor, and by the clock."""
    world = World()
    dispute = taken(world)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    last = world.again(dispute).assignee
    assert [(h.giver, h.taker, h.why) for h in Handover.objects.all()] == [
        (world.arbitrator, world.arbitrator2, Handover.Why.REASSIGNED),
        (world.arbitrator2, last, Handover.Why.TIMED_OUT),
    ]


def test_pressing_twice_takes_one_case() -> None:
    world = World()
    for _ in range(2):
        world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator, holding=0)
    with refused(Code.STALE, says="Your cases have changed meanwhile. Look at them first."):
        assignment.take_next(world.arbitrator, holding=0)
    assert assignment.cases_in_hand(world.arbitrator) == 1
