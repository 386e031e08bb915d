"""A side that lost asks another arbitrator, once; then the matter is closed."""

from datetime import timedelta

import pytest

from arbitration.verbs import assignment, rulings
from disputes.errors import Code
from disputes.models import Dispute, Refund, Ruling, User
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, ProposalStatus, SettledBy, Solution, State
from disputes.verbs import appeals, evidence
from tests.support.moments import moment
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, HALF, PAID, ground_for, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOTHING = Offer(Solution.NO_REFUND)


def ruled(world: World, offer: Offer = HALF) -> Dispute:
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, offer)
    return world.again(dispute)


def appeal(actor: Actor, dispute: Dispute) -> None:
    appeals.appeal(actor, dispute, text="Look at the second photo.")


def rule_on_appeal(world: World, by: User, dispute: Dispute, offer: Offer) -> None:
    assert assignment.take_next(by) == dispute
    world.hear_out(dispute)
    ground = ground_for(offer)
    rulings.issue_ruling(by, dispute, offer=offer, ground=ground, reasons=reasons_for(1), cites=[1])


@pytest.mark.parametrize("party", [Party.BUYER, Party.SELLER])
def test_an_appeal_goes_back_to_the_queue_for_five_days(party: Party) -> None:
    world = World()
    dispute = ruled(world)
    actor = world.as_buyer if party == Party.BUYER else world.as_seller
    photo = world.photo(actor.user or world.buyer)
    appeals.appeal(actor, dispute, text=" Look at this. ", files=[photo])
    again = world.again(dispute)
    appealed, added = list(dispute.events.all())[-2:]
    assert (again.state, again.assignee) == (State.APPEALED, None)
    assert again.due_at == appealed.at + timedelta(days=5)
    assert [side.party for side in again.sides if side.appealed_at] == [party]
    assert (appealed.kind, appealed.party) == (EventKind.APPEALED, party)
    assert added.kind == EventKind.EVIDENCE_ADDED
    evidence = dispute.evidence.last()
    assert evidence is not None
    assert (evidence.text, evidence.files.get()) == ("Look at this.", photo)


def test_the_first_arbitrator_never_gets_it_again() -> None:
    world = World()
    dispute = ruled(world)
    appeal(world.as_buyer, dispute)
    with refused(Code.NOTHING_TO_TAKE):
        assignment.take_next(world.arbitrator)
    with refused(Code.NOT_ALLOWED, field="to"):
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    assert assignment.take_next(world.arbitrator2) == dispute


def test_a_side_that_won_has_nothing_to_appeal() -> None:
    world = World()
    dispute = ruled(world, FULL_REFUND)
    with refused(Code.NOT_ALLOWED, says="nothing to appeal"):
        appeal(world.as_buyer, dispute)
    appeal(world.as_seller, dispute)
    assert world.again(dispute).state == State.APPEALED


def test_while_one_appeal_is_open_there_is_no_other() -> None:
    world = World()
    dispute = ruled(world)
    appeal(world.as_buyer, dispute)
    with refused(Code.WRONG_STATE, says="The buyer appealed the ruling."):
        appeal(world.as_seller, dispute)


def test_a_confirmed_ruling_may_still_be_appealed_by_the_other_side() -> None:
    world = World()
    dispute = ruled(world)
    appeal(world.as_buyer, dispute)
    rule_on_appeal(world, world.arbitrator2, dispute, HALF)
    confirmed = world.again(dispute)
    assert (confirmed.state, confirmed.settled_by) == (State.RULED, "")
    with refused(Code.NOT_ALLOWED, says="You have used your one appeal in this case."):
        appeal(world.as_buyer, dispute)
    appeal(world.as_seller, dispute)
    third = make_user("arbitrator", "Arbitrators")
    rule_on_appeal(world, third, dispute, HALF)
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.APPEAL)
    assert [(r.arbitrator, r.on_appeal) for r in Ruling.objects.all()] == [
        (world.arbitrator, False),
        (world.arbitrator2, True),
        (third, True),
    ]
    platform = dispute.proposals.filter(party=Party.PLATFORM)
    assert [(p.version, p.status) for p in platform] == [
        (1, ProposalStatus.REPLACED),
        (2, ProposalStatus.REPLACED),
        (3, ProposalStatus.IMPOSED),
    ]
    assert Refund.objects.get().amount_minor == PAID // 2


def test_where_nobody_may_appeal_any_more_it_is_carried_out_at_once() -> None:
    """The buyer lost, has used the appeal, and the seller won: nobody is left to ask."""
    world = World()
    dispute = ruled(world)
    appeal(world.as_buyer, dispute)
    rule_on_appeal(world, world.arbitrator2, dispute, NOTHING)
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.APPEAL)
    assert [event.kind for event in dispute.events.all()][-2:] == [
        EventKind.RULED,
        EventKind.RULING_CARRIED_OUT,
    ]
    assert not Refund.objects.exists()


def test_a_reversed_ruling_may_be_appealed_by_the_side_that_now_lost() -> None:
    world = World()
    dispute = ruled(world, NOTHING)
    appeal(world.as_buyer, dispute)
    rule_on_appeal(world, world.arbitrator2, dispute, FULL_REFUND)
    assert world.again(dispute).state == State.RULED
    appeal(world.as_seller, dispute)
    assert world.again(dispute).state == State.APPEALED


@pytest.mark.parametrize("text", ["", " ", "\x00"])
def test_an_appeal_says_what_is_wrong(text: str) -> None:
    world = World()
    dispute = ruled(world)
    with refused(Code.TEXT_MISSING, field="text"):
        appeals.appeal(world.as_buyer, dispute, text=text)


def test_reasons_that_were_said_before_are_reasons_too() -> None:
    """The seller says the same as when rejecting: the appeal must not stand there without words."""
    world = World()
    dispute = ruled(world)
    assert dispute.evidence.get(party=Party.SELLER).text == "The mug is blue."
    appeals.appeal(world.as_seller, dispute, text="The mug is blue.")
    assert list(dispute.evidence.filter(party=Party.SELLER).values_list("number", "text")) == [
        (2, "The mug is blue."),
        (3, "The mug is blue."),
    ]


def test_after_seven_days_it_is_too_late() -> None:
    world = World()
    dispute = ruled(world)
    assert dispute.due_at is not None
    with moment(dispute.due_at), refused(Code.TOO_LATE):
        appeal(world.as_buyer, dispute)


def test_both_sides_add_evidence_while_the_appeal_is_open() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    evidence.add_evidence(world.as_seller, dispute, text="The listing says teal.")
    evidence.add_evidence(world.as_buyer, dispute, text="It shows blue.")
    assert list(dispute.evidence.values_list("text", flat=True))[-2:] == [
        "The listing says teal.",
        "It shows blue.",
    ]
