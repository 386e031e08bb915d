"""What a page says of money that the clock will move is what the clock then moves."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.models import Dispute, Refund
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution, State
from disputes.verbs import freight, late_goods, negotiation, returns
from disputes.verbs.order_corrections import correct_order
from tests.support.moments import run_out
from tests.support.terms import HALF, PAID
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

RETURN = Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.SELLER, 700)


def told(world: World, dispute: Dispute) -> str:
    """The case as its buyer reads it."""
    return signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text


def off(dispute: Dispute, elsewhere_minor: int) -> None:
    correct_order(
        dispute.line.order,
        source="the shop",
        refunded_elsewhere_minor={1: elsewhere_minor},
        cancelled_at=clock.now(),
    )


def test_no_more_is_told_than_is_left(world: World) -> None:
    dispute = world.open_dispute()
    off(dispute, 1800)
    page = told(world, dispute)
    forced = "the platform forces the request: a refund of $5.00, which is all that is left of what"
    assert forced in page
    assert "$18.00 was paid back outside this case. This case can pay $5.00 at most." in page
    assert "The order was cancelled on " in page
    run_out(world, dispute)
    assert Refund.objects.get().amount_minor == 500
    assert "The refund is $5.00." in told(world, dispute)


def test_nothing_is_told_where_nothing_is_left(world: World) -> None:
    dispute = world.open_dispute()
    off(dispute, PAID)
    assert "no refund, since all that was paid is given back already" in told(world, dispute)
    run_out(world, dispute)
    page = told(world, dispute)
    assert "Nothing is left of what was paid for this item" in page
    assert "The refund is" not in page


def test_what_is_asked_is_told_where_enough_is_left(world: World) -> None:
    dispute = world.open_dispute(offer=HALF)
    off(dispute, 100)
    assert "the platform forces the request: a refund of $11.50." in told(world, dispute)


def test_of_two_pieces_the_money_for_both_is_there(world: World) -> None:
    line = world.line(quantity=2, delivered=None)
    dispute = world.file_pieces(line.items.get(), 1, HALF)
    assert dispute.snapshot.left_minor == PAID
    off(dispute, 500)
    assert world.again(dispute).snapshot.left_minor == PAID - 500


def test_without_an_address_nothing_goes_back(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_ADDRESS)
    page = told(world, dispute)
    assert "the buyer keeps the item and the refund is paid: a refund of $23.00." in page
    run_out(world, dispute)
    assert Refund.objects.get().total_minor == PAID


def test_what_the_way_back_cost_is_told_with_the_refund(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RETURN)
    assert "Keep the receipt: what you pay is paid back to you, at most $11.50." in told(
        world, dispute
    )
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    assert "the refund is paid: a refund of $23.00." in told(world, dispute)
    receipt = world.photo(world.buyer)
    freight.claim_freight(world.as_buyer, dispute, amount_minor=650, files=[receipt])
    page = told(world, dispute)
    assert "the refund is paid: a refund of $23.00, and $6.50 for the way back." in page
    run_out(world, dispute)
    assert Refund.objects.get().total_minor == PAID + 650
    assert "The refund is $29.50." in told(world, dispute)


def test_who_pays_the_way_back_alone_reads_so(world: World) -> None:
    terms = Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.BUYER)
    dispute = world.open_dispute(offer=terms)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    page = told(world, dispute)
    assert "You pay for the way back." in page
    assert "Keep the receipt" not in page


def test_a_seller_who_holds_a_case_is_reminded(world: World) -> None:
    line = world.line(dispatched=timedelta(days=6), delivered=None, promised_days=20)
    dispute = world.file_not_received(line)
    late_goods.hold(world.as_seller, dispute)
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "You said that it is still on its way, so the case waits until" in page
