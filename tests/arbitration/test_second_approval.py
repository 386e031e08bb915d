"""A ruling on a large amount counts once a second arbitrator has approved it."""

from datetime import timedelta

import pytest

from arbitration.models import ProposedRuling
from arbitration.verbs import approval, assignment, rulings
from disputes.errors import Code
from disputes.models import Dispute, Policy, Ruling, User
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Solution, State
from disputes.verbs import appeals, evidence_revisions
from tests.support.moments import enforce_at
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, HALF, PAID, ground_for, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOTHING = Offer(Solution.NO_REFUND)


@pytest.fixture
def world() -> World:
    """All that was paid is a large amount, and anything less is not."""
    world = World()
    Policy.objects.update(large_amounts={"USD": PAID})
    return world


def rule(by: User, dispute: Dispute, offer: Offer = HALF) -> bool:
    return rulings.issue_ruling(
        by, dispute, offer=offer, ground=ground_for(offer), reasons=reasons_for(1), cites=[1]
    )


def waiting(world: World) -> Dispute:
    """A case whose ruling, of the first arbitrator, the second one has in hand."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == dispute
    assert rule(world.arbitrator, dispute) is False
    assert assignment.take_next(world.arbitrator2) == dispute
    return world.again(dispute)


def test_until_then_it_does_not_count_and_nobody_reads_it(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, dispute) is False
    proposed, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (proposed.state, proposed.assignee, proposed.proposed_by) == (
        State.AWAITING_RULING,
        None,
        world.arbitrator,
    )
    assert proposed.due_at == event.at + timedelta(days=2)
    assert (event.kind, event.data) == (EventKind.RULING_PROPOSED, {})
    assert not Ruling.objects.exists()
    assert [p.party for p in dispute.proposals.all()] == ["buyer"]


@pytest.mark.parametrize("offer", [FULL_REFUND, HALF, NOTHING])
def test_what_is_asked_counts_as_what_is_ruled(world: World, offer: Offer) -> None:
    """Refusing a large sum needs a second look as much as granting it."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, dispute, offer) is False


def test_a_smaller_amount_counts_at_once(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING, offer=Offer(Solution.REFUND, PAID - 1))
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, dispute) is True
    assert world.again(dispute).state == State.RULED


def test_a_smaller_request_with_a_large_ruling_does_not(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING, offer=Offer(Solution.REFUND, PAID - 1))
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, dispute, FULL_REFUND) is False


def test_every_amount_of_a_currency_without_a_number_is_large(world: World) -> None:
    Policy.objects.update(large_amounts={"EUR": 1})
    dispute = world.dispute_in(State.AWAITING_RULING, offer=Offer(Solution.REFUND, 1))
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, dispute, NOTHING) is False


def test_approved_it_is_the_ruling_of_the_first_one(world: World) -> None:
    dispute = waiting(world)
    approval.approve_ruling(world.arbitrator2, dispute)
    ruling, ruled = Ruling.objects.get(), world.again(dispute)
    assert (ruling.arbitrator, ruling.approved_by) == (world.arbitrator, world.arbitrator2)
    assert (ruling.reasons, ruling.proposal.offer) == (reasons_for(1), HALF)
    assert [citation.evidence.number for citation in ruling.citations.all()] == [1]
    assert (ruled.state, ruled.assignee, ruled.proposed_by) == (State.RULED, None, None)
    told = dispute.events.get(kind=EventKind.RULED)
    assert (told.actor, told.data["approved"]) == (world.arbitrator2, True)
    proposed = ProposedRuling.objects.get()
    assert (proposed.reviewer, proposed.approved) == (world.arbitrator2, True)
    with refused(Code.WRONG_STATE):
        approval.approve_ruling(world.arbitrator2, dispute)


def test_neither_of_the_two_hears_the_appeal(world: World) -> None:
    dispute = waiting(world)
    approval.approve_ruling(world.arbitrator2, dispute)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    for person in (world.arbitrator, world.arbitrator2):
        with refused(Code.NOTHING_TO_TAKE):
            assignment.take_next(person)
        with refused(Code.NOT_ALLOWED, field="to"):
            assignment.reassign(world.supervisor, dispute, to=person)
    assert assignment.take_next(world.supervisor) == dispute


