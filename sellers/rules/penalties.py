"""The penalties of one account: what is asked of them takes no longer where there are many."""

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from operator import attrgetter
from typing import NamedTuple

from disputes.rules.policy import days
from sellers.states import STANDING, PenaltyState


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


class Due(NamedTuple):
    """An expiry, or the end of the time to decide on an appeal. Of several at the same time the
    penalty that was booked first comes first, and its expiry before the rest."""

    at: datetime
    place: int
    is_time_out: bool
    key: int


class Penalties(dict[int, Held]):
    """Penalties by the keys of their acts, in the order in which they were booked."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[int, int] = {}
        # By the code of the rule, in the order of time; without those that were revoked.
        self._kinds: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
        self._repeated_by: defaultdict[int, set[int]] = defaultdict(set)
        self._standing: dict[int, Held] = {}
        self._due: list[Due] = []

    def enter(self, held: Held) -> None:
        """One more, booked after all others."""
        self._places[held.key] = len(self._places)
        self[held.key] = held
        if held.state != PenaltyState.REVOKED:
            insort(self._kinds[held.code], _moment(held))
        if held.stands:
            self._standing[held.key] = held
            heappush(self._due, self.expiry(held))
        if held.repeats is not None:
            self._repeated_by[held.repeats].add(held.key)
        if held.decide_by is not None:
            heappush(self._due, self.time_out(held))

    def open_appeal(self, held: Held, decide_by: datetime) -> None:
        held.decide_by = decide_by
        heappush(self._due, self.time_out(held))

    def end(self, held: Held) -> None:
        """It does not stand any more, as its state says."""
        self._standing.pop(held.key, None)
        if held.state == PenaltyState.REVOKED:
            kind = self._kinds[held.code]
            del kind[bisect_left(kind, _moment(held))]

    def repeat(self, held: Held) -> Held | None:
        """Note and return what it repeats now: the latest penalty of its kind before it, within its
        days, that was not revoked."""
        if held.repeats is not None:
            self._repeated_by[held.repeats].discard(held.key)
        kind = self._kinds[held.code]
        place = bisect_left(kind, _moment(held))
        held.repeats = None
        if place and kind[place - 1][0] > held.given_at - days(held.repeat_days):
            held.repeats = kind[place - 1][1]
            self._repeated_by[held.repeats].add(held.key)
        return None if held.repeats is None else self[held.repeats]

    def that_repeat(self, held: Held) -> list[Held]:
        """Those that stand and count more because of it."""
        keys = sorted(self._repeated_by[held.key], key=self._places.__getitem__)
        return [self[key] for key in keys if key in self._standing]

    @property
    def standing(self) -> list[int]:
        """The keys of those that stand."""
        return list(self._standing)

    def next_due(self) -> Due | None:
        """What is due first."""
        while self._due and not self._is_still(self._due[0]):
            heappop(self._due)
        return self._due[0] if self._due else None

    def expiry(self, held: Held) -> Due:
        return Due(held.expires_at, self._places[held.key], is_time_out=False, key=held.key)

    def time_out(self, held: Held) -> Due:
        assert held.decide_by is not None, "an appeal is open"
        return Due(held.decide_by, self._places[held.key], is_time_out=True, key=held.key)

    def _is_still(self, due: Due) -> bool:
        held = self[due.key]
        return held.decide_by == due.at if due.is_time_out else held.stands


_moment = attrgetter("given_at", "key")
