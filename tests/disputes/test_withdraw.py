"""The buyer takes the request back, until the case is settled."""

import pytest

from disputes.errors import Code
from disputes.states import EventKind, ProposalStatus, State
from disputes.verbs import negotiation, refund_requests, returns
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

UNSETTLED = [State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING, State.AWAITING_RULING]


@pytest.mark.parametrize("state", UNSETTLED)
def test_the_case_closes_and_no_money_moves(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    refund_requests.withdraw(world.as_buyer, dispute)
    withdrawn = world.again(dispute)
    event = dispute.events.last()
    assert event is not None
    assert withdrawn.state == State.WITHDRAWN
    assert (withdrawn.due_at, withdrawn.closed_at) == (None, event.at)
    assert (withdrawn.settled_by, withdrawn.settlement, withdrawn.assignee) == ("", None, None)
    assert (event.kind, event.from_state, event.to_state) == (
        EventKind.WITHDRAWN,
        state,
        State.WITHDRAWN,
    )
    assert {p.status for p in dispute.proposals.all()} == {ProposalStatus.LAPSED}
    assert not hasattr(withdrawn, "refund")


def test_both_sides_proposals_leave_the_table() -> None:
    world = World()
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    negotiation.propose(world.as_seller, dispute, offer=FULL_REFUND)
    refund_requests.withdraw(world.as_buyer, dispute)
    closed_at = world.again(dispute).closed_at
    assert [(p.status, p.answered_at) for p in dispute.proposals.all()] == [
        (ProposalStatus.LAPSED, closed_at),
        (ProposalStatus.LAPSED, closed_at),
    ]


def test_twice_is_once_and_says_when_it_was() -> None:
    world = World()
    dispute = world.dispute_in(State.WITHDRAWN)
    with refused(Code.WRONG_STATE, says="The buyer withdrew the request."):
        refund_requests.withdraw(world.as_buyer, dispute)


@pytest.mark.parametrize("state", [s for s in State if s not in UNSETTLED])
def test_a_settled_case_cannot_be_withdrawn(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    with refused(Code.WRONG_STATE):
        refund_requests.withdraw(world.as_buyer, dispute)


def test_not_once_the_goods_went_back() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.contest_return(
        world.as_seller, dispute, text="The box is empty.", files=[world.photo(world.seller)]
    )
    assert world.again(dispute).state == State.HEARING
    with refused(Code.NOT_ALLOWED, says="The goods have gone back already"):
        refund_requests.withdraw(world.as_buyer, dispute)
