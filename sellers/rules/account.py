"""The ledger of one store in memory: whatever changes its points goes through here.

Everything is done at the time at which it is due, in the order of time, whenever somebody gets
round to it: after three days of standstill the ledger reads as if there had been none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from disputes.rules.policy import days
from sellers.rules.sanctions import Sanction, Schedule, strictest
from sellers.states import STANDING, Ending, EntryKind, Measure, Move, PenaltyState


@dataclass
class Held:
    """A penalty as the ledger holds it, known by the key of its act.

    `points` is what it counts while it is live; `base` the same without a doubling, `repeats` the
    earlier penalty because of which it was doubled. `code` is the rule's, since a rule is repeated
    whatever its version; `decide_by` is set while an appeal is open.
    """

    key: int
    code: str
    base: int
    given_at: datetime
    expires_at: datetime
    repeat_days: int = 0
    repeat_factor: int = 1
    points: int = 0
    state: PenaltyState = PenaltyState.LIVE
    repeats: int | None = None
    decide_by: datetime | None = None

    @property
    def stands(self) -> bool:
        """Neither revoked nor expired."""
        return self.state in STANDING


@dataclass(frozen=True)
class Line:
    """One new entry: what happened to a penalty, the points that it moved, and the balance then."""

    kind: EntryKind
    penalty: int
    points: int
    balance: int
    at: datetime


@dataclass(frozen=True)
class Moved:
    """Something that happened to a sanction, for the marketplace: the sanction as it was then, and
    the strictest measure that was in force then, if any was."""

    move: Move
    sanction: Sanction
    then: Sanction
    in_force: Measure | None
    at: datetime


@dataclass(frozen=True)
class Cost:
    """What one more penalty would come to: its points, more where it `repeated` one of its kind,
    what would count then, and the strictest sanction that it would lead to, if any."""

    points: int
    repeated: bool
    balance: int
    sanction: Sanction | None


@dataclass
class Account:
    """What one store has. `at` is the time of what happened last: nothing comes before it, even if
    it is noted late.

    `penalties` holds those that stand, and those from before that one more of the same kind could
    repeat; `sanctions` those that have not ended. What was added is in `lines` and `moves`, in
    order.
    """

    schedule: Schedule
    at: datetime
    balance: int = 0
    penalties: dict[int, Held] = field(default_factory=dict)
    sanctions: list[Sanction] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)

    @property
    def points(self) -> int:
        """What the store has: with the points that an appeal suspends."""
        return sum(held.points for held in self.penalties.values() if held.stands)

    @property
    def next_at(self) -> datetime | None:
        """When something is due next."""
        return min((at for at, _do in self._due()), default=None)

    def book(self, held: Held) -> None:
        """A penalty enters the ledger; doubled if it repeats another of its kind."""
        at = max(held.given_at, self.at)
        self.advance(at)
        basis = self._basis(held)
        held.repeats = None if basis is None else basis.key
        held.points = held.base * (1 if basis is None else held.repeat_factor)
        had = self.points
        self.penalties[held.key] = held
        self._write(EntryKind.GIVEN, held, held.points, at, had)

    def foresee(self, held: Held) -> Cost:
        """What it would come to if this were booked; nothing changes."""
        # Not what was written so far, which may be long.
        account = replace(
            self,
            penalties={key: replace(each) for key, each in self.penalties.items()},
            sanctions=[replace(each) for each in self.sanctions],
            lines=[],
            moves=[],
        )
        known = len(self.sanctions)
        account.book(held := replace(held))
        return Cost(
            points=held.points,
            repeated=held.points > held.base,
            balance=account.balance,
            sanction=max(
                account.sanctions[known:], key=lambda sanction: sanction.points, default=None
            ),
        )

    def advance(self, until: datetime) -> None:
        """Do all that is due by then, each at its time."""
        while True:
            due = min(self._due(), key=lambda each: each[0], default=None)
            if due is None or due[0] > until:
                break
            at, do = due
            do(max(at, self.at))

    def open_appeal(self, key: int, at: datetime, *, decide_by: datetime, suspend: bool) -> None:
        """Somebody has to decide on this penalty; until then it does not count, if so `suspend`."""
        held = self.penalties[key]
        held.decide_by = decide_by
        if suspend and held.state == PenaltyState.LIVE:
            had = self.points
            held.state = PenaltyState.SUSPENDED
            self._write(EntryKind.SUSPENDED, held, -held.points, max(at, self.at), had)

    def decide(self, key: int, at: datetime, *, points: int) -> None:
        """The appeal, or a supervisor without one, leaves so many points of it; none revokes it."""
        held, at = self.penalties[key], max(at, self.at)
        held.decide_by = None
        if points == 0:
            self._revoke(held, at)
            return
        if points < held.points:
            self._reduce(held, points, at)
        if held.state == PenaltyState.SUSPENDED:
            had = self.points
            held.state = PenaltyState.LIVE
            self._write(EntryKind.RESUMED, held, held.points, at, had)

    def _due(self) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
        for held in self.penalties.values():
            if held.stands:
                yield held.expires_at, self._expiry(held)
            if held.decide_by is not None:
                yield held.decide_by, self._time_out(held)
        for sanction in self.sanctions:
            if sanction.next_at is not None:
                yield sanction.next_at, self._turn(sanction)

    def _expiry(self, held: Held) -> Callable[[datetime], None]:
        def expire(at: datetime) -> None:
            had, counted = self.points, self._counted(held)
            held.state = PenaltyState.EXPIRED
            self._write(EntryKind.EXPIRED, held, -counted, at, had)

        return expire

    def _time_out(self, held: Held) -> Callable[[datetime], None]:
        """Nobody has decided in time: for the store."""

        def grant(at: datetime) -> None:
            self.decide(held.key, at, points=0)

        return grant

    def _turn(self, sanction: Sanction) -> Callable[[datetime], None]:
        """It starts, or has lasted as long as it should."""

        def turn(at: datetime) -> None:
            if sanction.begun:
                self._end(sanction, at, Ending.SERVED)
            else:
                self._start(sanction, at)

        return turn

    def _revoke(self, held: Held, at: datetime) -> None:
        """What was doubled because of it is no repetition any more."""
        had, counted = self.points, self._counted(held)
        held.state = PenaltyState.REVOKED
        self._write(EntryKind.REVOKED, held, -counted, at, had)
        for other in self.penalties.values():
            if other.repeats != held.key or not other.stands:
                continue
            basis = self._basis(other)
            other.repeats = None if basis is None else basis.key
            if basis is None and other.points > other.base:
                self._reduce(other, other.base, at)

    def _reduce(self, held: Held, points: int, at: datetime) -> None:
        had, counted = self.points, self._counted(held)
        held.points = points
        self._write(EntryKind.REDUCED, held, self._counted(held) - counted, at, had)

    def _basis(self, held: Held) -> Held | None:
        """The latest penalty of its kind before it, within its days, that was not revoked."""
        since = held.given_at - days(held.repeat_days)
        earlier = [
            other
            for other in self.penalties.values()
            if other.code == held.code
            and other.state != PenaltyState.REVOKED
            and since < other.given_at
            and (other.given_at, other.key) < (held.given_at, held.key)
        ]
        return max(earlier, key=lambda other: (other.given_at, other.key), default=None)

    def _counted(self, held: Held) -> int:
        return held.points if held.state == PenaltyState.LIVE else 0

    def _write(self, kind: EntryKind, held: Held, points: int, at: datetime, had: int) -> None:
        """`had` is what the store had before."""
        self.at = at
        self.balance += points
        self.lines.append(Line(kind, held.key, points, self.balance, at))
        self._weigh(at, had)

    def _weigh(self, at: datetime, had: int) -> None:
        """The sanctions follow; see `sanctions`."""
        has = self.points
        for sanction in self._open():
            if has < sanction.points:
                self._end(sanction, at, Ending.LIFTED)
        for threshold in self.schedule.at(at):
            if had < threshold.points <= has:
                because = (held.key for held in self.penalties.values() if held.stands)
                sanction = Sanction.decided(threshold, at, because)
                self.sanctions.append(sanction)
                self._note(Move.DECIDED, sanction, at)
        for sanction in self._open():
            self._hold(sanction, at)

    def _hold(self, sanction: Sanction, at: datetime) -> None:
        """Its clock runs while what counts is at its threshold."""
        counts = self.balance >= sanction.points
        if not counts and sanction.interrupted_at is None:
            sanction.interrupt(at)
            self._note(Move.INTERRUPTED, sanction, at)
        elif counts and sanction.interrupted_at is not None:
            sanction.resume(at)
            self._note(Move.RESUMED, sanction, at)
        if sanction.next_at is not None and not sanction.begun and sanction.starts_at <= at:
            self._start(sanction, at)

    def _start(self, sanction: Sanction, at: datetime) -> None:
        sanction.begun = True
        self._note(Move.STARTED, sanction, at)

    def _end(self, sanction: Sanction, at: datetime, ending: Ending) -> None:
        sanction.end(at, ending)
        self._note(Move.ENDED, sanction, at)

    def _note(self, move: Move, sanction: Sanction, at: datetime) -> None:
        self.at = at
        now = strictest(self.sanctions)
        in_force = None if now is None else now.measure
        self.moves.append(Moved(move, sanction, replace(sanction), in_force, at))

    def _open(self) -> list[Sanction]:
        return [sanction for sanction in self.sanctions if sanction.is_open]
