"""The way back of the goods: sent, delivered, confirmed, contested, or never sent."""

from datetime import timedelta

import pytest

from arbitration.verbs import assignment, rulings
from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute, Ground, OutboxMessage, Posting, Refund
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, ProposalStatus, SettledBy, Solution, State
from disputes.verbs import evidence, negotiation, returns
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.terms import PAID, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PLATFORM = Actor(None, Party.PLATFORM)


def contested(world: World) -> Dispute:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="The box is empty.", files=[photo])
    return world.again(dispute)


def assert_paid_once(dispute: Dispute) -> None:
    refund = Refund.objects.get()
    assert (refund.dispute, refund.amount_minor, refund.paid_at) == (dispute, PAID, None)
    assert OutboxMessage.objects.get().key == refund.key
    assert Posting.objects.count() == 2


# Sending


def test_the_buyer_says_how_the_parcel_can_be_followed() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    returns.ship_return(
        world.as_buyer, dispute, carrier="  Correos\x00  Express ", tracking=" CX 1 "
    )
    sent, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (sent.state, sent.return_carrier, sent.return_tracking) == (
        State.RETURN_IN_TRANSIT,
        "Correos Express",
        "CX 1",
    )
    assert (sent.return_shipped_at, sent.return_delivered_at) == (event.at, None)
    assert sent.due_at == event.at + 30 * DAY
    assert len(event.data.pop("salt")) == 32
    assert len(event.data.pop("text_hash")) == 64
    assert (event.kind, event.data) == (
        EventKind.RETURN_SHIPPED,
        {"carrier": "Correos Express", "tracking": "CX 1"},
    )
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    ("carrier", "tracking", "field"),
    [
        ("", "CX1", "carrier"),
        (" \x00 ", "CX1", "carrier"),
        ("Correos", "", "tracking"),
        ("x" * 81, "CX1", "carrier"),
        ("Correos", "x" * 81, "tracking"),
    ],
)
def test_carrier_and_number_are_needed(carrier: str, tracking: str, field: str) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    with refused(Code.TRACKING_INVALID, field=field):
        returns.ship_return(world.as_buyer, dispute, carrier=carrier, tracking=tracking)


def test_a_double_click_sends_once() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with refused(Code.WRONG_STATE, says="with Correos, tracking CX123"):
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")


def test_what_is_not_sent_in_ten_days_closes_without_a_refund() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    due_at = dispute.due_at
    assert due_at == dispute.events.get(kind=EventKind.ACCEPTED).at + 10 * DAY
    assert enforce_at(due_at) == 1
    closed, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (closed.state, closed.due_at, closed.closed_at) == (State.RESOLVED, None, event.at)
    assert closed.settled_by == SettledBy.AGREEMENT
    assert event.kind == EventKind.RETURN_LAPSED
    assert not Refund.objects.exists()
    assert not OutboxMessage.objects.exists()


# Delivered


def test_a_known_delivery_gives_the_seller_three_days() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with clock.shifted(4 * DAY):
        delivered_at = clock.now()
        returns.report_return_delivered(PLATFORM, dispute, delivered_at=delivered_at)
        noted = world.again(dispute)
        event = dispute.events.last()
        assert event is not None
        assert (noted.state, noted.return_delivered_at) == (State.RETURN_IN_TRANSIT, delivered_at)
        assert noted.due_at is not None
        assert timedelta() <= noted.due_at - (delivered_at + 3 * DAY) < timedelta(minutes=1)
        assert (event.kind, event.party) == (EventKind.RETURN_DELIVERED, Party.PLATFORM)


def test_the_three_days_run_from_when_the_delivery_is_known() -> None:
    """News of the delivery may come late; the seller must not lose the time for that."""
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with clock.shifted(10 * DAY):
        now = clock.now()
        returns.report_return_delivered(PLATFORM, dispute, delivered_at=now - 4 * DAY)
        due_at = world.again(dispute).due_at
        assert due_at is not None
        assert due_at >= now + 3 * DAY


def test_the_days_to_look_are_whole_even_at_the_end_of_the_transit() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert dispute.due_at is not None
    with moment(dispute.due_at - timedelta(hours=1)):
        returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    known_at = dispute.events.get(kind=EventKind.RETURN_DELIVERED).at
    assert world.again(dispute).due_at == known_at + 3 * DAY


