"""How both sides fared in other cases: exact numbers, marked as background, and bounded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.selectors import party_history as selectors
from arbitration.selectors.party_history import DisputeEnding, PartyHistory, party_history
from disputes import clock
from disputes.models import Dispute
from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from disputes.verbs.order_corrections import correct_order
from tests.support.moments import enforce_at, settle_at
from tests.support.terms import FULL_REFUND, HALF
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


NOTHING = Offer(Solution.NO_REFUND, 0)


def ruled(world: World, offer: Offer) -> None:
    """A case of the two, ruled on, and the time to appeal is over."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, offer)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)


def seen(dispute: Dispute) -> PartyHistory:
    return party_history(dispute, clock.now())


def test_each_ending_is_counted_for_both_sides() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    for offer in (FULL_REFUND, FULL_REFUND, HALF, NOTHING):
        ruled(world, offer)
    world.dispute_in(State.RESOLVED)
    world.dispute_in(State.WITHDRAWN)
    world.open_dispute()
    found = party_history(dispute, clock.now() + timedelta(days=10))
    endings = {
        DisputeEnding.FOR_BUYER: 2,
        DisputeEnding.IN_PART: 1,
        DisputeEnding.FOR_STORE: 1,
        DisputeEnding.AGREED: 1,
        DisputeEnding.WITHDRAWN: 1,
    }
    assert found.store.endings == endings
    assert found.buyer.endings == endings | {DisputeEnding.OPEN: 1}
    assert found.store_open == 1
    assert (found.buyer_orders, found.store_orders) == (8, 8)
    assert (found.store_disputed, found.store_latest) == (7, 8)


def test_what_was_cancelled_before_it_was_sent_is_no_order_of_either_side() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    for dispatched in (None, timedelta(days=2)):
        order = world.line(dispatched=dispatched, delivered=None).order
        correct_order(order, source="the shop", cancelled_at=clock.now())
    found = seen(dispute)
    assert (found.buyer_orders, found.store_orders, found.store_latest) == (2, 2, 2)


def test_silence_is_counted_with_its_points_until_they_expire() -> None:
    world = World()
    dispute, silent = world.dispute_in(State.AWAITING_RULING), world.open_dispute()
    assert silent.due_at is not None
    assert seen(dispute).points.points == 0
    enforce_at(silent.due_at)
    settle_at(silent.due_at)
    assert party_history(dispute, silent.due_at).store.endings == {DisputeEnding.SILENCE: 1}
    assert party_history(dispute, silent.due_at).points.points == 3
    expires_at = world.store.penalties.get().expires_at
    settle_at(expires_at)
    assert party_history(dispute, expires_at).points.points == 0


def test_what_is_older_than_a_year_is_not_counted() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.dispute_in(State.WITHDRAWN)
    in_a_year = clock.now() + timedelta(days=366)
    found = party_history(dispute, in_a_year)
    assert (found.buyer.endings.total(), found.store.endings.total()) == (0, 0)
    assert (found.buyer_orders, found.store_orders) == (0, 0)


def test_another_buyer_of_the_store_is_not_this_buyer() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    other = World(seller=world.seller)
    other.store = world.store
    other.dispute_in(State.WITHDRAWN)
    found = seen(dispute)
    assert found.buyer.endings.total() == 0
    assert found.store.endings == {DisputeEnding.WITHDRAWN: 1}


def test_only_the_latest_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "LATEST", 2)
    monkeypatch.setattr(selectors, "LATEST_ORDERS", 2)
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    for _ in range(2):
        world.dispute_in(State.WITHDRAWN)
    assert not seen(dispute).store.only_latest
    world.dispute_in(State.WITHDRAWN)
    found = seen(dispute)
    assert (found.store.only_latest, found.store.endings.total()) == (True, 2)
    assert (found.store_latest, found.store_disputed, found.store_orders) == (2, 2, 4)
    assert "The latest 2" in signed_in(world.supervisor).get(address(dispute)).text


def test_the_page_calls_it_background_and_shows_the_same_rows_of_both() -> None:
    world = World()
    dispute, silent = world.dispute_in(State.AWAITING_RULING), world.open_dispute()
    assert silent.due_at is not None
    enforce_at(silent.due_at)
    settle_at(silent.due_at)
    ruled(world, HALF)
    ruled(world, NOTHING)
    world.dispute_in(State.WITHDRAWN)
    world.open_dispute()
    response = signed_in(world.arbitrator).get(address(dispute))
    assert "Background, not proof" in response.text
    assert "They say nothing about this one." in response.text
    assert [(row.label, row.buyer, row.store) for row in response.context["record"]] == [
        ("Other cases that ended", "4", "4"),
        ("Won by ruling", "0", "1"),
        ("Won in part", "1", "1"),
        ("Lost by ruling", "1", "0"),
        ("Settled by agreement", "0", "0"),
        ("Store did not answer", "1", "1"),
        ("Platform did not rule in time", "0", "0"),
        ("Withdrawn by the buyer", "1", "1"),
        ("Still open", "1", "1"),
        ("Orders", "6", "6"),
        ("Orders that came to a case", "–", "5 of the latest 6"),
        # The ledger has not taken up the ruling that was lost.
        ("Penalty points now", "–", "3, so far booked"),
    ]


def test_a_fixed_number_of_queries() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            seen(dispute)
        numbers.append(len(queries) - 1)  # the clock's
        for _ in range(3):
            world.dispute_in(State.WITHDRAWN)
    assert numbers == [7, 7]
