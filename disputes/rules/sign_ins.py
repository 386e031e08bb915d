"""How many wrong passwords are looked at: of an account, from an address, and of the two together.

A count goes up by one with each wrong password, and down by itself with time. What is refused is
not counted, so nobody makes it worse by knocking.

Of one account from one address the waits are hard: from `free` on, each further wrong password is
followed by a wait twice as long as the one before. An address alone is an office or a mobile
network as often as an attacker, so it may fail more often.

The account alone never waits: whoever knows a name and has many addresses could begin each wait
anew, and its owner would never come in. Lots are drawn instead (see `Lottery`), so that the owner
has the same chance as each neighbourhood of those who guess, however fast they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil, exp2


class Scope(StrEnum):
    """What wrong passwords are counted by."""

    PAIR = "pair"  # one account from one address
    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True)
class Limit:
    """`free`: how many are looked at without more ado. The count goes down by one in `forgets`."""

    free: int
    forgets: timedelta

    def left(self, count: float, since: datetime, now: datetime) -> float:
        """What is left of a count."""
        return max(count - max(now - since, timedelta()) / self.forgets, 0.0)

    def wait(self, count: float) -> timedelta:
        """After the wrong password that brought the count here."""
        return timedelta()

    def odds(self, count: float) -> float:
        """That the next password is looked at, where this much is left of the count: 0 to 1."""
        return 1.0


@dataclass(frozen=True)
class Waits(Limit):
    """From `free` on waits: `first`, then each twice as long as the one before, up to `longest`."""

    first: timedelta
    longest: timedelta

    def wait(self, count: float) -> timedelta:
        beyond = ceil(count) - self.free
        if beyond < 0:
            return timedelta()
        return min(self.first * (1 << min(beyond, 20)), self.longest)


@dataclass(frozen=True)
class Lottery(Limit):
    """From `free` on, each neighbourhood (see `neighbourhood_of`) draws a lot in each `forgets`,
    and each further wrong password halves the odds.

    So the count comes to rest where one password in each `forgets` is looked at, however many are
    sent: random early drop, as routers do it (Floyd and Jacobson, 1993). Guesses are bounded by the
    time alone, and beside n neighbourhoods that guess at once another one has a chance of some 1 in
    2 n each time. Addresses are cheap by the block, so a block draws one lot.
    """

    def odds(self, count: float) -> float:
        return min(1.0, exp2(self.free - 1 - count))

    def round_of(self, now: datetime) -> int:
        """The number of the round, in which a lot stays as it is drawn."""
        return (now - _ROUNDS_BEGAN) // self.forgets

    def next_round(self, now: datetime) -> timedelta:
        """How long until new lots are drawn."""
        return self.forgets - (now - _ROUNDS_BEGAN) % self.forgets


_ROUNDS_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
ACCOUNT = Lottery(20, timedelta(seconds=20))
LIMITS: Mapping[Scope, Limit] = {
    Scope.PAIR: Waits(5, timedelta(hours=1), timedelta(seconds=30), timedelta(minutes=15)),
    Scope.ACCOUNT: ACCOUNT,
    Scope.ADDRESS: Waits(50, timedelta(minutes=1), timedelta(minutes=1), timedelta(minutes=15)),
}
# From where somebody has signed in within this time, only that account's own wrong passwords from
# there count: no attack from elsewhere, and no neighbour in the same office, keeps the owner out.
USUAL = timedelta(days=30)
