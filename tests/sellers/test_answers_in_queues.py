"""An appeal is to do for whoever can still answer it, in every list and every count; not when the
time for that is over, whoever was asked."""

from datetime import datetime, timedelta

import pytest

from arbitration.selectors.queue import WorkTab, counts, queue
from arbitration.verbs import assignment, evidence_requests
from buyers.selectors.cases import waiting_for
from disputes import clock
from disputes.models import Dispute
from disputes.states import Party, State
from disputes.verbs import evidence
from sellers.selectors.queue import SellerTab, due_soon, rows, tabs
from tests.support.moments import moment
from tests.support.seller_pages import row_of, shown
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def appealed(world: World) -> Dispute:
    """By the buyer; the seller has added something, the arbitrator has it, and nobody is done."""
    dispute = world.dispute_in(State.APPEALED)
    evidence.add_evidence(world.as_seller, dispute, text="It is blue by daylight.")
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    return world.again(dispute)


def answers_until(dispute: Dispute) -> datetime:
    until = dispute.answers_until
    assert until is not None
    assert dispute.due_at is not None
    assert until < dispute.due_at
    return until


def of_seller(world: World) -> dict[SellerTab, list[int]]:
    found = tabs([world.store], clock.now())
    return {tab: [pk for pk, *_order in ids[:10]] for tab, ids in found.items() if len(ids[:10])}


def of_buyer(world: World) -> list[int]:
    return [summary.dispute.pk for summary in waiting_for(world.buyer, clock.now())]


def of_arbitrator(world: World) -> list[int]:
    ids = queue(world.arbitrator2, WorkTab.PARTY, clock.now())[:10]
    assert counts(world.arbitrator2, clock.now())[WorkTab.PARTY] == len(ids)
    return [pk for pk, *_order in ids]


def soon(world: World) -> list[int]:
    return [pk for pk, *_order in due_soon([world.store], clock.now())[:10]]


def test_until_the_time_to_answer_is_over(world: World, appealed: Dispute) -> None:
    with moment(answers_until(appealed) - 25 * HOUR):
        assert of_seller(world) == {SellerTab.TO_DO: [appealed.pk]}
        assert of_buyer(world) == [appealed.pk]
        assert of_arbitrator(world) == [appealed.pk]
        assert soon(world) == []
        [row] = rows([appealed.pk], clock.now())
        assert (row.step.yours, row.urgent) == (True, False)


def test_it_presses_when_that_time_ends_soon(world: World, appealed: Dispute) -> None:
    with moment(answers_until(appealed) - 23 * HOUR):
        assert soon(world) == [appealed.pk]
        [row] = rows([appealed.pk], clock.now())
        assert (row.step.yours, row.urgent) == (True, True)


def test_afterwards_it_waits_for_the_platform(world: World, appealed: Dispute) -> None:
    with moment(answers_until(appealed) + SECOND):
        assert of_seller(world) == {SellerTab.WAITING: [appealed.pk]}
        assert (of_buyer(world), of_arbitrator(world), soon(world)) == ([], [], [])
        [row] = rows([appealed.pk], clock.now())
        assert (row.step.yours, row.urgent) == (False, False)
        client = signed_in(world.seller)
        assert shown(client) == []
        assert shown(client, tab=SellerTab.WAITING) == [appealed.reference]
        assert row_of(client, appealed, tab=SellerTab.WAITING).step == row.step


def test_nor_is_whoever_was_asked_waited_for_then(world: World, appealed: Dispute) -> None:
    evidence_requests.request_evidence(
        world.arbitrator2, appealed, of=[Party.SELLER], text="Where is it?", within_days=1
    )
    until = answers_until(world.again(appealed))
    with moment(until - HOUR):
        assert of_seller(world) == {SellerTab.TO_DO: [appealed.pk]}
        assert of_arbitrator(world) == [appealed.pk]
    with moment(until + SECOND):
        assert of_seller(world) == {SellerTab.WAITING: [appealed.pk]}
        assert of_arbitrator(world) == []
        [row] = rows([appealed.pk], clock.now())
        assert not row.step.yours


def test_who_is_done_has_nothing_to_do(world: World, appealed: Dispute) -> None:
    evidence.finish_evidence(world.as_seller, appealed)
    assert of_seller(world) == {SellerTab.WAITING: [appealed.pk]}
    assert of_buyer(world) == [appealed.pk]
    assert of_arbitrator(world) == [appealed.pk]
    evidence.finish_evidence(world.as_buyer, appealed)
    assert (of_buyer(world), of_arbitrator(world)) == ([], [])
