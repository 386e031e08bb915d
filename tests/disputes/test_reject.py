"""The seller refuses the request with reasons; then both have the time to agree."""

from datetime import timedelta

import pytest

from disputes.errors import Code
from disputes.states import EventKind, Party, ProposalStatus, State
from disputes.verbs import negotiation
from tests.support.moments import moment
from tests.support.rows import refused
from tests.support.world import World, parcel_of

pytestmark = pytest.mark.django_db


def test_the_negotiation_starts_and_the_request_stays_on_the_table() -> None:
    world = World()
    dispute = world.open_dispute()
    photo = world.photo(world.seller)
    negotiation.reject(world.as_seller, dispute, text=" The mug is blue. ", files=[photo])
    talking = world.again(dispute)
    rejected, added = dispute.events.all()[1:]
    assert talking.state == State.NEGOTIATING
    assert talking.due_at == rejected.at + timedelta(days=7)
    assert (rejected.kind, rejected.from_state, rejected.to_state) == (
        EventKind.REJECTED,
        State.AWAITING_SELLER,
        State.NEGOTIATING,
    )
    assert (added.kind, added.from_state, added.to_state) == (
        EventKind.EVIDENCE_ADDED,
        State.NEGOTIATING,
        State.NEGOTIATING,
    )
    assert dispute.proposals.get().status == ProposalStatus.LIVE
    evidence = dispute.evidence.get(party=Party.SELLER)
    assert (evidence.number, evidence.text) == (2, "The mug is blue.")
    assert evidence.files.get() == photo


def test_a_parcel_inside_its_promised_time_lengthens_the_talk() -> None:
    """Dispatched 6 days ago, promised within 20: the platform may not be asked before day 20."""
    world = World()
    line = world.line(dispatched=timedelta(days=6), delivered=None, promised_days=20)
    dispute = world.file_not_received(line)
    negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    assert world.again(dispute).due_at == parcel_of(line).promised_until


def test_a_promise_that_ends_within_the_talk_does_not_shorten_it() -> None:
    world = World()
    line = world.line(dispatched=timedelta(days=6), delivered=None, promised_days=8)
    dispute = world.file_not_received(line)
    negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    last = dispute.events.last()
    assert last is not None
    assert world.again(dispute).due_at == last.at + timedelta(days=7)


@pytest.mark.parametrize("text", ["", "  \n", "\x00"])
def test_reasons_are_needed(text: str) -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.TEXT_MISSING, field="text", says="Say why you reject the request."):
        negotiation.reject(world.as_seller, dispute, text=text)


def test_a_double_click_rejects_once() -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    with refused(Code.WRONG_STATE, says="The seller rejected the request."):
        negotiation.reject(world.as_seller, dispute, text="The mug is blue.")


def test_after_the_deadline_it_is_too_late() -> None:
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    with moment(dispute.due_at), refused(Code.TOO_LATE):
        negotiation.reject(world.as_seller, dispute, text="The mug is blue.")
