"""One sweep over all that is due: a fixed number of queries, and no case holds up another."""

import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.background import deadlines
from disputes.kernel import settlement
from disputes.models import Posting, Refund
from disputes.states import OPEN_STATES, ProposalStatus, State
from tests.support.batches import in_batches_of
from tests.support.breaches import note_silence
from tests.support.moments import enforce_at, moment
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_the_command_does_one_sweep_of_all_that_is_due(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    cases = [world.open_dispute() for _ in range(3)]
    due_at = cases[-1].due_at
    assert due_at is not None
    in_batches_of(2, deadlines.enforce_deadlines, monkeypatch)  # several batches
    with moment(due_at):
        call_command("enforce_deadlines")
        call_command("enforce_deadlines")
    assert capsys.readouterr().out.splitlines() == ["3 enforced", "0 enforced"]
    assert {world.again(dispute).state for dispute in cases} == {State.RESOLVED}


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_six_cases_cost_as_many_queries_as_two(state: State) -> None:
    world = World()

    def queries_for(number: int) -> int:
        cases = [world.dispute_in(state) for _ in range(number)]
        due_at = cases[-1].due_at
        assert due_at is not None
        with moment(due_at), CaptureQueriesContext(connection) as queries:
            assert deadlines.enforce_deadlines() == number
        return len(queries)

    assert queries_for(2) == queries_for(6)


def test_the_oldest_come_first_where_the_time_does_not_do_for_all() -> None:
    world = World()
    older, newer = world.open_dispute(), world.open_dispute()
    assert newer.due_at is not None
    with moment(newer.due_at):
        assert deadlines.enforce_deadlines(limit=1, seconds=0) == 1
    assert world.again(older).state == State.RESOLVED
    assert world.again(newer).state == State.AWAITING_SELLER


def test_one_case_that_cannot_be_enforced_does_not_hold_up_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its request is gone from the table, which no act can bring about: a damaged row."""
    world = World()
    damaged, sound = world.open_dispute(), world.open_dispute()
    damaged.proposals.update(status=ProposalStatus.LAPSED)
    assert sound.due_at is not None
    with caplog.at_level(logging.ERROR):
        assert enforce_at(sound.due_at) == 1
    assert damaged.reference in caplog.text
    assert world.again(damaged).state == State.AWAITING_SELLER
    assert world.again(sound).state == State.RESOLVED


def test_nor_does_one_that_the_database_refuses() -> None:
    """Its breach is there already, so that saving this case breaks a constraint."""
    world = World()
    damaged, sound = world.open_dispute(), world.open_dispute()
    note_silence(damaged)
    assert sound.due_at is not None
    assert enforce_at(sound.due_at) == 1
    assert world.again(damaged).state == State.AWAITING_SELLER
    assert world.again(sound).state == State.RESOLVED


def test_failing_cases_at_the_head_of_the_queue_do_not_block_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    damaged, sound = world.open_dispute(), world.open_dispute()
    damaged.proposals.update(status=ProposalStatus.LAPSED)
    in_batches_of(1, deadlines.enforce_deadlines, monkeypatch)  # it fills a batch
    assert sound.due_at is not None
    with moment(sound.due_at):
        call_command("enforce_deadlines")
    assert world.again(sound).state == State.RESOLVED


def test_nor_does_one_that_the_books_refuse_at_the_commit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A constraint that is checked at the commit would take the whole batch with it."""
    world = World()
    damaged, sound = world.open_dispute(), world.open_dispute()
    one_sided = settlement.double_entry

    def lose_one_side(refund: Refund, *rest: Any) -> tuple[Posting, ...]:
        sides = one_sided(refund, *rest)
        return sides[:1] if refund.dispute == damaged else sides

    monkeypatch.setattr(settlement, "double_entry", lose_one_side)
    assert sound.due_at is not None
    assert enforce_at(sound.due_at) == 1
    assert world.again(damaged).state == State.AWAITING_SELLER
    assert world.again(sound).state == State.RESOLVED


def test_failing_cases_do_not_take_the_place_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    cases = [world.open_dispute() for _number in range(5)]
    for damaged in cases[:3]:
        damaged.proposals.update(status=ProposalStatus.LAPSED)
    in_batches_of(4, deadlines.enforce_deadlines, monkeypatch)
    last_due = cases[-1].due_at
    assert last_due is not None
    assert enforce_at(last_due) == 2
