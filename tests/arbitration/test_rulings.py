"""An arbitrator takes a case, asks for more, and rules with a ground and reasons."""

from datetime import timedelta

import pytest

from arbitration.verbs import assignment, evidence_requests, rulings
from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute, Ground, Refund, Ruling, User
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, ProposalStatus, SettledBy, Solution, State
from disputes.verbs import evidence, negotiation, refund_requests, returns
from tests.support.moments import enforce_at
from tests.support.rows import refused
from tests.support.terms import (
    BOTH,
    FULL_REFUND,
    HALF,
    PAID,
    RETURN_AND_REFUND,
    ground_for,
    reasons_for,
)
from tests.support.world import World

pytestmark = pytest.mark.django_db


def taken(world: World) -> Dispute:
    world.dispute_in(State.AWAITING_RULING)
    return assignment.take_next(world.arbitrator)


def rule(by: User, dispute: Dispute, offer: Offer = HALF, reasons: str = reasons_for(1)) -> None:
    ground = ground_for(offer)
    rulings.issue_ruling(by, dispute, offer=offer, ground=ground, reasons=reasons, cites=[1])


# Taking


def test_taking_gives_the_case_to_one_arbitrator_and_leaves_the_clock() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == dispute
    mine, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (mine.assignee, mine.state, mine.due_at) == (
        world.arbitrator,
        State.AWAITING_RULING,
        dispute.due_at,
    )
    assert (event.kind, event.actor) == (EventKind.TAKEN, world.arbitrator)
    with refused(Code.NOTHING_TO_TAKE):
        assignment.take_next(world.arbitrator2)


def test_the_most_urgent_case_is_taken_first() -> None:
    world = World()
    with clock.shifted(timedelta(hours=2)):
        later = world.dispute_in(State.AWAITING_RULING)
    sooner = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == sooner
    assert assignment.take_next(world.arbitrator2) == later


def test_own_purchases_and_own_stores_are_passed_over() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.store.memberships.create(user=world.arbitrator)
    judge_who_bought = dispute.buyer
    judge_who_bought.is_staff = True
    judge_who_bought.save()
    judge_who_bought.groups.set(world.arbitrator.groups.all())
    for involved in (world.arbitrator, judge_who_bought):
        with refused(Code.NOTHING_TO_TAKE):
            assignment.take_next(involved)


def test_a_case_whose_time_to_rule_is_over_is_not_taken() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert dispute.due_at is not None
    with clock.shifted(dispute.due_at - clock.now()), refused(Code.NOTHING_TO_TAKE):
        assignment.take_next(world.arbitrator)


def test_only_arbitrators_take_cases() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    with refused(Code.NOT_ALLOWED):
        assignment.take_next(world.other_buyer)
    with refused(Code.NOT_ALLOWED):
        assignment.take_next(world.other_seller)


# Asking for more


def test_the_file_opens_again_with_a_clock_of_its_own() -> None:
    world = World()
    dispute = taken(world)
    with clock.shifted(timedelta(days=1)):
        evidence_requests.request_evidence(
            world.arbitrator, dispute, of=BOTH, text=" A photo in daylight, please. "
        )
    heard, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert event.due_at is not None
    assert (heard.state, heard.assignee) == (State.HEARING, world.arbitrator)
    assert heard.due_at == event.at + timedelta(days=3)
    assert (heard.buyer_finished_at, heard.seller_finished_at) == (None, None)
    assert len(event.data.pop("salt")) == 32
    assert len(event.data.pop("text_hash")) == 64
    assert (event.kind, event.data) == (
        EventKind.EVIDENCE_REQUESTED,
        {
            "of": ["buyer", "seller"],
            "kinds": [],
            "text": "A photo in daylight, please.",
            "until": event.due_at.isoformat(),
        },
    )


def test_after_the_second_hearing_the_same_arbitrator_rules() -> None:
    world = World()
    dispute = taken(world)
    evidence_requests.request_evidence(
        world.arbitrator, dispute, of=BOTH, text="A photo in daylight, please."
    )
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    assert world.again(dispute).assignee == world.arbitrator
    rule(world.arbitrator, dispute)
    assert world.again(dispute).state == State.RULED


def test_a_request_for_evidence_has_words() -> None:
    world = World()
    dispute = taken(world)
    with refused(Code.TEXT_MISSING, field="text"):
        evidence_requests.request_evidence(world.arbitrator, dispute, of=BOTH, text=" ")


# Ruling


