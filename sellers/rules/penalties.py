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
class AccountPenalty:
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


class Penalties(dict[int, AccountPenalty]):
    """Penalties by the keys of their acts, in the order in which they were booked."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[int, int] = {}
        # Lists by the code of the rule, in the order of time; without those that were revoked.
        self._kinds: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
        self._repeated_by: defaultdict[int, set[int]] = defaultdict(set)
        self._standing: dict[int, AccountPenalty] = {}
        self._due: list[Due] = []

    def enter(self, penalty: AccountPenalty) -> None:
        """One more, booked after all others."""
        self._places[penalty.key] = len(self._places)
        self[penalty.key] = penalty
        if penalty.state != PenaltyState.REVOKED:
            insort(self._kinds[penalty.code], _moment(penalty))
        if penalty.stands:
            self._standing[penalty.key] = penalty
            heappush(self._due, self.expiry(penalty))
        if penalty.repeats is not None:
            self._repeated_by[penalty.repeats].add(penalty.key)
        if penalty.decide_by is not None:
            heappush(self._due, self.time_out(penalty))

    def open_appeal(self, penalty: AccountPenalty, decide_by: datetime) -> None:
        penalty.decide_by = decide_by
        heappush(self._due, self.time_out(penalty))

    def end(self, penalty: AccountPenalty) -> None:
        """It does not stand any more, as its state says."""
        self._standing.pop(penalty.key, None)
        if penalty.state == PenaltyState.REVOKED:
            kind = self._kinds[penalty.code]
            del kind[bisect_left(kind, _moment(penalty))]

    def repeat(self, penalty: AccountPenalty) -> AccountPenalty | None:
        """Note and return what it repeats now: the latest penalty of its kind before it, within its
        days, that was not revoked."""
        if penalty.repeats is not None:
            self._repeated_by[penalty.repeats].discard(penalty.key)
        kind = self._kinds[penalty.code]
        place = bisect_left(kind, _moment(penalty))
        penalty.repeats = None
        if place and kind[place - 1][0] > penalty.given_at - days(penalty.repeat_days):
            penalty.repeats = kind[place - 1][1]
            self._repeated_by[penalty.repeats].add(penalty.key)
        return None if penalty.repeats is None else self[penalty.repeats]

    def that_repeat(self, penalty: AccountPenalty) -> list[AccountPenalty]:
        """Those that stand and count more because of it."""
        keys = sorted(self._repeated_by[penalty.key], key=self._places.__getitem__)
        return [self[key] for key in keys if key in self._standing]

    @property
    def that_stand(self) -> list[int]:
        """The keys of those that stand."""
        return list(self._standing)

    def next_due(self) -> Due | None:
        """What is due first."""
        while self._due and not self._is_still(self._due[0]):
            heappop(self._due)
        return self._due[0] if self._due else None

    def expiry(self, penalty: AccountPenalty) -> Due:
        return Due(
            penalty.expires_at, self._places[penalty.key], is_time_out=False, key=penalty.key
        )

    def time_out(self, penalty: AccountPenalty) -> Due:
        assert penalty.decide_by is not None, "an appeal is open"
        return Due(penalty.decide_by, self._places[penalty.key], is_time_out=True, key=penalty.key)

    def _is_still(self, due: Due) -> bool:
        penalty = self[due.key]
        return penalty.decide_by == due.at if due.is_time_out else penalty.stands


_moment = attrgetter("given_at", "key")
