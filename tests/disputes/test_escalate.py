"""A side asks the platform to decide, but not while a parcel is inside its promised time."""

from datetime import timedelta

import pytest

from disputes.errors import Code
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.states import EventKind, Party, ProposalStatus, State
from disputes.verbs import negotiation
from tests.support.moments import IN_TIME, enforce_at, moment
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("party", [Party.BUYER, Party.SELLER])
def test_the_file_opens_for_three_days(party: Party) -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    actor = world.as_buyer if party == Party.BUYER else world.as_seller
    negotiation.escalate(actor, dispute)
    heard, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert heard.state == State.HEARING
    assert heard.due_at == event.at + timedelta(days=3)
    assert (heard.buyer_finished_at, heard.seller_finished_at) == (None, None)
    assert (event.kind, event.party, event.actor) == (EventKind.ESCALATED, party, actor.user)
    assert dispute.proposals.get().status == ProposalStatus.LIVE


def held_case(world: World) -> Dispute:
    """Dispatched 6 days ago and promised within 20; rejected now, so the talk lasts 14 days."""
    line = world.line(dispatched=timedelta(days=6), delivered=None, promised_days=20)
    dispute = world.file_not_received(line)
    negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    return world.again(dispute)


@pytest.mark.parametrize("party", [Party.BUYER, Party.SELLER])
def test_nobody_escalates_inside_the_promised_time(party: Party) -> None:
    world = World()
    dispute = held_case(world)
    actor: Actor = world.as_buyer if party == Party.BUYER else world.as_seller
    with refused(Code.STILL_IN_TRANSIT, says="from"):
        negotiation.escalate(actor, dispute)
    assert dispute.blocked_until is not None
    with moment(dispute.blocked_until - IN_TIME), refused(Code.STILL_IN_TRANSIT):
        negotiation.escalate(actor, dispute)


def test_nor_does_the_clock() -> None:
    world = World()
    dispute = held_case(world)
    assert dispute.blocked_until is not None
    assert dispute.due_at == dispute.blocked_until
    assert enforce_at(dispute.blocked_until - IN_TIME) == 0
    assert world.again(dispute).state == State.NEGOTIATING
    assert enforce_at(dispute.blocked_until) == 1
    assert world.again(dispute).state == State.HEARING


def test_when_the_promise_is_over_it_goes_at_once() -> None:
    world = World()
    line = world.line(dispatched=timedelta(days=6), delivered=None, promised_days=8)
    dispute = world.file_not_received(line)
    negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    until = dispute.blocked_until
    assert until is not None
    with moment(until - IN_TIME), refused(Code.STILL_IN_TRANSIT):
        negotiation.escalate(world.as_buyer, dispute)
    with moment(until):
        negotiation.escalate(world.as_buyer, dispute)
    assert world.again(dispute).state == State.HEARING


def test_goods_that_were_received_hold_nothing() -> None:
    world = World()
    dispute = world.open_dispute(world.line(dispatched=timedelta(days=2), promised_days=20))
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.")
    negotiation.escalate(world.as_buyer, dispute)
    assert world.again(dispute).state == State.HEARING


def test_a_double_click_escalates_once() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    with refused(Code.WRONG_STATE, says="The buyer asked the platform to decide."):
        negotiation.escalate(world.as_buyer, dispute)