def test_sent_back_it_goes_to_the_first_one_with_a_note(world: World) -> None:
    dispute = waiting(world)
    approval.send_ruling_back(world.arbitrator2, dispute, comment=" The label says blue. ")
    back, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (back.assignee, back.proposed_by, back.state) == (
        world.arbitrator,
        None,
        State.AWAITING_RULING,
    )
    assert back.due_at == event.at + timedelta(days=2)
    assert (event.kind, event.data) == (EventKind.RULING_SENT_BACK, {})
    proposed = ProposedRuling.objects.get()
    assert (proposed.reviewer, proposed.approved, proposed.comment) == (
        world.arbitrator2,
        False,
        "The label says blue.",
    )
    assert rule(world.arbitrator, dispute, NOTHING) is False
    assert assignment.take_next(world.arbitrator2) == dispute
    approval.approve_ruling(world.arbitrator2, dispute)
    assert Ruling.objects.get().proposal.offer == NOTHING


def test_who_wrote_it_can_neither_take_nor_approve_it(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    rule(world.arbitrator, dispute)
    with refused(Code.NOTHING_TO_TAKE):
        assignment.take_next(world.arbitrator)
    with refused(Code.NOT_ALLOWED):
        approval.approve_ruling(world.arbitrator, dispute)
    with refused(Code.NOT_ALLOWED, field="to"):
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator)


def test_only_who_has_the_case_approves_or_sends_back(world: World) -> None:
    dispute = waiting(world)
    for person in (world.arbitrator, world.supervisor):
        with refused(Code.NOT_ALLOWED):
            approval.approve_ruling(person, dispute)
        with refused(Code.NOT_ALLOWED):
            approval.send_ruling_back(person, dispute, comment="No.")
    assert world.again(dispute).assignee == world.arbitrator2


def test_whoever_approves_does_not_rule_or_ask_instead(world: World) -> None:
    dispute = waiting(world)
    with refused(
        Code.NOT_ALLOWED,
        says="A ruling waits for your approval. Approve it, or send it back with a note.",
    ):
        rule(world.arbitrator2, dispute, NOTHING)


def test_without_a_ruling_there_is_nothing_to_approve(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    with refused(Code.NOT_ALLOWED, says="No ruling waits for approval in this case."):
        approval.approve_ruling(world.arbitrator, dispute)


def test_a_note_is_needed_to_send_it_back(world: World) -> None:
    dispute = waiting(world)
    with refused(Code.TEXT_MISSING, field="comment"):
        approval.send_ruling_back(world.arbitrator2, dispute, comment=" ")


def test_a_silent_second_one_is_replaced(world: World) -> None:
    dispute = waiting(world)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    given = world.again(dispute)
    assert (given.assignee, given.proposed_by) == (world.supervisor, world.arbitrator)


def test_where_nobody_else_can_approve_it_counts_at_once(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    for person in (world.arbitrator2, world.supervisor):
        person.groups.clear()
    assert rule(world.arbitrator, dispute) is True
    ruled = world.again(dispute)
    assert (ruled.state, Ruling.objects.get().approved_by) == (State.RULED, None)


def test_where_the_last_one_who_could_has_left_it_comes_back(world: World) -> None:
    """By the clock: so no case is stuck because people are away."""
    dispute = waiting(world)
    for person in (world.arbitrator2, world.supervisor):
        person.groups.clear()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    back = world.again(dispute)
    assert (back.assignee, back.proposed_by) == (world.arbitrator, None)


def test_what_its_author_has_not_read_is_not_approved(world: World) -> None:
    dispute = waiting(world)
    approval.approve_ruling(world.arbitrator2, dispute)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    fourth, fifth = (make_user("arbitrator", "Arbitrators") for _ in range(2))
    assert assignment.take_next(fourth) == dispute
    world.hear_out(dispute)
    rulings.issue_ruling(
        fourth,
        dispute,
        offer=FULL_REFUND,
        ground=ground_for(FULL_REFUND),
        reasons=reasons_for(1, 3),
        cites=[1, 3],
    )
    assignment.take_next(fifth)
    [appealed] = dispute.evidence.filter(number=3)
    evidence_revisions.change_evidence(
        world.as_buyer, dispute, appealed, text="Something else entirely."
    )
    with refused(Code.STALE, says="Evidence 3 was changed on"):
        approval.approve_ruling(fifth, dispute)
    with refused(Code.STALE, says="The ruling was written before that. Send it back."):
        approval.approve_ruling(fifth, dispute)
    approval.send_ruling_back(fifth, dispute, comment="Evidence 3 has changed.")
    assert world.again(dispute).assignee == fourth
