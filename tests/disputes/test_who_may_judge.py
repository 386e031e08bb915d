"""Who may judge which case: the rule for people, and the one for queries, say the same."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.forms import ModelChoiceField

from arbitration.access import disputes_without_interest, takeable
from arbitration.forms import ReassignForm
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from arbitration.permissions import bars
from arbitration.selectors.board import without_judge
from arbitration.verbs import approval, assignment
from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute, Policy, User
from disputes.permissions import (
    arbitrators,
    has_interest,
    interests,
    is_arbitrator,
    is_judge,
    judges,
)
from disputes.states import State
from disputes.verbs import appeals, evidence, returns
from tests.support.half import rule_half
from tests.support.moments import enforce_at, run_out
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import HALF, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db


def proposed(world: World) -> Dispute:
    """A ruling of the arbitrator waits for approval."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    Policy.objects.update(large_amounts={"USD": 1})
    counts = rule_half(world.arbitrator, dispute)
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


def worked_over(world: World, third: User, fourth: User) -> Dispute:
    """The arbitrator has written a ruling, and the second one has sent it back; others have ruled
    in the end, and an appeal waits."""
    dispute = proposed(world)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    approval.send_ruling_back(world.arbitrator2, dispute, comment="Think again.")
    assignment.reassign(world.supervisor, dispute, to=third)
    Policy.objects.update(large_amounts={"USD": 10**9})
    world.rule(dispute, HALF, by=fourth)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    return dispute


def test_all_ways_to_ask_say_the_same() -> None:
    world = World()
    third, fourth = (make_user("arbitrator", "Arbitrators") for _ in range(2))
    sides = {world.buyer, world.seller}
    for side in sides:
        side.is_staff = True
        side.save()
        side.groups.set(world.arbitrator.groups.all())
    auditor = make_user("auditor", "Auditors")
    gone = make_user("arbitrator", "Arbitrators")
    gone.is_active = False
    gone.save()
    all_judges = {world.arbitrator, world.arbitrator2, world.supervisor, third, fourth}
    made = [
        (contested(world), all_judges),
        (handed_back(world), all_judges - {world.arbitrator}),
        (proposed(world), all_judges - {world.arbitrator}),
        (appealed(world), {world.supervisor, third, fourth}),
        (worked_over(world, third, fourth), {world.supervisor, third}),
    ]
    for dispute, able in ((world.again(dispute), able) for dispute, able in made):
        alone = Dispute.objects.filter(pk=dispute.pk)
        assert dispute.assignee is None
        assert EligibleArbitrators.of([dispute]).able(dispute) == {user.pk for user in able}
        assert set(to_choose_from(dispute)) == able
        for user in (*all_judges, *sides, auditor, gone):
            assert is_arbitrator(user) == arbitrators().contains(user)
            assert is_arbitrator(user) == (user in all_judges | sides)
            assert is_judge(user) == judges().contains(user)
            unbarred = alone.filter(*(~bar for bar in bars(user)))
            assert (is_arbitrator(user) and unbarred.exists()) == (user in able)
            assert has_interest(user, dispute) == (user in sides)
            assert any(alone.filter(each).exists() for each in interests(user)) == (user in sides)
            assert disputes_without_interest(user).contains(dispute) == (user not in sides)
        for user in all_judges | sides:
            assert takeable(user).contains(dispute) == (user in able)
            assert without_judge(auditor, [user.pk]).contains(dispute) != (user in able)
        for user in (all_judges | sides) - able:
            with refused(Code.NOT_ALLOWED, field="to"):
                assignment.reassign(world.supervisor, dispute, to=user)


def test_whoever_handed_it_back_does_not_get_it_from_the_clock() -> None:
    world = World()
    dispute = handed_back(world)
    world.supervisor.groups.clear()
    run_out(world, dispute)
    assert world.again(dispute).assignee == world.arbitrator2
    run_out(world, dispute)
    assert world.again(dispute).assignee is None


def test_nobody_gets_an_own_ruling_back_in_a_case_of_their_store() -> None:
    """They have joined the store since they wrote it, and nobody else is there to approve it."""
    world = World()
    dispute = proposed(world)
    world.store.memberships.create(user=world.arbitrator)
    for person in (world.arbitrator2, world.supervisor):
        person.groups.clear()
    run_out(world, dispute)
    assert world.again(dispute).assignee is None


def test_a_supervisor_who_is_no_arbitrator_judges_where_no_arbitrator_may() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    world.supervisor.groups.clear()
    chief = only_a_supervisor()
    assert set(to_choose_from(world.again(dispute))) == {world.arbitrator2}
    with refused(Code.NOT_ALLOWED, field="to"):
        assignment.reassign(chief, dispute, to=chief)
    world.arbitrator2.groups.clear()
    assert set(to_choose_from(world.again(dispute))) == {chief}
    run_out(world, dispute)
    assert world.again(dispute).assignee == chief
    world.hear_out(dispute)
    rule_half(chief, dispute)
    assert world.again(dispute).state == State.RULED


def only_a_supervisor() -> User:
    user = make_user("chief", "Auditors")
    group = Group.objects.create(name="Chiefs")
    group.permissions.add(Permission.objects.get(codename="supervise"))
    user.groups.set([group])
    return user


def to_choose_from(dispute: Dispute) -> QuerySet[User]:
    field = ReassignForm(None, dispute=dispute, now=clock.now()).fields["to"]
    assert isinstance(field, ModelChoiceField)
    assert field.queryset is not None
    return field.queryset
