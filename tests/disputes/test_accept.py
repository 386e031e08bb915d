"""A side accepts what the other has on the table, and exactly that is carried out."""

import pytest

from arbitration.verbs import assignment
from disputes.errors import Code
from disputes.models import BookAccount, OutboxMessage, Posting, Refund, Topic
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, ProposalStatus, SettledBy, Solution, State
from disputes.verbs import negotiation, refund_requests
from tests.support.rows import refused
from tests.support.terms import HALF, PAID, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_the_seller_accepts_the_request_and_owes_the_money() -> None:
    world = World()
    dispute = world.open_dispute()
    request = dispute.proposals.get()
    negotiation.accept(world.as_seller, dispute, request)
    closed, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.AGREEMENT)
    assert (closed.settlement, closed.due_at, closed.closed_at) == (request, None, event.at)
    request.refresh_from_db()
    assert (request.status, request.answered_at) == (ProposalStatus.ACCEPTED, event.at)
    assert (event.kind, event.party, event.actor) == (
        EventKind.ACCEPTED,
        Party.SELLER,
        world.seller,
    )
    assert (event.from_state, event.to_state) == (State.AWAITING_SELLER, State.RESOLVED)


def test_the_refund_is_decided_but_not_yet_paid() -> None:
    world = World()
    dispute = world.dispute_in(State.RESOLVED)
    refund = Refund.objects.get()
    assert (refund.dispute, refund.line) == (dispute, dispute.line)
    assert (refund.key, refund.amount_minor, refund.currency) == (
        f"refund-{dispute.reference}",
        PAID,
        "USD",
    )
    assert (refund.decided_at, refund.paid_at, refund.gateway_reference) == (
        dispute.closed_at,
        None,
        "",
    )
    assert list(Posting.objects.values_list("refund", "account", "amount_minor", "currency")) == [
        (refund.pk, BookAccount.ESCROW, -PAID, "USD"),
        (refund.pk, BookAccount.OWED, PAID, "USD"),
    ]
    message = OutboxMessage.objects.get()
    assert (message.topic, message.key) == (Topic.REFUND, refund.key)
    assert (message.payload, message.delivered_at) == ({"case": dispute.reference}, None)
    dispute.line.refresh_from_db()
    assert dispute.line.refunded_minor == PAID


def test_with_a_return_the_money_waits_for_the_goods() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    assert (dispute.settled_by, dispute.settlement) == (
        SettledBy.AGREEMENT,
        dispute.proposals.get(),
    )
    assert dispute.closed_at is None
    assert not Refund.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_the_buyer_accepts_the_sellers_offer_and_the_request_lapses() -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    offer = dispute.proposals.get(party=Party.SELLER)
    negotiation.accept(world.as_buyer, dispute, offer)
    assert world.again(dispute).settlement == offer
    assert Refund.objects.get().amount_minor == PAID // 2
    assert dict(dispute.proposals.values_list("party", "status")) == {
        Party.BUYER: ProposalStatus.LAPSED,
        Party.SELLER: ProposalStatus.ACCEPTED,
    }


def test_an_agreement_on_no_refund_closes_without_money() -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.propose(
        world.as_seller, dispute, offer=Offer(Solution.NO_REFUND), text="It is blue."
    )
    negotiation.accept(world.as_buyer, dispute, dispute.proposals.get(party=Party.SELLER))
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.AGREEMENT)
    assert not Refund.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("state", [State.NEGOTIATING, State.HEARING, State.AWAITING_RULING])
def test_the_seller_may_still_come_round(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert world.again(dispute).state == State.RESOLVED
    assert Refund.objects.get().amount_minor == PAID


def test_an_agreement_takes_the_case_from_its_arbitrator() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert world.again(dispute).assignee is None


# Refused


def test_a_request_that_was_changed_in_the_meantime_is_not_accepted() -> None:
    world = World()
    dispute = world.open_dispute()
    shown = dispute.proposals.get()
    refund_requests.change_request(world.as_buyer, dispute, offer=HALF)
    with refused(Code.STALE, says="no longer on the table"):
        negotiation.accept(world.as_seller, dispute, shown)


def test_an_offer_that_was_replaced_in_the_meantime_is_not_accepted() -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.propose(world.as_seller, dispute, offer=RETURN_AND_REFUND)
    shown = dispute.proposals.get(party=Party.SELLER)
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    with refused(Code.STALE):
        negotiation.accept(world.as_buyer, dispute, shown)


def test_nobody_accepts_an_own_proposal() -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    with refused(Code.STALE):
        negotiation.accept(world.as_buyer, dispute, dispute.proposals.get())


def test_another_cases_proposal_is_not_accepted_here() -> None:
    world = World()
    dispute, other = world.open_dispute(), world.open_dispute()
    with refused(Code.STALE):
        negotiation.accept(world.as_seller, dispute, other.proposals.get())


def test_a_double_click_accepts_once() -> None:
    world = World()
    dispute = world.dispute_in(State.RESOLVED)
    with refused(Code.WRONG_STATE, says="The seller accepted the buyer's request"):
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert Refund.objects.count() == 1


def test_a_request_that_was_withdrawn_says_so() -> None:
    world = World()
    dispute = world.dispute_in(State.WITHDRAWN)
    with refused(Code.WRONG_STATE, says="The buyer withdrew the request."):
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
