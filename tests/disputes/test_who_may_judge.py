"""Who may judge which case: the rule for people, and the one for queries, say the same."""

import pytest
from django.db.models import QuerySet
from django.forms import ModelChoiceField

from arbitration.access import disputes_without_interest, takeable
from arbitration.forms import ReassignForm
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from arbitration.models import Handover
from arbitration.selectors.board import without_judge
from arbitration.verbs import approval, assignment, rulings
from disputes import clock
from disputes.models import Dispute, Policy, User
from disputes.permissions import (
    arbitrators,
    bars,
    has_interest,
    interests,
    is_arbitrator,
    may_judge,
)
from disputes.states import State
from disputes.verbs import appeals, evidence, returns
from tests.support.world import HALF, RETURN_AND_REFUND, World, enforce_at, ground_for, make_user

pytestmark = pytest.mark.django_db


def proposed(world: World) -> Dispute:
    """A ruling of the arbitrator waits for approval."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    Policy.objects.update(large_amounts={"USD": 1})
    counts = rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=HALF,
        ground=ground_for(HALF),
        reasons="It is green.",
        cites=[1],
    )
    assert not counts
    return dispute


def appealed(world: World) -> Dispute:
    """The arbitrator has ruled, and the second one has approved it."""
    dispute = proposed(world)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    approval.approve_ruling(world.arbitrator2, dispute)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    return dispute


def contested(world: World) -> Dispute:
    """The arbitrator has ruled on another question than the one that waits."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, RETURN_AND_REFUND)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX1")
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="The box is empty.", files=[photo])
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    return dispute


def handed_back(world: World) -> Dispute:
    """Who may judge a case and does not want to."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    assignment.hand_back(world.arbitrator, dispute, comment="I know the seller.")
    return dispute


def test_all_ways_to_ask_say_the_same() -> None:
    world = World()
    sides = {world.buyer, world.seller}
    for side in sides:
        side.is_staff = True
        side.save()
        side.groups.set(world.arbitrator.groups.all())
    auditor = make_user("auditor", "Auditors")
    gone = make_user("arbitrator", "Arbitrators")
    gone.is_active = False
    gone.save()
    judges = {world.arbitrator, world.arbitrator2, world.supervisor}
    made = [
        (contested(world), judges),
        (handed_back(world), judges),
        (proposed(world), judges - {world.arbitrator}),
        (appealed(world), {world.supervisor}),
    ]
    for dispute, able in ((world.again(dispute), able) for dispute, able in made):
        alone = Dispute.objects.filter(pk=dispute.pk)
        assert dispute.assignee is None
        assert EligibleArbitrators.of([dispute]).able(dispute) == {user.pk for user in able}
        assert set(to_choose_from(dispute)) == able
        for user in (*judges, *sides, auditor, gone):
            assert is_arbitrator(user) == arbitrators().contains(user) == (user in judges | sides)
            assert may_judge(user, dispute) == (user in able)
            unbarred = alone.filter(*(~bar for bar in bars(user)))
            assert (is_arbitrator(user) and unbarred.exists()) == (user in able)
            assert has_interest(user, dispute) == (user in sides)
            assert any(alone.filter(each).exists() for each in interests(user)) == (user in sides)
            assert disputes_without_interest(user).contains(dispute) == (user not in sides)
        for user in judges | sides:
            left = dispute.handovers.filter(giver=user, why=Handover.Why.HANDED_BACK).exists()
            takes = user in able and not left
            assert takeable(user).contains(dispute) == takes
            assert without_judge(auditor, [user.pk]).contains(dispute) != takes


def to_choose_from(dispute: Dispute) -> QuerySet[User]:
    field = ReassignForm(None, dispute=dispute, now=clock.now()).fields["to"]
    assert isinstance(field, ModelChoiceField)
    assert field.queryset is not None
    return field.queryset