def test_a_ruling_waits_for_appeals_before_money_moves() -> None:
    world = World()
    dispute = taken(world)
    rule(world.arbitrator, dispute, reasons="  Evidence 1 shows a green mug, not a blue one. ")
    ruled, event, ruling = world.again(dispute), dispute.events.last(), Ruling.objects.get()
    assert event is not None
    assert (ruled.state, ruled.assignee, ruled.settled_by) == (State.RULED, None, "")
    assert ruled.due_at == event.at + timedelta(days=7)
    assert (ruling.dispute, ruling.arbitrator, ruling.on_appeal) == (
        dispute,
        world.arbitrator,
        False,
    )
    assert (ruling.reasons, ruling.ruled_at) == (
        "Evidence 1 shows a green mug, not a blue one.",
        event.at,
    )
    proposal = ruling.proposal
    assert (proposal.party, proposal.version, proposal.offer) == (Party.PLATFORM, 1, HALF)
    assert (proposal.status, proposal.made_by) == (ProposalStatus.LIVE, world.arbitrator)
    assert (event.kind, event.actor) == (EventKind.RULED, world.arbitrator)
    assert (event.data["ground"], event.data["reasons"]) == (
        "The item differs from its listing",
        "Evidence 1 shows a green mug, not a blue one.",
    )
    assert not Refund.objects.exists()


def test_when_nobody_lost_it_is_carried_out_at_once() -> None:
    """Both stood for the same money; they differed only in who keeps the goods, and both win."""
    world = World()
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    negotiation.propose(world.as_seller, dispute, offer=FULL_REFUND)
    negotiation.escalate(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    assignment.take_next(world.arbitrator)
    rule(world.arbitrator, dispute, FULL_REFUND)
    closed = world.again(dispute)
    ruled, carried_out = list(dispute.events.all())[-2:]
    platform = dispute.proposals.get(party=Party.PLATFORM)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.RULING)
    assert closed.settlement == platform
    assert (ruled.kind, ruled.from_state, ruled.to_state) == (
        EventKind.RULED,
        State.AWAITING_RULING,
        State.RULED,
    )
    assert (carried_out.kind, carried_out.from_state, carried_out.to_state) == (
        EventKind.RULING_CARRIED_OUT,
        State.RULED,
        State.RESOLVED,
    )
    assert dict(dispute.proposals.values_list("party", "status")) == {
        Party.BUYER: ProposalStatus.LAPSED,
        Party.SELLER: ProposalStatus.LAPSED,
        Party.PLATFORM: ProposalStatus.IMPOSED,
    }
    assert Refund.objects.get().amount_minor == PAID


@pytest.mark.parametrize(
    ("offer", "state", "refunds"),
    [
        (HALF, State.RESOLVED, [PAID // 2]),
        (Offer(Solution.NO_REFUND), State.RESOLVED, []),
        (RETURN_AND_REFUND, State.AWAITING_RETURN, []),
    ],
)
def test_when_nobody_appeals_it_is_carried_out(
    offer: Offer, state: State, refunds: list[int]
) -> None:
    world = World()
    dispute = taken(world)
    rule(world.arbitrator, dispute, offer)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    assert enforce_at(due_at) == 1
    settled = world.again(dispute)
    assert (settled.state, settled.settled_by) == (state, SettledBy.RULING)
    assert settled.settlement == dispute.proposals.get(party=Party.PLATFORM)
    assert [refund.amount_minor for refund in Refund.objects.all()] == refunds


def test_only_who_took_the_case_rules_or_asks() -> None:
    world = World()
    dispute = taken(world)
    for somebody in (world.arbitrator2, world.supervisor):
        with refused(Code.NOT_ALLOWED, says="who has taken this case"):
            rule(somebody, dispute)
        with refused(Code.NOT_ALLOWED, says="who has taken this case"):
            evidence_requests.request_evidence(somebody, dispute, of=BOTH, text="More, please.")


def test_a_case_that_nobody_took_is_not_ruled_on() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    with refused(Code.NOT_ALLOWED):
        rule(world.arbitrator, dispute)


def test_reasons_and_an_active_ground_are_needed() -> None:
    world = World()
    dispute = taken(world)
    with refused(Code.TEXT_MISSING, field="reasons"):
        rule(world.arbitrator, dispute, reasons=" \n")
    Ground.objects.filter(code="differs_from_listing").update(active=False)
    with refused(Code.REASON_INVALID, field="ground"):
        rule(world.arbitrator, dispute)


@pytest.mark.parametrize("amount", [-1, 0, PAID + 1])
def test_the_amount_must_lie_within_what_was_paid(amount: int) -> None:
    world = World()
    dispute = taken(world)
    with refused(Code.AMOUNT_INVALID, field="amount"):
        rule(world.arbitrator, dispute, Offer(Solution.REFUND, amount))


def test_goods_that_are_back_cannot_be_ordered_back() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="The box is empty.", files=[photo])
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    assignment.take_next(world.arbitrator)
    with refused(Code.SOLUTION_INVALID, field="solution"):
        rule(world.arbitrator, dispute, RETURN_AND_REFUND)


def test_a_double_click_rules_once() -> None:
    world = World()
    dispute = taken(world)
    rule(world.arbitrator, dispute)
    with refused(Code.WRONG_STATE, says="The platform ruled:"):
        rule(world.arbitrator, dispute)
    assert Ruling.objects.count() == 1


def test_a_case_that_was_withdrawn_is_not_ruled_on() -> None:
    world = World()
    dispute = taken(world)
    refund_requests.withdraw(world.as_buyer, dispute)
    with refused(Code.WRONG_STATE, says="The buyer withdrew the request."):
        rule(world.arbitrator, dispute)
