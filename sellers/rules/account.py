"""The ledger of one store in memory: whatever changes its points goes through here.

Everything is done at the time at which it is due, in the order of time, whenever somebody gets
round to it: after three days of standstill the ledger reads as if there had been none.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter

from sellers.rules.penalties import AccountPenalty, Due, Penalties
from sellers.rules.sanctions import AccountSanction, Schedule, strictest
from sellers.states import EntryKind, Measure, PenaltyState, SanctionEnding, SanctionMove


@dataclass(frozen=True)
class AccountEntry:
    """One new entry: what happened to a penalty, the points that it moved, and the balance then."""

    kind: EntryKind
    penalty: int
    points: int
    balance: int
    at: datetime


@dataclass(frozen=True)
class SanctionMoved:
    """Something that happened to a sanction, for the marketplace: the sanction as it was then, and
    the strictest measure that was in force then, if any was."""

    move: SanctionMove
    sanction: AccountSanction
    then: AccountSanction
    in_force: Measure | None
    at: datetime


@dataclass
class PenaltyAccount:
    """What one store has. `at` is the time of what happened last: nothing comes before it, even if
    it is noted late. `balance` are the points that count, `suspended` those that appeals suspend.

    `penalties` holds those that matter for what is to be done, of a large store not all: those that
    are due, that may be lowered, or that one more of the same kind could repeat; and wherever a
    threshold could be reached, all that stand. `sanctions` are those that have not ended. `stop` is
    what is due behind all that is known, if there is more: time stands still before it. What was
    added is in `lines` and `moves`, in order.
    """

    schedule: Schedule
    at: datetime
    balance: int = 0
    suspended: int = 0
    penalties: Penalties = field(default_factory=Penalties)
    sanctions: list[AccountSanction] = field(default_factory=list)
    lines: list[AccountEntry] = field(default_factory=list)
    moves: list[SanctionMoved] = field(default_factory=list)
    stop: Due | None = None
    _open: list[AccountSanction] = field(default_factory=list)

    @property
    def points(self) -> int:
        """What the store has: with the points that an appeal suspends."""
        return self.balance + self.suspended

    @property
    def next_at(self) -> datetime | None:
        """When something is due next, of what is known."""
        due, coming = self.penalties.next_due(), self._next_sanction()
        return min((each[0] for each in (due, coming) if each), default=None)

    def keep(self, sanction: AccountSanction) -> None:
        """The store has this sanction, which has not ended."""
        self.sanctions.append(sanction)
        self._open.append(sanction)

    def book(self, penalty: AccountPenalty) -> None:
        """A penalty enters the ledger; doubled if it repeats another of its kind."""
        at = max(penalty.given_at, self.at)
        self.advance(at)
        basis = self.penalties.repeat(penalty)
        penalty.points = penalty.base * (1 if basis is None else penalty.repeat_factor)
        had = self.points
        self.penalties.enter(penalty)
        self._write(EntryKind.GIVEN, penalty, penalty.points, at, had)

    def copy(self) -> "PenaltyAccount":
        """The same account, to try something on it, without what was written so far."""
        account = PenaltyAccount(
            self.schedule, self.at, self.balance, self.suspended, stop=self.stop
        )
        for each in self.penalties.values():
            account.penalties.enter(replace(each))
        for sanction in self._open:
            account.keep(replace(sanction))
        return account

    def advance(self, until: datetime) -> bool:
        """Do all that is due by then, each at its time. No: something before is not known yet."""
        while True:
            due, coming = self.penalties.next_due(), self._next_sanction()
            # At the same time, penalties go first.
            if coming is not None and (due is None or coming[0] < due.at):
                moves_at, sanction = coming
                if moves_at > until:
                    return True
                self._start_or_end(sanction, max(moves_at, self.at))
            elif due is None or due.at > until:
                return True
            elif self.stop is not None and due >= self.stop:
                return False
            else:
                self._do(due)

    def open_appeal(self, key: int, at: datetime, *, decide_by: datetime, suspend: bool) -> None:
        """Somebody has to decide on this penalty; until then it does not count, if so `suspend`."""
        penalty = self.penalties[key]
        self.penalties.open_appeal(penalty, decide_by)
        if suspend and penalty.state == PenaltyState.LIVE:
            self._change(EntryKind.SUSPENDED, penalty, max(at, self.at), PenaltyState.SUSPENDED)

    def decide(self, key: int, at: datetime, *, points: int) -> None:
        """The appeal, or a supervisor without one, leaves so many points of it; none revokes it."""
        penalty, at = self.penalties[key], max(at, self.at)
        penalty.decide_by = None
        if points == 0:
            self._revoke(penalty, at)
            return
        if points < penalty.points:
            self._reduce(penalty, points, at)
        if penalty.state == PenaltyState.SUSPENDED:
            self._change(EntryKind.RESUMED, penalty, at, PenaltyState.LIVE)

    def _do(self, due: Due) -> None:
        """It expires; or nobody has decided on the appeal in time, so that it is for the store."""
        penalty, at = self.penalties[due.key], max(due.at, self.at)
        if due.is_time_out:
            self.decide(penalty.key, at, points=0)
        else:
            self._change(EntryKind.EXPIRED, penalty, at, PenaltyState.EXPIRED)

    def _next_sanction(self) -> tuple[datetime, AccountSanction] | None:
        """When a sanction starts or ends next, and which."""
        coming = [(each.next_at, each) for each in self._open if each.next_at is not None]
        return min(coming, key=itemgetter(0), default=None)

    def _start_or_end(self, sanction: AccountSanction, at: datetime) -> None:
        """It starts, or has lasted as long as it should."""
        if sanction.begun:
            self._end(sanction, at, SanctionEnding.SERVED)
        else:
            self._start(sanction, at)

    def _revoke(self, penalty: AccountPenalty, at: datetime) -> None:
        """What was doubled because of it is no repetition any more."""
        self._change(EntryKind.REVOKED, penalty, at, PenaltyState.REVOKED)
        for other in self.penalties.that_repeat(penalty):
            basis = self.penalties.repeat(other)
            if basis is None and other.points > other.base:
                self._reduce(other, other.base, at)

    def _reduce(self, penalty: AccountPenalty, points: int, at: datetime) -> None:
        self._change(EntryKind.REDUCED, penalty, at, penalty.state, points)

    def _change(
        self,
        kind: EntryKind,
        penalty: AccountPenalty,
        at: datetime,
        state: PenaltyState,
        points: int | None = None,
    ) -> None:
        """Its state, or its points if they are given."""
        had, counted, suspended = self.points, self._counted(penalty), self._suspended(penalty)
        penalty.state = state
        if points is not None:
            penalty.points = points
        if not penalty.stands:
            self.penalties.end(penalty)
        self.suspended += self._suspended(penalty) - suspended
        self._write(kind, penalty, self._counted(penalty) - counted, at, had)

    def _counted(self, penalty: AccountPenalty) -> int:
        return penalty.points if penalty.state == PenaltyState.LIVE else 0

    def _suspended(self, penalty: AccountPenalty) -> int:
        return penalty.points if penalty.state == PenaltyState.SUSPENDED else 0

    def _write(
        self, kind: EntryKind, penalty: AccountPenalty, points: int, at: datetime, had: int
    ) -> None:
        """`had` is what the store had before."""
        self.at = at
        self.balance += points
        self.lines.append(AccountEntry(kind, penalty.key, points, self.balance, at))
        self._weigh(at, had)

    def _weigh(self, at: datetime, had: int) -> None:
        """The sanctions follow; see `sanctions`."""
        has = self.points
        for sanction in list(self._open):
            if has < sanction.points:
                self._end(sanction, at, SanctionEnding.LIFTED)
        for threshold in self.schedule.at(at):
            if had < threshold.points <= has:
                self.keep(
                    sanction := AccountSanction.decided(threshold, at, self.penalties.that_stand)
                )
                self._record(SanctionMove.DECIDED, sanction, at)
        for sanction in list(self._open):
            self._run_clock(sanction, at)

    def _run_clock(self, sanction: AccountSanction, at: datetime) -> None:
        """Its clock runs while what counts is at its threshold."""
        counts = self.balance >= sanction.points
        if not counts and sanction.interrupted_at is None:
            sanction.interrupt(at)
            self._record(SanctionMove.INTERRUPTED, sanction, at)
        elif counts and sanction.interrupted_at is not None:
            sanction.resume(at)
            self._record(SanctionMove.RESUMED, sanction, at)
        if sanction.next_at is not None and not sanction.begun and sanction.starts_at <= at:
            self._start(sanction, at)

    def _start(self, sanction: AccountSanction, at: datetime) -> None:
        sanction.begun = True
        self._record(SanctionMove.STARTED, sanction, at)

    def _end(self, sanction: AccountSanction, at: datetime, ending: SanctionEnding) -> None:
        sanction.end(at, ending)
        # Told apart by identity: two can say the same.
        self._open = [each for each in self._open if each is not sanction]
        self._record(SanctionMove.ENDED, sanction, at)

    def _record(self, move: SanctionMove, sanction: AccountSanction, at: datetime) -> None:
        self.at = at
        now = strictest(self._open)
        in_force = None if now is None else now.measure
        self.moves.append(SanctionMoved(move, sanction, replace(sanction), in_force, at))
