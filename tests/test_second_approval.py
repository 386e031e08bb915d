"""A ruling on a large amount counts once a second arbitrator has approved it."""

from datetime import timedelta

import pytest

from arbitration.models import ProposedRuling
from arbitration.services import approval, assignment, rulings
from disputes.errors import Code
from disputes.models import Dispute, Policy, Ruling, User
from disputes.rules.solutions import Offer
from disputes.services import appeals, negotiation, opening, revisions
from disputes.services.seen import record_seen
from disputes.states import EventKind, Solution, State
from tests.world import FULL_REFUND, HALF, PAID, World, enforce_at, ground_for, make_user, refused

pytestmark = pytest.mark.django_db

NOTHING = Offer(Solution.NO_REFUND)


@pytest.fixture
def world() -> World:
    """All that was paid is a large amount, and anything less is not."""
    world = World()
    Policy.objects.update(large_amounts={"USD": PAID})
    return world


def rule(by: User, case: Dispute, offer: Offer = HALF) -> bool:
    return rulings.issue_ruling(
        by, case, offer=offer, ground=ground_for(offer), reasons="It is green.", cites=[1]
    )


def waiting(world: World) -> Dispute:
    """A case whose ruling, of the first arbitrator, the second one has in hand."""
    case = world.case(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == case
    assert rule(world.arbitrator, case) is False
    assert assignment.take_next(world.arbitrator2) == case
    return world.again(case)


def test_until_then_it_does_not_count_and_nobody_reads_it(world: World) -> None:
    case = world.case(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, case) is False
    proposed, event = world.again(case), case.events.last()
    assert event is not None
    assert (proposed.state, proposed.assignee, proposed.proposed_by) == (
        State.AWAITING_RULING,
        None,
        world.arbitrator,
    )
    assert proposed.due_at == event.at + timedelta(days=2)
    assert (event.kind, event.data) == (EventKind.RULING_PROPOSED, {})
    assert not Ruling.objects.exists()
    assert [p.party for p in case.proposals.all()] == ["buyer"]


@pytest.mark.parametrize("offer", [FULL_REFUND, HALF, NOTHING])
def test_what_is_asked_counts_as_what_is_ruled(world: World, offer: Offer) -> None:
    """Refusing a large sum needs a second look as much as granting it."""
    case = world.case(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, case, offer) is False


def test_a_smaller_amount_counts_at_once(world: World) -> None:
    case = world.case(State.AWAITING_RULING, offer=Offer(Solution.REFUND, PAID - 1))
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, case) is True
    assert world.again(case).state == State.RULED


def test_a_smaller_request_with_a_large_ruling_does_not(world: World) -> None:
    case = world.case(State.AWAITING_RULING, offer=Offer(Solution.REFUND, PAID - 1))
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, case, FULL_REFUND) is False


def test_every_amount_of_a_currency_without_a_number_is_large(world: World) -> None:
    Policy.objects.update(large_amounts={"EUR": 1})
    case = world.case(State.AWAITING_RULING, offer=Offer(Solution.REFUND, 1))
    assignment.take_next(world.arbitrator)
    assert rule(world.arbitrator, case, NOTHING) is False


def test_approved_it_is_the_ruling_of_the_first_one(world: World) -> None:
    case = waiting(world)
    approval.approve_ruling(world.arbitrator2, case)
    ruling, ruled = Ruling.objects.get(), world.again(case)
    assert (ruling.arbitrator, ruling.approved_by) == (world.arbitrator, world.arbitrator2)
    assert (ruling.reasons, ruling.proposal.offer) == ("It is green.", HALF)
    assert [citation.evidence.number for citation in ruling.citations.all()] == [1]
    assert (ruled.state, ruled.assignee, ruled.proposed_by) == (State.RULED, None, None)
    told = case.events.get(kind=EventKind.RULED)
    assert (told.actor, told.data["approved"]) == (world.arbitrator2, True)
    proposed = ProposedRuling.objects.get()
    assert (proposed.reviewer, proposed.approved) == (world.arbitrator2, True)
    with refused(Code.WRONG_STATE):
        approval.approve_ruling(world.arbitrator2, case)


def test_neither_of_the_two_hears_the_appeal(world: World) -> None:
    case = waiting(world)
    approval.approve_ruling(world.arbitrator2, case)
    appeals.appeal(world.as_buyer, case, text="Half is not enough.")
    for person in (world.arbitrator, world.arbitrator2):
        with refused(Code.NOTHING_TO_TAKE):
            assignment.take_next(person)
        with refused(Code.NOT_ALLOWED, field="to"):
            assignment.reassign(world.supervisor, case, to=person)
    assert assignment.take_next(world.supervisor) == case


