"""A case whose arbitrator let the clock run out goes to another one who may judge it."""

from datetime import timedelta

import pytest

from arbitration.verbs import assignment
from disputes import clock
from disputes.errors import Code
from disputes.states import EventKind, State
from disputes.wording import sentence
from tests.support.moments import enforce_at, moment
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_a_case_goes_to_the_arbitrator_with_the_fewest() -> None:
    world = World()
    with clock.shifted(DAY):  # not due in the sweep below
        world.dispute_in(State.AWAITING_RULING)
        assignment.take_next(world.arbitrator2)
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == dispute
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    given, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert given.assignee == world.supervisor  # has none; arbitrator2 has one
    assert event.data == {"arbitrator": world.supervisor.pk}
    assert given.due_at == event.at + 2 * DAY


def test_several_cases_are_spread() -> None:
    world = World()
    cases = [world.dispute_in(State.AWAITING_RULING) for _ in range(6)]
    due_at = cases[-1].due_at
    assert due_at is not None
    assert enforce_at(due_at) == 6
    bench = sorted(world.again(dispute).assignee_id or 0 for dispute in cases)
    assert bench == sorted(2 * [world.arbitrator.pk, world.arbitrator2.pk, world.supervisor.pk])


def test_whoever_has_just_lost_a_case_has_room_for_another() -> None:
    """Both run out in one sweep. The first goes to who has none; then who lost it has none."""
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    first = assignment.take_next(world.arbitrator2)
    world.dispute_in(State.AWAITING_RULING)
    second = assignment.take_next(world.supervisor)
    assert second.due_at is not None
    assert enforce_at(second.due_at) == 2
    assert world.again(first).assignee == world.arbitrator
    assert world.again(second).assignee == world.arbitrator2


def test_nobody_with_an_interest_gets_it() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.store.memberships.create(user=world.arbitrator)
    world.supervisor.groups.clear()
    world.buyer.is_staff = True
    world.buyer.save()
    world.buyer.groups.set(world.arbitrator2.groups.all())
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    assert world.again(dispute).assignee == world.arbitrator2


def test_nobody_who_ruled_before_gets_it() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    world.supervisor.groups.clear()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    given = world.again(dispute)
    assert (given.state, given.assignee) == (State.APPEALED, world.arbitrator2)
    assert given.due_at is not None
    assert enforce_at(given.due_at) == 1  # who let it run out does not get it again
    assert world.again(dispute).assignee is None


def test_with_nobody_able_it_waits_in_the_queue_and_says_so() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    for person in (world.arbitrator, world.arbitrator2, world.supervisor):
        person.groups.clear()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    waiting, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (waiting.state, waiting.assignee) == (State.AWAITING_RULING, None)
    assert waiting.due_at == waiting.decide_by
    assert event.kind == EventKind.NO_JUDGE
    assert "another arbitrator" not in sentence(event)


def test_a_supervisor_gives_a_case_to_somebody_else_even_when_it_is_late() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assert dispute.due_at is not None
    with moment(dispute.due_at + DAY):
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    given, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (given.assignee, given.due_at) == (world.arbitrator2, event.at + 2 * DAY)
    assert (event.kind, event.actor) == (EventKind.REASSIGNED, world.supervisor)


def test_a_supervisor_gives_it_only_to_who_may_judge_it() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    member = make_user("arbitrator", "Arbitrators")
    world.store.memberships.create(user=member)
    left = make_user("arbitrator", "Arbitrators")
    left.is_active = False
    left.save()
    no_longer_staff = make_user("arbitrator", "Arbitrators")
    no_longer_staff.is_staff = False
    no_longer_staff.save()
    for person in (world.arbitrator, world.buyer, world.seller, member, left, no_longer_staff):
        with refused(Code.NOT_ALLOWED, field="to"):
            assignment.reassign(world.supervisor, dispute, to=person)
    with refused(Code.NOT_ALLOWED):
        assignment.reassign(world.arbitrator, dispute, to=world.arbitrator2)
