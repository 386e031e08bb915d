"""What holds of every account, however it came about; told from what it has written alone."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from disputes.rules.policy import days
from sellers.rules.account import AccountEntry, PenaltyAccount, SanctionMoved
from sellers.rules.sanctions import AccountSanction
from sellers.states import EntryKind, Measure, PenaltyState, SanctionEnding, SanctionMove

NO_TIME = timedelta()
# What the last line about a penalty says of it.
_LEADS_TO = {
    EntryKind.GIVEN: {PenaltyState.LIVE},
    EntryKind.SUSPENDED: {PenaltyState.SUSPENDED},
    EntryKind.RESUMED: {PenaltyState.LIVE},
    EntryKind.REDUCED: {PenaltyState.LIVE, PenaltyState.SUSPENDED, PenaltyState.EXPIRED},
    EntryKind.REVOKED: {PenaltyState.REVOKED},
    EntryKind.EXPIRED: {PenaltyState.EXPIRED},
}
# What can come before each move of a sanction.
_AFTER: dict[SanctionMove, set[SanctionMove]] = {
    SanctionMove.DECIDED: set(),
    SanctionMove.STARTED: {SanctionMove.DECIDED, SanctionMove.RESUMED},
    SanctionMove.INTERRUPTED: {SanctionMove.DECIDED, SanctionMove.STARTED, SanctionMove.RESUMED},
    SanctionMove.RESUMED: {SanctionMove.INTERRUPTED},
    SanctionMove.ENDED: {
        SanctionMove.DECIDED,
        SanctionMove.STARTED,
        SanctionMove.INTERRUPTED,
        SanctionMove.RESUMED,
    },
}


def check(account: PenaltyAccount, now: datetime) -> None:
    """All of them."""
    check_balance(account)
    check_each_act_counts_once(account)
    check_repetitions(account)
    check_time(account)
    check_sanctions(account, now)


def check_balance(account: PenaltyAccount) -> None:
    """It is the replay of the ledger and the sum of what counts, and never below zero."""
    balance = 0
    for line in account.lines:
        balance += line.points
        assert line.balance == balance >= 0
    live = [held for held in account.penalties.values() if held.state == PenaltyState.LIVE]
    assert account.balance == balance == sum(held.points for held in live)


def check_each_act_counts_once(account: PenaltyAccount) -> None:
    lines: dict[int, list[AccountEntry]] = defaultdict(list)
    for line in account.lines:
        lines[line.penalty].append(line)
    assert lines.keys() == account.penalties.keys()
    for key, held in account.penalties.items():
        kinds = [line.kind for line in lines[key]]
        assert kinds.index(EntryKind.GIVEN) == 0
        for once in (EntryKind.GIVEN, EntryKind.EXPIRED, EntryKind.REVOKED):
            assert kinds.count(once) <= 1
        if EntryKind.REVOKED in kinds:
            assert kinds[-1] == EntryKind.REVOKED
        assert held.state in _LEADS_TO[kinds[-1]]
        counts = sum(line.points for line in lines[key])
        assert counts == (held.points if held.state == PenaltyState.LIVE else 0)


def check_repetitions(account: PenaltyAccount) -> None:
    """What counts more than its rule says repeats something that was not revoked since."""
    for held in account.penalties.values():
        if held.stands and held.points > held.base:
            assert held.repeats is not None
            earlier = account.penalties[held.repeats]
            assert (earlier.code, earlier.state == PenaltyState.REVOKED) == (held.code, False)
            assert NO_TIME <= held.given_at - earlier.given_at < days(held.repeat_days)
            assert held.points <= held.base * held.repeat_factor


def check_time(account: PenaltyAccount) -> None:
    """It never goes back: neither in the ledger, nor in what the marketplace is told."""
    for times in ([line.at for line in account.lines], [moved.at for moved in account.moves]):
        assert times == sorted(times)
        assert all(at <= account.at for at in times)


def check_sanctions(account: PenaltyAccount, now: datetime) -> None:
    """None outlives its cause, and each lasts as long as was decided."""
    moves: dict[int, list[SanctionMoved]] = defaultdict(list)
    for moved in account.moves:
        moves[id(moved.sanction)].append(moved)
    open_ones = [sanction for sanction in account.sanctions if sanction.is_open]
    thresholds = [sanction.points for sanction in open_ones]
    assert len(thresholds) == len(set(thresholds))
    assert all(points <= account.points for points in thresholds)
    for sanction in open_ones:
        stands_still = sanction.interrupted_at is not None
        assert stands_still == (account.balance < sanction.points)
    for sanction in account.sanctions:
        _check_sanction(account, sanction, moves[id(sanction)], now)
    _check_in_force(account)


def _check_sanction(
    account: PenaltyAccount, sanction: AccountSanction, moves: list[SanctionMoved], now: datetime
) -> None:
    kinds = [moved.move for moved in moves]
    assert kinds[0] == SanctionMove.DECIDED
    assert all(before in _AFTER[after] for before, after in pairwise(kinds))
    assert (kinds[-1] == SanctionMove.ENDED) == (not sanction.is_open)
    assert kinds.count(SanctionMove.STARTED) == sanction.begun
    assert (sanction.interrupted_at is None) == (kinds[-1] != SanctionMove.INTERRUPTED)
    assert (moves[0].at, moves[-1].at if sanction.ended_at else None) == (
        sanction.decided_at,
        sanction.ended_at,
    )
    if sanction.ending == SanctionEnding.LIFTED:
        fell = {EntryKind.EXPIRED, EntryKind.REVOKED, EntryKind.REDUCED}
        assert any(line.at == sanction.ended_at and line.kind in fell for line in account.lines)
    _check_length(account, sanction, moves, now)


def _check_length(
    account: PenaltyAccount, sanction: AccountSanction, moves: list[SanctionMoved], now: datetime
) -> None:
    """How long its notice and then the sanction itself ran, but for the time it stood still."""
    length = _length(account, sanction)
    notice = ran = NO_TIME
    for moved, after in zip(moves, [*(each.at for each in moves[1:]), now], strict=True):
        if moved.move in (SanctionMove.DECIDED, SanctionMove.RESUMED) and not moved.then.begun:
            notice += after - moved.at
        elif moved.move in (SanctionMove.STARTED, SanctionMove.RESUMED):
            ran += after - moved.at
    if sanction.begun:
        assert notice == _notice(account, sanction)
    if length is not None:
        assert ran <= length
        assert (ran == length) >= (sanction.ending == SanctionEnding.SERVED)
    else:
        assert sanction.ending != SanctionEnding.SERVED


def _length(account: PenaltyAccount, sanction: AccountSanction) -> timedelta | None:
    lasts = _threshold(account, sanction)[0]
    return None if lasts is None else days(lasts)


def _notice(account: PenaltyAccount, sanction: AccountSanction) -> timedelta:
    return days(_threshold(account, sanction)[1])


def _threshold(account: PenaltyAccount, sanction: AccountSanction) -> tuple[int | None, int]:
    """The days and the notice of its threshold when it was decided."""
    found = {each.points: each for each in account.schedule.at(sanction.decided_at)}
    threshold = found[sanction.points]
    assert threshold.measure == sanction.measure
    return threshold.days, threshold.notice_days


def _check_in_force(account: PenaltyAccount) -> None:
    """Each move says what held then: the strictest of those that had started and ran."""
    measures, running = list(Measure), dict[int, Measure]()
    for moved in account.moves:
        key = id(moved.sanction)
        if moved.move == SanctionMove.STARTED or (
            moved.move == SanctionMove.RESUMED and moved.then.begun
        ):
            running[key] = Measure(moved.sanction.measure)
        elif moved.move in (SanctionMove.INTERRUPTED, SanctionMove.ENDED):
            running.pop(key, None)
        strictest = max(running.values(), key=measures.index, default=None)
        assert moved.in_force == strictest
