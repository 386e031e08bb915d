"""Either side puts another solution beside the other's."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.rules.solutions import Offer
from disputes.states import EventKind, FreightPayer, Party, ProposalStatus, Solution, State
from disputes.verbs import negotiation, returns
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, HALF, PAID, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

THIRD = Offer(Solution.REFUND, PAID // 3)


def test_the_sellers_first_one_answers_the_request() -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.propose(world.as_seller, dispute, offer=HALF, text=" Half for the colour. ")
    talking, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert talking.state == State.NEGOTIATING
    assert talking.due_at == event.at + timedelta(days=7)
    assert (event.kind, event.from_state, event.to_state) == (
        EventKind.PROPOSED,
        State.AWAITING_SELLER,
        State.NEGOTIATING,
    )
    request, counter = dispute.proposals.all()
    assert (request.party, request.status) == (Party.BUYER, ProposalStatus.LIVE)
    assert (counter.party, counter.version, counter.status) == (
        Party.SELLER,
        1,
        ProposalStatus.LIVE,
    )
    assert (counter.offer, counter.text) == (HALF, "Half for the colour.")


def test_a_later_one_replaces_the_sides_own_and_leaves_the_clock() -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    due_at = world.again(dispute).due_at
    with clock.shifted(timedelta(days=2)):
        negotiation.propose(world.as_seller, dispute, offer=THIRD)
        negotiation.propose(world.as_buyer, dispute, offer=RETURN_AND_REFUND)
    assert world.again(dispute).due_at == due_at
    assert list(dispute.proposals.values_list("party", "version", "status")) == [
        (Party.BUYER, 1, ProposalStatus.REPLACED),
        (Party.SELLER, 1, ProposalStatus.REPLACED),
        (Party.SELLER, 2, ProposalStatus.LIVE),
        (Party.BUYER, 2, ProposalStatus.LIVE),
    ]


def test_in_the_hearing_the_state_stays() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    heard = world.again(dispute)
    assert (heard.state, heard.due_at) == (State.HEARING, dispute.due_at)


def test_who_pays_the_way_back_is_part_of_it() -> None:
    world = World()
    dispute = world.open_dispute()
    offer = Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.BUYER)
    negotiation.propose(world.as_seller, dispute, offer=offer)
    assert dispute.proposals.get(party=Party.SELLER).offer == offer


@pytest.mark.parametrize("amount", [-1, 0, PAID + 1, 10**30])
def test_the_amount_must_lie_within_what_was_paid(amount: int) -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.AMOUNT_INVALID, field="amount"):
        negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, amount))


@pytest.mark.parametrize("text", ["", "Half for the colour."])
def test_the_same_again_is_no_proposal(text: str) -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.propose(world.as_seller, dispute, offer=HALF, text="Half for the colour.")
    with refused(Code.SOLUTION_INVALID, field="solution", says="what you propose already"):
        negotiation.propose(world.as_seller, dispute, offer=HALF, text=text)


def test_what_the_other_side_proposes_is_to_be_accepted() -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.SOLUTION_INVALID, field="solution", says="Accept it instead."):
        negotiation.propose(world.as_seller, dispute, offer=FULL_REFUND)


def test_what_never_came_cannot_be_sent_back() -> None:
    world = World()
    dispute = world.file_not_received()
    with refused(Code.SOLUTION_INVALID, field="solution"):
        negotiation.propose(world.as_seller, dispute, offer=RETURN_AND_REFUND)


def test_what_has_gone_back_cannot_be_sent_back_again() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="The box is empty.", files=[photo])
    with refused(Code.SOLUTION_INVALID, field="solution"):
        negotiation.propose(world.as_seller, dispute, offer=RETURN_AND_REFUND)


def test_before_the_seller_answered_the_buyer_changes_instead() -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.WRONG_STATE):
        negotiation.propose(world.as_buyer, dispute, offer=HALF)