def test_a_delivery_lies_between_the_sending_and_now() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert dispute.return_shipped_at is not None
    before = dispute.return_shipped_at - timedelta(seconds=1)
    for delivered_at in (before, clock.now() + timedelta(minutes=1)):
        with refused(Code.TRACKING_INVALID, field="delivered_at"):
            returns.report_return_delivered(PLATFORM, dispute, delivered_at=delivered_at)


@pytest.mark.parametrize("known", [True, False])
def test_a_seller_who_does_not_answer_lets_the_refund_pass(known: bool) -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    if known:
        returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    due_at = world.again(dispute).due_at
    assert due_at is not None
    assert enforce_at(due_at) == 1
    closed, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (closed.state, closed.closed_at) == (State.RESOLVED, event.at)
    assert event.kind == EventKind.RETURN_PASSED
    assert_paid_once(dispute)


# Confirmed


def test_the_seller_confirms_and_the_refund_is_decided() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.confirm_return(world.as_seller, dispute)
    closed, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (closed.state, closed.due_at, closed.closed_at) == (State.RESOLVED, None, event.at)
    assert event.kind == EventKind.RETURN_CONFIRMED
    assert_paid_once(dispute)
    with refused(Code.WRONG_STATE, says="The seller confirmed the return."):
        returns.confirm_return(world.as_seller, dispute)


# Contested


def test_a_contested_return_is_heard_and_the_settlement_falls() -> None:
    world = World()
    dispute = contested(world)
    event, added = list(dispute.events.all())[-2:]
    assert (dispute.state, dispute.due_at) == (State.HEARING, event.at + 3 * DAY)
    assert (dispute.settled_by, dispute.settlement) == ("", None)
    assert dispute.return_contested_at == event.at
    assert (event.kind, added.kind) == (EventKind.RETURN_CONTESTED, EventKind.EVIDENCE_ADDED)
    evidence = dispute.evidence.last()
    assert evidence is not None
    assert (evidence.party, evidence.text, evidence.files.count()) == (
        Party.SELLER,
        "The box is empty.",
        1,
    )
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    ("offer", "refunds"), [(Offer(Solution.REFUND, PAID), [PAID]), (Offer(Solution.NO_REFUND), [])]
)
def test_then_the_platform_rules_on_what_came_back(offer: Offer, refunds: list[int]) -> None:
    world = World()
    dispute = contested(world)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    assert assignment.take_next(world.arbitrator) == dispute
    in_order = offer.solution == Solution.REFUND
    ground = Ground.objects.get(code="return_complete" if in_order else "return_not_in_order")
    rulings.issue_ruling(
        world.arbitrator, dispute, offer=offer, ground=ground, reasons=reasons_for(1), cites=[1]
    )
    ruled = world.again(dispute)
    assert ruled.state == State.RULED
    assert ruled.due_at is not None
    assert enforce_at(ruled.due_at) == 1
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.RULING)
    assert closed.settlement == dispute.proposals.get(party=Party.PLATFORM)
    assert [refund.amount_minor for refund in Refund.objects.all()] == refunds


def test_after_a_contest_the_sides_can_still_agree() -> None:
    world = World()
    dispute = contested(world)
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, 900))
    offer = dispute.proposals.get(party=Party.SELLER, status=ProposalStatus.LIVE)
    negotiation.accept(world.as_buyer, dispute, offer)
    assert world.again(dispute).state == State.RESOLVED
    assert Refund.objects.get().amount_minor == 900


def test_a_contest_needs_words_and_a_photo() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    with refused(Code.TEXT_MISSING, field="text"):
        returns.contest_return(world.as_seller, dispute, text=" ", files=[photo])
    with refused(Code.PHOTO_REQUIRED, field="files"):
        returns.contest_return(world.as_seller, dispute, text="The box is empty.")


def test_somebody_elses_photo_shows_nothing() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    theirs = world.photo(world.buyer)
    with refused(Code.STALE, field="files"):
        returns.contest_return(world.as_seller, dispute, text="The box is empty.", files=[theirs])


def test_after_the_deadline_it_is_neither_confirmed_nor_contested() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        with refused(Code.TOO_LATE):
            returns.confirm_return(world.as_seller, dispute)
        with refused(Code.TOO_LATE):
            returns.contest_return(world.as_seller, dispute, text="Empty.", files=[photo])
