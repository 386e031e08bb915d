"""The account of one store in memory: whatever happens, in any order, its laws hold."""

from datetime import timedelta

from hypothesis import given

from sellers.rules.account import PenaltyAccount
from tests.standing.histories import Step, histories, played
from tests.standing.laws import check
from tests.standing.play import LONG_AFTER, Play


@played(400)
@given(histories(late=True))
def test_the_laws_hold_after_every_step(history: list[Step]) -> None:
    check_laws(history)


def check_laws(history: list[Step]) -> None:
    play = Play()
    for step in history:
        play.do(step)
        play.account.advance(play.now)
        check(play.account, play.now)
    play.account.advance(play.now + LONG_AFTER)
    check(play.account, play.now + LONG_AFTER)
    assert (play.account.balance, play.account.points, play.account.next_at) == (0, 0, None)
    assert not any(sanction.is_open for sanction in play.account.sanctions)


@played(200)
@given(histories(late=True))
def test_settling_again_changes_nothing(history: list[Step]) -> None:
    play = Play()
    for step in history:
        play.do(step)
        play.account.advance(play.now)
        before = written(play.account)
        play.account.advance(play.now)
        assert written(play.account) == before
        assert play.account.next_at is None or play.account.next_at > play.now


@played(400)
@given(histories())
def test_a_standstill_leaves_no_trace(history: list[Step]) -> None:
    """Settled every six hours, or only when somebody comes: the same lines, moves and sanctions."""
    often, seldom = Play(pause=timedelta(hours=6)), Play()
    for step in history:
        often.do(step)
        seldom.do(step)
    for play in (often, seldom):
        play.wait(LONG_AFTER)
        play.account.advance(play.now)
    assert written(often.account) == written(seldom.account)


def written(account: PenaltyAccount) -> object:
    """All that it says."""
    moves = [(each.move, each.then, each.in_force, each.at) for each in account.moves]
    return (account.lines, moves, account.sanctions, account.penalties, account.balance)
