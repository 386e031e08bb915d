"""What points lead to: for each threshold one sanction at most, which cannot outlive its cause.

Two sums matter. What a store *has* are the points of all penalties that stand; what *counts* is
the same without those that an appeal suspends. A sanction is decided when the first reaches its
threshold, and lifted when it falls below. Its clock runs, and it is in force, while what counts
is at the threshold, too: during an appeal it stands still, so that a store which loses the appeal
serves what is left, and not again what it has served.

The thresholds do not know of each other: a store that comes to 24 at once serves the days of 12
and of 24 side by side, and if an appeal takes it back to 12, those of 12 go on. What holds for a
store is the strictest of what is in force.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Literal, Protocol, TypeVar

from disputes.rules.policy import days
from sellers.states import Measure, SanctionEnding


@dataclass(frozen=True)
class Threshold:
    """So many points lead to this: at once or after a notice, for some days or until they fall."""

    points: int
    measure: Measure
    days: int | None = None
    notice_days: int = 0


class ThresholdNumbers(Protocol):
    """What a policy says of thresholds. Days are N x 24 hours, in UTC."""

    warning_points: int
    restrict_points: int
    restrict_days: int
    restrict_longer_points: int
    restrict_longer_days: int
    pause_points: int
    pause_days: int
    close_points: int
    close_notice_days: int


def thresholds(numbers: ThresholdNumbers) -> list[Threshold]:
    """The five of a policy, the mildest first; of several at the same points the last. A closed
    store stays closed until points fall."""
    five = [
        Threshold(numbers.warning_points, Measure.WARNING),
        Threshold(numbers.restrict_points, Measure.RESTRICTED, numbers.restrict_days),
        Threshold(numbers.restrict_longer_points, Measure.RESTRICTED, numbers.restrict_longer_days),
        Threshold(numbers.pause_points, Measure.PAUSED, numbers.pause_days),
        Threshold(numbers.close_points, Measure.CLOSED, notice_days=numbers.close_notice_days),
    ]
    return list({each.points: each for each in five}.values())


@dataclass(frozen=True)
class Schedule:
    """Which thresholds hold when. `versions`, the oldest first: each from its time on."""

    versions: Sequence[tuple[datetime, Sequence[Threshold]]]

    def at(self, now: datetime) -> Sequence[Threshold]:
        """Those in force then; before the first version, the first."""
        started = bisect_right(self.versions, now, key=itemgetter(0))
        return self.versions[max(started - 1, 0)][1]

    @property
    def highest(self) -> int:
        """The most points that any threshold has had."""
        return max(each.points for _since, thresholds in self.versions for each in thresholds)


@dataclass
class AccountSanction:
    """One that was decided, and what it rests on (`because`, the keys of penalties).

    `starts_at` comes after `decided_at` where there is a notice; `begun` says that it has started.
    `interrupted_at` is since when its clock stands.
    """

    points: int
    measure: Measure
    decided_at: datetime
    starts_at: datetime
    ends_at: datetime | None
    because: tuple[int, ...] = ()
    begun: bool = False
    interrupted_at: datetime | None = None
    ended_at: datetime | None = None
    ending: SanctionEnding | Literal[""] = ""

    @classmethod
    def decided(
        cls, threshold: Threshold, now: datetime, because: Iterable[int]
    ) -> "AccountSanction":
        """The threshold was reached now, by these penalties."""
        starts_at = now + days(threshold.notice_days)
        return cls(
            points=threshold.points,
            measure=threshold.measure,
            decided_at=now,
            starts_at=starts_at,
            ends_at=None if threshold.days is None else starts_at + days(threshold.days),
            because=tuple(because),
        )

    @property
    def is_open(self) -> bool:
        """Decided and not ended; it may still be in its notice, or interrupted."""
        return self.ended_at is None

    @property
    def in_force(self) -> bool:
        return self.is_open and self.begun and self.interrupted_at is None

    @property
    def next_at(self) -> datetime | None:
        """When it starts or, having started, when its time is over, if its clock runs."""
        if not self.is_open or self.interrupted_at is not None:
            return None
        return self.ends_at if self.begun else self.starts_at

    def end(self, now: datetime, ending: SanctionEnding) -> None:
        self.ended_at, self.ending, self.interrupted_at = now, ending, None

    def interrupt(self, now: datetime) -> None:
        self.interrupted_at = now

    def resume(self, now: datetime) -> None:
        """The clock runs again; what was still to come is put off by as long as it stood."""
        assert self.interrupted_at is not None, "only what was interrupted goes on"
        stood: timedelta = now - self.interrupted_at
        if not self.begun:
            self.starts_at += stood
        if self.ends_at is not None:
            self.ends_at += stood
        self.interrupted_at = None


class Weighed(Protocol):
    """What can hold for a store: a sanction of these rules, or its row."""

    @property
    def measure(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def in_force(self) -> bool: ...


Holding = TypeVar("Holding", bound=Weighed)


def strictest(sanctions: Iterable[Holding]) -> Holding | None:
    """The one in force that weighs most."""
    measures = Measure.values
    in_force = [each for each in sanctions if each.in_force]
    return max(in_force, key=lambda each: (measures.index(each.measure), each.points), default=None)
