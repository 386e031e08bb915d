"""Whoever takes a case takes what was applied for together with it, as far as there is room."""

import pytest

from arbitration.verbs import assignment
from disputes.models import Dispute, Policy
from disputes.states import EventKind, State
from disputes.verbs import evidence, negotiation
from tests.support.groups import file_group
from tests.support.world import World

pytestmark = pytest.mark.django_db


def heard(world: World) -> list[Dispute]:
    """Three that wait for a ruling."""
    disputes = file_group(world)
    negotiation.reject(world.as_seller, *disputes, text="The carrier has a signature.")
    negotiation.escalate(world.as_buyer, *disputes)
    evidence.finish_evidence(world.as_buyer, *disputes)
    evidence.finish_evidence(world.as_seller, *disputes)
    assert {world.again(each).state for each in disputes} == {State.AWAITING_RULING}
    return disputes


def assignees(disputes: list[Dispute]) -> list[object]:
    return [Dispute.objects.get(pk=dispute.pk).assignee for dispute in disputes]


def test_all_of_them_come_at_once(world: World) -> None:
    disputes = heard(world)
    alone = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == disputes[0]
    assert assignees(disputes) == [world.arbitrator] * 3
    for dispute in disputes:
        assert dispute.events.filter(kind=EventKind.TAKEN, actor=world.arbitrator).count() == 1
    assert world.again(alone).assignee is None


def test_nobody_gets_more_than_there_is_room_for(world: World) -> None:
    disputes = heard(world)
    Policy.objects.update(cases_in_hand=2)
    assignment.take_next(world.arbitrator)
    assert assignees(disputes) == [world.arbitrator, world.arbitrator, None]


def test_what_somebody_has_already_stays_theirs(world: World) -> None:
    disputes = heard(world)
    assignment.reassign(world.supervisor, disputes[1], to=world.arbitrator2)
    assignment.take_next(world.arbitrator)
    assert assignees(disputes) == [world.arbitrator, world.arbitrator2, world.arbitrator]
