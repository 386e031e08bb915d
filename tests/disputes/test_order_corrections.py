"""Facts about an order that come later are lines of the history, with their source."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command

from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute
from disputes.permissions import refusal
from disputes.states import EventKind, FactKind, Party, State, Verb
from disputes.verbs import negotiation
from disputes.verbs.order_corrections import correct_order
from disputes.verbs.parcels import NewFact, Promise, correct_parcel, record_facts
from disputes.wording.history import sentence
from tests.support.case_pdfs import file_of, text_of
from tests.support.moments import moment
from tests.support.rows import everything, refused
from tests.support.terms import HALF, PAID
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def on_its_way(world: World, state: State = State.AWAITING_SELLER) -> Dispute:
    """About a parcel that is still inside its promised time: four more days."""
    dispute = world.file_not_received(world.line(dispatched=6 * DAY, delivered=None))
    if state == State.NEGOTIATING:
        negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    return world.again(dispute)


def deliver(dispute: Dispute, at: datetime) -> None:
    record_facts(
        dispute.item.parcel, [NewFact(FactKind.DELIVERED, at, "delivered")], source="the carrier"
    )


def test_a_delivery_is_told_to_all_three_and_stands_in_the_file(world: World) -> None:
    dispute = on_its_way(world)
    at = clock.now()
    deliver(dispute, at)
    dispute = world.again(dispute)
    assert dispute.item.parcel.delivered_at == dispute.snapshot.delivered_at == at
    event = dispute.events.get(kind=EventKind.ORDER_CORRECTED)
    assert (event.party, event.actor, event.number) == (Party.PLATFORM, None, 2)
    assert event.from_state == event.to_state == State.AWAITING_SELLER
    assert (dispute.event_count, dispute.snapshot.as_of) == (2, 2)
    said = sentence(event)
    assert said.startswith("The order changed, says the carrier: delivered on ")
    for user, page in (
        (world.buyer, f"/buyer/cases/{dispute.reference}/"),
        (world.seller, f"/seller/cases/{dispute.reference}/"),
        (world.arbitrator, address(dispute)),
    ):
        assert "The order changed, says the carrier: delivered on" in signed_in(user).get(page).text
    assert "The order changed, says the carrier: delivered on" in text_of(file_of(world, dispute))
    call_command("verify_history")


def test_a_later_promise_holds_the_case_longer_and_moves_its_clock_forward(world: World) -> None:
    dispute = on_its_way(world, State.NEGOTIATING)
    assert dispute.due_at is not None
    assert refusal(dispute, Verb.ESCALATE, world.as_buyer, clock.now() + 5 * DAY) is None
    until = (clock.now() + 10 * DAY).date()
    correct_parcel(dispute.item.parcel, source="the shop", promise=Promise(on=until))
    dispute = world.again(dispute)
    assert dispute.due_at == dispute.blocked_until == datetime.combine(until + DAY, time(), UTC)
    said = refusal(dispute, Verb.ESCALATE, world.as_buyer, clock.now() + 5 * DAY)
    assert said is not None
    assert said.code == Code.STILL_IN_TRANSIT
    assert dispute.events.latest("number").due_at == dispute.due_at


def test_an_earlier_one_never_moves_it_back(world: World) -> None:
    dispute = on_its_way(world, State.NEGOTIATING)
    due_at = dispute.due_at
    correct_parcel(dispute.item.parcel, source="the shop", promise=Promise(days=1))
    assert world.again(dispute).due_at == due_at
    late = on_its_way(world, State.NEGOTIATING)
    assert late.due_at is not None
    with moment(late.due_at):  # its time is over, and the sweep has not come yet
        correct_parcel(late.item.parcel, source="the shop", promise=Promise(days=90))
    assert world.again(late).due_at == late.due_at


def test_the_seller_has_five_days_whatever_is_promised(world: World) -> None:
    dispute = on_its_way(world)
    correct_parcel(dispute.item.parcel, source="the shop", promise=Promise(days=90))
    assert world.again(dispute).due_at == dispute.due_at
    assert sentence(dispute.events.latest("number")) == (
        "The order changed, says the shop: promised within 90 days of dispatch."
    )


def test_what_says_nothing_new_changes_nothing(world: World) -> None:
    dispute = on_its_way(world)
    before = everything()
    correct_parcel(dispute.item.parcel, source="the carrier", promise=Promise(days=10), carrier="")
    correct_order(dispute.line.order, source="the carrier", paid_minor={1: PAID})
    assert everything() == before


def test_a_closed_case_stays_as_it_was(world: World) -> None:
    dispute = world.dispute_in(State.RESOLVED)
    at = clock.now()
    deliver(dispute, at)
    dispute = world.again(dispute)
    assert dispute.item.parcel.delivered_at == at != dispute.snapshot.delivered_at
    assert not dispute.events.filter(kind=EventKind.ORDER_CORRECTED).exists()


def test_all_open_cases_of_the_parcel_hear_of_it_and_no_other(world: World) -> None:
    item = world.line(delivered=None, quantity=2).items.get()
    first, second = (world.file_pieces(item, 1, offer=HALF) for _ in range(2))
    other = on_its_way(world)
    deliver(first, clock.now())
    assert [each.events.count() for each in (first, second, other)] == [2, 2, 1]


def test_less_paid_lowers_what_can_be_asked_for(world: World) -> None:
    dispute = world.open_dispute(offer=HALF)
    correct_order(dispute.line.order, source="the shop", paid_minor={1: 2000})
    dispute = world.again(dispute)
    assert (dispute.snapshot.paid_minor, dispute.line.paid_minor) == (2000, 2000)
    assert (
        sentence(dispute.events.latest("number"))
        == "The order changed, says the shop: paid $20.00."
    )
    with refused(Code.AMOUNT_INVALID, field="amount", says="$20.00"):
        negotiation.propose(world.as_seller, dispute, offer=type(HALF)(HALF.solution, 2001))
    call_command("verify_history")


def test_but_never_below_what_is_asked_for_or_was_refunded(world: World) -> None:
    dispute = world.open_dispute(offer=HALF)
    with refused(Code.AMOUNT_INVALID, field="paid", says="$11.50"):
        correct_order(dispute.line.order, source="the shop", paid_minor={1: PAID // 2 - 1})
    correct_order(dispute.line.order, source="the shop", paid_minor={1: PAID // 2})
    closed = world.dispute_in(State.RESOLVED)
    with refused(Code.AMOUNT_INVALID, field="paid", says="$23.00"):
        correct_order(closed.line.order, source="the shop", paid_minor={1: PAID - 1})


def test_what_cannot_be_is_refused(world: World) -> None:
    dispute = on_its_way(world)
    order, parcel = dispute.line.order, dispute.item.parcel
    with refused(Code.NOT_FOUND, says="2"):
        correct_order(order, source="the shop", paid_minor={2: 1})
    with refused(Code.NOT_FOUND, says="2"):
        correct_order(order, source="the shop", refunded_elsewhere_minor={2: 1})
    with refused(Code.TEXT_MISSING, field="source"):
        correct_parcel(parcel, source=" ", promise=Promise(days=1))
    with refused(Code.ORDER_INVALID, field="promise"):
        correct_parcel(parcel, source="the shop", promise=Promise())
    with refused(Code.ORDER_INVALID, field="paid"):
        correct_order(order, source="the shop", paid_minor={1: 58.9})  # type: ignore[dict-item]
    with refused(Code.ORDER_INVALID, field="cancelled_at"):
        correct_order(order, source="the shop", cancelled_at=datetime(2026, 11, 30))  # noqa: DTZ001
