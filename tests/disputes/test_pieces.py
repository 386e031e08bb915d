"""A case is about some of the pieces of a line; the others can still be disputed later."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from disputes import clock
from disputes.errors import Code
from disputes.models import ParcelItem
from disputes.rules.pieces import share
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, Solution, State
from disputes.verbs import negotiation
from disputes.verbs.order_corrections import correct_order
from disputes.wording.history import sentence
from tests.support.applying import Applicant
from tests.support.rows import refused
from tests.support.terms import PAID
from tests.support.workspace import signed_in
from tests.support.world import World, parcel_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("pieces", "amount"), [(1, 767), (2, 1534), (3, 2300)], ids=["one", "two", "all"]
)
def test_amounts_follow_the_pieces(world: World, pieces: int, amount: int) -> None:
    item = world.line(delivered=None, quantity=3).items.get()
    with refused(Code.AMOUNT_INVALID, field="amount"):
        world.file_pieces(item, pieces, offer=Offer(Solution.REFUND, amount + 1))
    dispute = world.file_pieces(item, pieces, offer=Offer(Solution.REFUND, amount))
    assert share(PAID, pieces, 3) == dispute.snapshot.paid_minor == amount
    assert (dispute.pieces, dispute.snapshot.pieces, dispute.snapshot.quantity) == (
        pieces,
        pieces,
        3,
    )


def test_the_rest_can_be_disputed_later_and_no_more_is_paid_than_was(world: World) -> None:
    line = world.line(delivered=None, quantity=3)
    item = line.items.get()
    for number in (1, 2, 3):
        offer = Offer(Solution.REFUND, min(767, PAID - 767 * (number - 1)))
        dispute = world.file_pieces(item, 1, offer=offer)
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    line.refresh_from_db()
    assert line.refunded_minor == PAID
    with refused(Code.CASE_EXISTS, says=dispute.reference):
        world.file_pieces(item, None)


def test_unless_told_it_is_about_all_that_are_free(world: World) -> None:
    item = world.line(delivered=None, quantity=3).items.get()
    first = world.file_pieces(item, 1, offer=Offer(Solution.REFUND, 700))
    second = world.file_pieces(item, None, offer=Offer(Solution.REFUND, 1500))
    assert (first.pieces, second.pieces) == (1, 2)
    world.withdraw(first)
    item.refresh_from_db()
    assert item.free_pieces == 1


@pytest.mark.parametrize("pieces", [0, -1, 3])
def test_no_other_number_than_there_are(world: World, pieces: int) -> None:
    item = world.line(delivered=None, quantity=3).items.get()
    world.file_pieces(item, 1, offer=Offer(Solution.REFUND, 700))
    with refused(Code.ORDER_INVALID, field="pieces", says="from 1 to 2"):
        world.file_pieces(item, pieces, offer=Offer(Solution.REFUND, 700))


def test_a_buyer_says_how_many_and_the_amount_follows(world: World) -> None:
    applicant = Applicant(world, world.line(delivered=DAY, quantity=3))
    applicant.add_upload()
    assert "There are 3." in applicant.get("received").text
    response = applicant.post("received", {"received": "yes", "pieces": "4"})
    assert response.context["form"].errors == {"pieces": ["Enter a number from 1 to 3."]}
    assert applicant.next(applicant.post("received", {"received": "yes", "pieces": "2"})) == (
        "reason"
    )
    assert applicant.next(applicant.post("reason")) == "solution"
    assert "$15.34" in applicant.get("solution").text
    assert applicant.next(applicant.post("solution", {"solution": "refund", "amount": "15.34"}))
    applicant.post("evidence")
    assert "2 of 3" in applicant.get("check").text
    applicant.submit()
    [dispute] = applicant.cases
    assert (dispute.pieces, dispute.snapshot.paid_minor) == (2, 1534)
    page = applicant.client.get("/buyer/").text
    assert "1 piece has no case yet." in page
    case = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "2 of 3" in case


# Orders that are off, or were paid back elsewhere


def test_a_cancelled_order_closes_its_windows_and_says_why(world: World) -> None:
    applicant = Applicant(world, world.line(delivered=DAY))
    correct_order(applicant.line.order, source="the shop", cancelled_at=clock.now())
    assert "This order was cancelled on" in applicant.client.get("/buyer/").text
    response = applicant.get("received")
    assert response.status_code == 409
    assert "This order was cancelled on" in response.text
    with refused(Code.WINDOW_CLOSED, says="cancelled"):
        world.file_pieces(applicant.line.items.get(), None)


def test_what_was_refunded_elsewhere_lowers_what_is_left(world: World) -> None:
    line = world.line(delivered=None)
    item = line.items.get()
    correct_order(line.order, source="the shop", refunded_elsewhere_minor={1: 2000})
    with refused(Code.AMOUNT_INVALID, field="amount", says="$3.00"):
        world.file_pieces(item, None, offer=Offer(Solution.REFUND, 301))
    world.file_pieces(item, None, offer=Offer(Solution.REFUND, 300))
    other = world.line(delivered=None)
    correct_order(other.order, source="the shop", refunded_elsewhere_minor={1: PAID})
    with refused(Code.WINDOW_CLOSED, says="All that was paid for this item has been refunded"):
        world.file_pieces(other.items.get(), None)


def test_nothing_paid_is_nothing_to_apply_for(world: World) -> None:
    applicant = Applicant(world, world.line(paid_minor=0))
    sentence = "Nothing was paid for this item, so there is nothing to refund."
    assert sentence in applicant.get("received").text
    page = applicant.client.get("/buyer/").text
    assert sentence in page
    assert "Apply for a refund" not in page


def test_an_open_case_shows_it_and_can_be_ended(world: World) -> None:
    dispute = world.open_dispute()
    correct_order(
        dispute.line.order,
        source="the shop",
        cancelled_at=clock.now(),
        refunded_elsewhere_minor={1: PAID - 100},
    )
    dispute = world.again(dispute)
    said = sentence(dispute.events.get(kind=EventKind.ORDER_CORRECTED))
    assert said.startswith(
        "The order changed, says the shop: refunded elsewhere $22.00 · cancelled"
    )
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "Refunded elsewhere" in page
    with refused(Code.AMOUNT_INVALID, says="Only $1.00"):
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, 100))
    offered = dispute.proposals.get(party=Party.SELLER)
    negotiation.accept(world.as_buyer, dispute, offered)
    dispute = world.again(dispute)
    assert (dispute.state, dispute.refund.amount_minor) == (State.RESOLVED, 100)
    call_command("verify_history")


# What was never dispatched


def test_it_can_be_applied_for_from_the_end_of_the_time_to_dispatch(world: World) -> None:
    applicant = Applicant(world, world.line(dispatched=None, delivered=None))
    assert applicant.get().status_code == 409
    with world.after_handling(applicant.line):
        page = applicant.client.get("/buyer/").text
        assert "The seller has not dispatched this item in time. You can apply now." in page
        assert applicant.next(applicant.post("received", {"received": "no"})) == "reason"
        [choice] = applicant.get("reason").context["form"].fields["reason"].choices
        assert choice == (
            "The seller has not sent it",
            [("never_dispatched", "Never dispatched")],
        )
        dispute = world.file_never_dispatched(applicant.line.items.get())
    assert (dispute.received, dispute.blocked_until) == (False, None)


def test_a_reason_fits_what_is_known_of_the_dispatch(world: World) -> None:
    line = world.line(dispatched=None, delivered=None)
    with world.after_handling(line), refused(Code.REASON_INVALID, field="reason"):
        world.file_not_received(line)
    sent = world.line(delivered=None)
    with refused(Code.REASON_INVALID, field="reason"):
        world.file_never_dispatched(ParcelItem.objects.get(line=sent))
    assert parcel_of(sent).dispatched_at is not None
