"""A ruling that is approved at the same moment as something else happens to its case: one effect.

As in `test_races`, a test shows that the race is real where nobody holds the row's lock.
"""

from collections.abc import Callable

import pytest

from arbitration.verbs import approval, assignment
from disputes.errors import Code
from disputes.models import Dispute, Policy, Refund, Ruling
from disputes.states import EventKind, State
from disputes.verbs import negotiation
from tests.support.concurrency import at_once, take_away_the_lock, together
from tests.support.half import rule_half
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")

Act = Callable[[], object]
TURNED_BACK = Code.CONFLICT  # by a law of the database


def proposed(world: World) -> Dispute:
    """A ruling of the first arbitrator waits for the second one."""
    Policy.objects.update(large_amounts={})
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    rule_half(world.arbitrator, dispute)
    assignment.take_next(world.arbitrator2)
    return world.again(dispute)


def approving(world: World, dispute: Dispute) -> Act:
    return lambda: approval.approve_ruling(world.arbitrator2, dispute)


def sending_back(world: World, dispute: Dispute) -> Act:
    return lambda: approval.send_ruling_back(world.arbitrator2, dispute, comment="Look again.")


def agreeing(world: World, dispute: Dispute) -> Act:
    request = dispute.proposals.get()
    return lambda: negotiation.accept(world.as_seller, dispute, request)


def test_approved_twice_it_counts_once() -> None:
    world = World()
    dispute = proposed(world)
    approve = approving(world, dispute)
    assert at_once(dispute, approve, approve) == ["done", Code.WRONG_STATE]
    assert Ruling.objects.count() == 1
    assert dispute.events.filter(kind=EventKind.RULED).count() == 1


def test_approved_and_sent_back_at_once_one_of_them_counts() -> None:
    world = World()
    dispute = proposed(world)
    outcomes = at_once(dispute, approving(world, dispute), sending_back(world, dispute))
    after = world.again(dispute)
    if after.state == State.RULED:
        assert (outcomes, Ruling.objects.count()) == (["done", Code.WRONG_STATE], 1)
    else:
        assert (outcomes, Ruling.objects.count()) == (["done", Code.NOT_ALLOWED], 0)
        assert (after.assignee, after.proposed_by) == (world.arbitrator, None)


def test_approved_while_the_sides_would_agree_the_ruling_counts() -> None:
    """Once it is written, nobody gets out: whether they come before the approval or after it."""
    world = World()
    dispute = proposed(world)
    outcomes = at_once(dispute, approving(world, dispute), agreeing(world, dispute))
    assert outcomes in (["done", Code.WRONG_STATE], ["done", Code.NOT_ALLOWED])
    assert world.again(dispute).state == State.RULED
    assert (Ruling.objects.count(), Refund.objects.count()) == (1, 0)


def test_without_the_lock_both_approvals_go_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    dispute = proposed(world)
    take_away_the_lock(monkeypatch, 2)
    approve = approving(world, dispute)
    assert together(approve, approve) == [TURNED_BACK, "done"]