def test_sent_back_it_goes_to_the_first_one_with_a_note(world: World) -> None:
    case = waiting(world)
    approval.send_ruling_back(world.arbitrator2, case, comment=" The label says blue. ")
    back, event = world.again(case), case.events.last()
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
    assert rule(world.arbitrator, case, NOTHING) is False
    assert assignment.take_next(world.arbitrator2) == case
    approval.approve_ruling(world.arbitrator2, case)
    assert Ruling.objects.get().proposal.offer == NOTHING


def test_who_wrote_it_can_neither_take_nor_approve_it(world: World) -> None:
    case = world.case(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    rule(world.arbitrator, case)
    with refused(Code.NOTHING_TO_TAKE):
        assignment.take_next(world.arbitrator)
    with refused(Code.NOT_ALLOWED):
        approval.approve_ruling(world.arbitrator, case)
    with refused(Code.NOT_ALLOWED, field="to"):
        assignment.reassign(world.supervisor, case, to=world.arbitrator)


def test_only_who_has_the_case_approves_or_sends_back(world: World) -> None:
    case = waiting(world)
    for person in (world.arbitrator, world.supervisor):
        with refused(Code.NOT_ALLOWED):
            approval.approve_ruling(person, case)
        with refused(Code.NOT_ALLOWED):
            approval.send_ruling_back(person, case, comment="No.")
    assert world.again(case).assignee == world.arbitrator2


def test_whoever_approves_does_not_rule_or_ask_instead(world: World) -> None:
    case = waiting(world)
    with refused(
        Code.NOT_ALLOWED,
        says="A ruling waits for your approval. Approve it, or send it back with a note.",
    ):
        rule(world.arbitrator2, case, NOTHING)


def test_without_a_ruling_there_is_nothing_to_approve(world: World) -> None:
    case = world.case(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    with refused(Code.NOT_ALLOWED, says="No ruling waits for approval in this case."):
        approval.approve_ruling(world.arbitrator, case)


def test_a_note_is_needed_to_send_it_back(world: World) -> None:
    case = waiting(world)
    with refused(Code.TEXT_MISSING, field="comment"):
        approval.send_ruling_back(world.arbitrator2, case, comment=" ")


def test_a_silent_second_one_is_replaced(world: World) -> None:
    case = waiting(world)
    assert case.due_at is not None
    enforce_at(case.due_at)
    given = world.again(case)
    assert (given.assignee, given.proposed_by) == (world.supervisor, world.arbitrator)


def test_where_nobody_else_can_approve_it_counts_at_once(world: World) -> None:
    case = world.case(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    for person in (world.arbitrator2, world.supervisor):
        person.groups.clear()
    assert rule(world.arbitrator, case) is True
    ruled = world.again(case)
    assert (ruled.state, Ruling.objects.get().approved_by) == (State.RULED, None)


def test_where_the_last_one_who_could_has_left_it_comes_back(world: World) -> None:
    """By the clock: so no case is stuck because people are away."""
    case = waiting(world)
    for person in (world.arbitrator2, world.supervisor):
        person.groups.clear()
    assert case.due_at is not None
    enforce_at(case.due_at)
    back = world.again(case)
    assert (back.assignee, back.proposed_by) == (world.arbitrator, None)


def test_the_sides_can_agree_meanwhile(world: World) -> None:
    case = waiting(world)
    negotiation.accept(world.as_seller, case, case.proposals.get())
    closed = world.again(case)
    assert (closed.state, closed.proposed_by, closed.assignee) == (State.RESOLVED, None, None)
    assert not Ruling.objects.exists()
    with refused(Code.WRONG_STATE):
        approval.approve_ruling(world.arbitrator2, case)


def test_or_the_buyer_withdraw(world: World) -> None:
    case = waiting(world)
    opening.withdraw(world.as_buyer, case)
    assert world.again(case).proposed_by is None


def test_evidence_that_was_changed_on_appeal_must_be_known_again_to_be_approved(
    world: World,
) -> None:
    case = waiting(world)
    approval.approve_ruling(world.arbitrator2, case)
    appeals.appeal(world.as_buyer, case, text="Half is not enough.")
    fourth, fifth = (make_user("arbitrator", "Arbitrators") for _ in range(2))
    assert assignment.take_next(fourth) == case
    record_seen(world.as_seller, case, list(case.evidence.all()))
    rulings.issue_ruling(
        fourth, case, offer=FULL_REFUND, ground=ground_for(FULL_REFUND), reasons="Yes.", cites=[3]
    )
    assignment.take_next(fifth)
    [appealed] = case.evidence.filter(number=3)
    revisions.change_evidence(world.as_buyer, case, appealed, text="Something else entirely.")
    with refused(Code.CITATION_INVALID, field="cites"):
        approval.approve_ruling(fifth, case)
    approval.send_ruling_back(fifth, case, comment="Evidence 3 has changed.")
    assert world.again(case).assignee == fourth
