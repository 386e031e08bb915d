"""A pause, at the same moment as something else happens to its cases: each is moved once.

As in `test_races`, a test shows that the race is real where nobody holds the row's lock.
"""

import logging
from datetime import timedelta

import pytest

from arbitration.background import deadlines, pauses
from arbitration.background.pauses import spread_pauses
from disputes import clock
from disputes.kernel import act
from disputes.models import Dispute
from disputes.states import EventKind, State
from disputes.verbs import applications, negotiation
from tests.support.concurrency import at_once, outcome, paused, take_away_the_lock, together
from tests.support.rests import DAY, answer_time, due, pause_all
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")
TEN = 10 * DAY
ACT = EventKind.CLOCK_PAUSED


def lines(dispute: Dispute) -> int:
    return dispute.events.filter(kind=ACT).count()


def test_two_sweeps_at_once_move_each_case_once() -> None:
    world = World()
    cases = [world.open_dispute() for _number in range(4)]
    before = [due(one) for one in cases]
    pause_all(world)
    assert together(*3 * [lambda: spread_pauses(limit=1)]) == 3 * ["done"]
    assert spread_pauses() == 0
    assert [due(one) for one in cases] == [each + TEN for each in before]
    assert [lines(one) for one in cases] == 4 * [1]


def test_without_the_lock_they_would_meet(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world = World()
    dispute = world.open_dispute()
    pause_all(world)
    take_away_the_lock(monkeypatch, 2)
    with caplog.at_level(logging.ERROR):
        assert together(*2 * [pauses.spread_pauses]) == 2 * ["done"]
    assert f"clock of {dispute.reference} could not be paused" in caplog.text  # by a law


def test_an_act_that_did_not_know_of_it_is_moved_by_the_sweep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It read what is paused before the pause was published, and commits after it."""
    world = World()
    dispute = world.open_dispute()

    def reject() -> None:
        negotiation.reject(world.as_seller, dispute, text="It is blue.")

    with paused(monkeypatch, act, "record", reject) as rejecting:
        pause_all(world)
        assert spread_pauses() == 0  # somebody has it in hand
    assert outcome(rejecting) == "done"
    began = due(dispute)
    assert world.again(dispute).state == State.NEGOTIATING
    assert spread_pauses() == 1
    assert due(dispute) == began + TEN
    assert lines(dispute) == 1


def test_so_is_a_case_that_was_about_to_open(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    line, opened = world.line(), list[Dispute]()
    with paused(
        monkeypatch, applications, "record", lambda: opened.append(world.open_dispute(line))
    ) as opening:
        pause = pause_all(world)
        assert spread_pauses() == 0
    assert outcome(opening) == "done"
    pause.refresh_from_db()
    assert pause.spread_at is None, "it is not called done while such a case may come"
    assert spread_pauses() == 1
    assert due(opened[0]) == opened[0].opened_at + answer_time() + TEN


def test_an_act_and_a_sweep_at_once_move_it_once() -> None:
    world = World()
    dispute = world.open_dispute()
    pause_all(world, begins_at=clock.now() + timedelta(minutes=1))

    def reject() -> None:
        negotiation.reject(world.as_seller, dispute, text="It is blue.")

    assert at_once(dispute, reject) == ["done"]
    assert together(spread_pauses, spread_pauses) == ["done", "done"]
    rejected = dispute.events.get(kind=EventKind.REJECTED)
    assert due(dispute) == rejected.at + 7 * DAY + TEN
    # One for the clock that ran, and one for the clock that the act has set.
    assert lines(dispute) == 2


def test_the_sweep_of_deadlines_that_has_it_in_hand_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its deadline was over before the pause begins, though the consequence is not saved yet."""
    world = World()
    dispute = world.open_dispute()
    over = clock.now() - dispute.opened_at + answer_time()

    def enforce() -> int:
        with clock.shifted(over):
            return deadlines.enforce_deadlines()

    with paused(monkeypatch, deadlines, "record", enforce) as enforcing, clock.shifted(over):
        pause_all(world)
        assert spread_pauses() == 0
    assert outcome(enforcing) == "done"
    assert world.again(dispute).state == State.RESOLVED
    assert lines(dispute) == 0
