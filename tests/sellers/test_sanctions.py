"""What points lead to: notice, interruption by an appeal, lifting, and thresholds side by side."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sellers.rules.sanctions import AccountSanction, strictest
from sellers.states import Measure, SanctionEnding, SanctionMove
from tests.standing.histories import POLICIES, Appeal, Judge, Numbers, Publish, Terms
from tests.standing.play import Play

DAY = timedelta(days=1)


def points(number: int, *, days: int = 365) -> Terms:
    """A rule of its own, so that nothing is doubled."""
    return Terms(f"rule-{number}", number, days, 30, 2)


def store(*penalties: Terms, policy: Numbers = POLICIES[0]) -> Play:
    """One that has broken these rules, all now."""
    play = Play()
    play.do(Publish(policy))
    for rule in penalties:
        play.note(rule, play.now)
    return play


def begin(play: Play) -> datetime:
    """When the first penalty was given."""
    return play.account.lines[0].at


def after(play: Play, time: timedelta) -> Play:
    """So long after the start, with everything done that was due."""
    play.wait(begin(play) + time - play.now)
    play.account.advance(play.now)
    return play


def sanctions(play: Play) -> dict[int, AccountSanction]:
    """By threshold."""
    found = {sanction.points: sanction for sanction in play.account.sanctions}
    assert len(found) == len(play.account.sanctions)
    return found


def in_force(play: Play) -> tuple[Measure, int] | None:
    found = strictest(play.account.sanctions)
    return None if found is None else (found.measure, found.points)


@pytest.mark.parametrize(
    ("number", "measure", "days"),
    [
        (6, Measure.WARNING, None),
        (12, Measure.RESTRICTED, 7),
        (24, Measure.RESTRICTED, 14),
        (36, Measure.PAUSED, 21),
    ],
)
def test_a_threshold_is_reached_exactly(number: int, measure: Measure, days: int | None) -> None:
    assert number not in sanctions(store(points(number - 1)))
    found = sanctions(store(points(number)))[number]
    assert (found.measure, found.in_force) == (measure, True)
    lasts = None if found.ends_at is None else found.ends_at - found.starts_at
    assert lasts == (None if days is None else days * DAY)


def test_a_restriction_ends_by_itself_to_the_instant() -> None:
    play = after(store(points(12)), 7 * DAY - timedelta(microseconds=1))
    assert in_force(play) == (Measure.RESTRICTED, 12)
    play = after(play, 7 * DAY)
    assert in_force(play) == (Measure.WARNING, 6)
    ended = sanctions(play)[12]
    assert (ended.ending, ended.ended_at) == (SanctionEnding.SERVED, ended.decided_at + 7 * DAY)


def test_its_end_is_dated_when_it_was_due_however_late_somebody_looks() -> None:
    ended = sanctions(after(store(points(12)), 300 * DAY))[12]
    assert ended.ended_at == ended.decided_at + 7 * DAY


def test_a_warning_holds_until_the_points_fall() -> None:
    play = after(store(points(6, days=90)), 90 * DAY)
    warning = sanctions(play)[6]
    assert (warning.ending, warning.ended_at) == (
        SanctionEnding.LIFTED,
        warning.decided_at + 90 * DAY,
    )


# Notice


def test_a_store_is_closed_after_its_notice() -> None:
    play = store(points(48))
    assert in_force(play) == (Measure.PAUSED, 36)
    closed = sanctions(after(play, 30 * DAY - timedelta(microseconds=1)))[48]
    assert not closed.begun
    after(play, 30 * DAY)
    assert in_force(play) == (Measure.CLOSED, 48)
    assert closed.starts_at == closed.decided_at + 30 * DAY


def test_whose_points_fall_within_the_notice_is_never_closed() -> None:
    play = after(store(points(40), points(8, days=20)), 40 * DAY)
    closed = sanctions(play)[48]
    assert (closed.begun, closed.ending) == (False, SanctionEnding.LIFTED)
    assert closed.ended_at == closed.decided_at + 20 * DAY
    moves = [each.move for each in play.account.moves if each.sanction is closed]
    assert moves == [SanctionMove.DECIDED, SanctionMove.ENDED]


def test_an_appeal_stops_the_notice() -> None:
    play = after(store(points(40), points(8)), 10 * DAY)
    play.do(Appeal(1))
    after(play, 15 * DAY)
    play.do(Judge(0, "all", on_appeal=True))
    closed = sanctions(after(play, 35 * DAY - timedelta(microseconds=1)))[48]
    assert not closed.begun
    after(play, 35 * DAY)
    assert (closed.begun, closed.starts_at) == (True, closed.decided_at + 35 * DAY)


# Interruption


def test_an_appeal_interrupts_and_a_lost_one_leaves_the_rest_to_be_served() -> None:
    play = after(store(points(12)), 3 * DAY)
    play.do(Appeal(0))
    assert in_force(play) is None
    after(play, 8 * DAY)
    assert sanctions(play)[12].is_open
    play.do(Judge(0, "all", on_appeal=True))
    assert in_force(play) == (Measure.RESTRICTED, 12)
    after(play, 20 * DAY)
    served = sanctions(play)[12]
    assert (served.ending, served.ended_at) == (SanctionEnding.SERVED, served.decided_at + 12 * DAY)


def test_an_appeal_that_is_won_lifts_at_once() -> None:
    play = after(store(points(12)), 3 * DAY)
    play.do(Appeal(0))
    after(play, 5 * DAY)
    play.do(Judge(0, "none", on_appeal=True))
    for lifted in sanctions(play).values():
        assert (lifted.ending, lifted.ended_at) == (SanctionEnding.LIFTED, play.now)
        assert lifted.interrupted_at is None


def test_an_appeal_that_nobody_decides_is_won_when_its_time_is_over() -> None:
    play = after(store(points(12)), 3 * DAY)
    play.do(Appeal(0))
    after(play, 50 * DAY)
    assert {each.ended_at for each in sanctions(play).values()} == {begin(play) + 13 * DAY}


def test_where_the_policy_does_not_suspend_an_appeal_interrupts_nothing() -> None:
    play = after(store(points(12), policy=replace(Numbers(), suspend_on_appeal=False)), DAY)
    play.do(Appeal(0))
    assert in_force(play) == (Measure.RESTRICTED, 12)
    assert play.account.balance == 12
    served = sanctions(after(play, 7 * DAY))[12]
    assert served.ending == SanctionEnding.SERVED


def test_what_is_reached_only_with_suspended_points_waits() -> None:
    play = store(points(7))
    play.do(Appeal(0))
    play.note(points(5), play.now)
    restricted = sanctions(play)[12]
    assert restricted.is_open
    assert (restricted.in_force, play.account.balance) == (False, 5)
    after(play, 2 * DAY)
    play.do(Judge(0, "all", on_appeal=True))
    assert restricted.in_force
    assert restricted.ends_at == play.now + 7 * DAY


# Side by side


def test_thresholds_run_side_by_side_and_the_strictest_holds() -> None:
    play = store(points(24))
    assert in_force(play) == (Measure.RESTRICTED, 24)
    assert in_force(after(play, 7 * DAY)) == (Measure.RESTRICTED, 24)
    assert not sanctions(play)[12].is_open
    assert in_force(after(play, 14 * DAY)) == (Measure.WARNING, 6)


def test_an_appeal_that_leads_back_to_a_lower_one_leaves_that_one_running() -> None:
    play = after(store(points(13), points(11)), 3 * DAY)
    play.do(Judge(1, "none", on_appeal=False))
    assert sanctions(play)[24].ending == SanctionEnding.LIFTED
    assert in_force(play) == (Measure.RESTRICTED, 12)
    assert in_force(after(play, 7 * DAY)) == (Measure.WARNING, 6)


def test_more_points_above_a_threshold_do_not_start_it_again() -> None:
    play = after(store(points(12)), 10 * DAY)
    play.note(points(5), play.now)
    assert in_force(play) == (Measure.WARNING, 6)


def test_a_threshold_that_is_reached_again_counts_again() -> None:
    play = after(store(points(12, days=10)), 11 * DAY)
    assert in_force(play) is None
    play.note(points(13), play.now)
    restricted = [each for each in play.account.sanctions if each.points == 12]
    assert [each.is_open for each in restricted] == [False, True]


# The policy


def test_a_new_policy_touches_no_sanction_that_was_decided() -> None:
    play = after(store(points(12)), DAY)
    play.do(Publish(replace(Numbers(), restrict_points=20, restrict_days=1)))
    served = sanctions(after(play, 30 * DAY))[12]
    assert served.ended_at == served.decided_at + 7 * DAY


def test_a_threshold_that_was_lowered_is_reached_by_rising_to_it_only() -> None:
    play = after(store(points(11)), DAY)
    play.do(Publish(replace(Numbers(), restrict_points=10)))
    assert set(sanctions(play)) == {6}, "nothing was done to the store since"
    play.note(points(1), play.now)
    assert set(sanctions(play)) == {6}, "it was above ten before"


def test_of_thresholds_at_the_same_points_the_strictest_holds() -> None:
    play = store(points(12), policy=replace(Numbers(), warning_points=12))
    assert in_force(play) == (Measure.RESTRICTED, 12)


def test_an_act_that_is_noted_late_does_not_go_back_in_time() -> None:
    """The marketplace goes by the latest message: none may be dated before one it has."""
    play = after(store(points(12)), 8 * DAY)
    play.note(points(13), play.now - 2 * DAY)
    longer = sanctions(play)[24]
    assert longer.decided_at == begin(play) + 7 * DAY, "when the first restriction ended"
    assert play.account.moves[-1].in_force == Measure.RESTRICTED
