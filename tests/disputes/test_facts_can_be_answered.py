"""What becomes known of the order while evidence is heard can be answered by both sides: nothing is
decided on what nobody could say something about, and no source goes on for ever."""

from datetime import datetime, timedelta

import pytest

from arbitration.verbs import assignment
from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute, Event
from disputes.rules.instants import instant
from disputes.states import EventKind, State
from disputes.verbs import appeals, evidence, negotiation
from disputes.verbs.order_corrections import correct_order
from disputes.verbs.parcels import NewFact, Promise, correct_parcel, record_facts
from disputes.wording import sentence
from tests.disputes.test_right_to_answer import NOTICE, SECOND, end_of
from tests.support.half import rule_half
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.terms import BOTH, HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db


def tell(dispute: Dispute, kind: str = "damaged") -> Event:
    """The carrier says so of its parcel, now."""
    number = dispute.item.parcel.facts.count()
    fact = NewFact(kind, clock.now(), f"{kind}-{number}")
    assert record_facts(dispute.item.parcel, [fact], source="the carrier") == 1
    event = dispute.events.last()
    assert event is not None
    assert event.kind == EventKind.ORDER_CORRECTED
    return event


def finish(world: World, dispute: Dispute) -> None:
    for actor in (world.as_buyer, world.as_seller):
        evidence.finish_evidence(actor, dispute)


@pytest.mark.parametrize("state", [State.HEARING, State.APPEALED])
def test_a_fact_of_the_last_second_moves_the_end_for_both(world: World, state: State) -> None:
    dispute = world.dispute_in(state)
    with moment(end_of(dispute) - SECOND):
        told = tell(dispute)
    assert end_of(dispute) == told.at + NOTICE
    assert sentence(told).endswith(
        f"The end moved to {instant(told.at + NOTICE)}, so that both sides can answer."
    )
    now = world.again(dispute)
    assert now.fact_extensions == 1
    assert [now.side(party).extensions for party in BOTH] == [0, 0]


@pytest.mark.parametrize("state", [State.HEARING, State.APPEALED])
def test_it_takes_back_that_a_side_is_done(world: World, state: State) -> None:
    dispute = world.dispute_in(state)
    evidence.finish_evidence(world.as_seller, dispute)
    told = tell(dispute)
    now = world.again(dispute)
    assert (now.buyer_finished_at, now.seller_finished_at) == (None, None)
    # An appeal can be answered for just so long from the beginning; a hearing is longer.
    assert ("end_moved_to" in told.data) == (state == State.APPEALED)
    finish(world, dispute)
    assert world.again(dispute).state == (
        State.AWAITING_RULING if state == State.HEARING else State.APPEALED
    )


def test_no_appeal_is_ruled_before_it_can_be_answered(world: World) -> None:
    dispute = world.dispute_in(State.APPEALED)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    world.hear_out(dispute)
    tell(dispute)
    with refused(Code.NOT_ALLOWED):
        rule(world, dispute)
    finish(world, dispute)
    rule(world, dispute)
    assert world.again(dispute).state != State.APPEALED


def rule(world: World, dispute: Dispute) -> None:
    rule_half(world.arbitrator2, dispute)


def test_it_goes_on_only_so_often(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    for kind in ("damaged", "refused"):
        with moment(end_of(dispute) - SECOND):
            tell(dispute, kind)
    ends = end_of(dispute)
    with moment(ends - SECOND):
        told = tell(dispute, "damaged")
    assert end_of(dispute) == ends
    assert "end_moved_to" not in told.data
    enforce_at(ends)
    assert world.again(dispute).state == State.AWAITING_RULING


def test_an_end_that_is_over_stays_over(world: World) -> None:
    """Also where no worker has carried it out yet."""
    dispute = world.dispute_in(State.HEARING)
    ends = end_of(dispute)
    with moment(ends + SECOND):
        told = tell(dispute)
    assert end_of(dispute) == ends == told.due_at
    assert world.again(dispute).fact_extensions == 0


@pytest.mark.parametrize("kind", ["in_transit", "customs_hold", "out_for_delivery"])
def test_that_it_is_still_on_its_way_decides_nothing(world: World, kind: str) -> None:
    dispute = in_hearing(world)
    evidence.finish_evidence(world.as_seller, dispute)
    ends = end_of(dispute)
    with moment(ends - SECOND):
        tell(dispute, kind)
        correct_parcel(dispute.item.parcel, source="the shop", promise=Promise(days=90))
    assert end_of(dispute) == ends
    assert world.again(dispute).seller_finished_at is not None


def in_hearing(world: World) -> Dispute:
    """About what never came."""
    dispute = world.file_not_received()
    negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    negotiation.escalate(world.as_buyer, dispute)
    return world.again(dispute)


@pytest.mark.parametrize("kind", ["delivered", "lost", "returned_to_sender"])
def test_how_the_way_ends_decides(world: World, kind: str) -> None:
    dispute = in_hearing(world)
    evidence.finish_evidence(world.as_seller, dispute)
    with moment(end_of(dispute) - SECOND):
        told = tell(dispute, kind)
    assert end_of(dispute) == told.at + NOTICE
    assert world.again(dispute).seller_finished_at is None


def test_so_do_money_and_cancelling(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    with moment(end_of(dispute) - SECOND):
        order = dispute.line.order
        correct_order(order, source="the shop", refunded_elsewhere_minor={1: 100})
        assert moved(dispute) == 1
    with moment(end_of(dispute) - SECOND):
        correct_order(order, source="the shop", cancelled_at=clock.now() - timedelta(days=1))
        assert moved(dispute) == 2


def moved(dispute: Dispute) -> int:
    return Dispute.objects.get(pk=dispute.pk).fact_extensions


@pytest.mark.parametrize(
    "state", [State.AWAITING_SELLER, State.NEGOTIATING, State.AWAITING_RULING, State.RULED]
)
def test_where_nothing_is_heard_nothing_moves(world: World, state: State) -> None:
    dispute = world.dispute_in(state)
    due: datetime | None = dispute.due_at
    tell(dispute)
    now = world.again(dispute)
    assert (now.due_at, now.fact_extensions) == (due, 0)


def test_the_next_hearing_begins_anew(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    with moment(end_of(dispute) - SECOND):
        tell(dispute)
    finish(world, dispute)
    world.rule(dispute, HALF)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    assert world.again(dispute).fact_extensions == 0
