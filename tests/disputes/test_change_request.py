"""The buyer asks for something else; the seller has the whole time to answer again."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute
from disputes.rules.solutions import Offer
from disputes.states import EventKind, FreightPayer, Party, ProposalStatus, Solution, State
from disputes.verbs import refund_requests
from tests.support.moments import moment
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, PAID, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

LESS = Offer(Solution.REFUND, 1000)


def test_the_old_request_is_replaced_and_the_clock_starts_again() -> None:
    world = World()
    dispute = world.open_dispute()
    with clock.shifted(timedelta(days=3)):
        refund_requests.change_request(world.as_buyer, dispute, offer=LESS)
    changed = world.again(dispute)
    event = changed.events.last()
    assert event is not None
    assert (changed.state, changed.changes) == (State.AWAITING_SELLER, 1)
    assert changed.due_at == event.at + timedelta(days=5)
    assert event.kind == EventKind.CHANGED
    assert [(p.version, p.status, p.offer) for p in dispute.proposals.all()] == [
        (1, ProposalStatus.REPLACED, FULL_REFUND),
        (2, ProposalStatus.LIVE, LESS),
    ]
    first, second = dispute.proposals.all()
    assert (first.answered_at, second.answered_at) == (event.at, None)
    assert second.text == first.text == "It is green, not blue."


def test_other_words_alone_are_a_change() -> None:
    world = World()
    dispute = world.open_dispute()
    refund_requests.change_request(
        world.as_buyer, dispute, offer=FULL_REFUND, text="It is turquoise."
    )
    live = dispute.proposals.get(status=ProposalStatus.LIVE)
    assert (live.offer, live.text) == (FULL_REFUND, "It is turquoise.")


def test_the_way_of_the_goods_is_a_change() -> None:
    world = World()
    dispute = world.open_dispute()
    refund_requests.change_request(world.as_buyer, dispute, offer=RETURN_AND_REFUND)
    live = dispute.proposals.get(status=ProposalStatus.LIVE)
    assert live.offer == Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.SELLER, 1150)
    assert live.party == Party.BUYER


def test_three_changes_are_the_most() -> None:
    world = World()
    dispute = world.open_dispute()
    for amount in (1000, 1100, 1200):
        refund_requests.change_request(
            world.as_buyer, dispute, offer=Offer(Solution.REFUND, amount)
        )
    with refused(Code.LIMIT_REACHED, says="3 times"):
        refund_requests.change_request(world.as_buyer, dispute, offer=Offer(Solution.REFUND, 1300))
    assert world.again(dispute).changes == 3


@pytest.mark.parametrize("text", ["", "It is green, not blue.", "  It is green, not blue. "])
def test_the_same_request_is_no_change(text: str) -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.SOLUTION_INVALID, field="solution"):
        refund_requests.change_request(world.as_buyer, dispute, offer=FULL_REFUND, text=text)


def test_a_double_click_changes_once() -> None:
    world = World()
    dispute = world.open_dispute()
    refund_requests.change_request(world.as_buyer, dispute, offer=LESS)
    with refused(Code.SOLUTION_INVALID, field="solution"):
        refund_requests.change_request(world.as_buyer, dispute, offer=LESS)
    assert world.again(dispute).changes == 1


@pytest.mark.parametrize("amount", [-1, 0, PAID + 1])
def test_the_amount_must_lie_within_what_was_paid(amount: int) -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.AMOUNT_INVALID, field="amount"):
        refund_requests.change_request(
            world.as_buyer, dispute, offer=Offer(Solution.REFUND, amount)
        )


def test_a_request_cannot_become_none() -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.SOLUTION_INVALID, field="solution"):
        refund_requests.change_request(world.as_buyer, dispute, offer=Offer(Solution.NO_REFUND))


def test_what_never_came_cannot_be_sent_back() -> None:
    world = World()
    dispute = world.file_not_received()
    with refused(Code.SOLUTION_INVALID, field="solution"):
        refund_requests.change_request(world.as_buyer, dispute, offer=RETURN_AND_REFUND)


def test_words_have_an_end() -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.TEXT_MISSING, field="text"):
        refund_requests.change_request(world.as_buyer, dispute, offer=LESS, text="x" * 4001)


def test_an_amount_is_judged_by_its_own_currency() -> None:
    world = World()
    dispute: Dispute = world.open_dispute(
        world.line(currency="JPY", paid_minor=5000), Offer(Solution.REFUND, 5000)
    )
    with refused(Code.AMOUNT_INVALID, field="amount", says="between ¥1 and ¥5,000"):
        refund_requests.change_request(world.as_buyer, dispute, offer=Offer(Solution.REFUND, 5001))


def test_after_the_deadline_nothing_changes() -> None:
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    with moment(dispute.due_at), refused(Code.TOO_LATE):
        refund_requests.change_request(world.as_buyer, dispute, offer=LESS)
