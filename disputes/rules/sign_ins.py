"""How many wrong passwords are looked at: of an account, from an address, and of the two together.

A count goes up by one with each wrong password, and down by itself with time. From `free` on, each
further one is followed by a wait, twice as long as the one before. What is asked within a wait is
not counted, so nobody makes it longer by knocking.

Of one account from one address the waits are hard. The account alone is only slowed down, by
minutes at most: whoever knows a name must not be able to keep its owner out. An address alone is an
office or a mobile network as often as an attacker, so it may fail more often.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil


class Scope(StrEnum):
    """What wrong passwords are counted by."""

    PAIR = "pair"  # one account from one address
    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True)
class Limit:
    """`free`: the count from which on there are waits. The count goes down by one in `forgets`."""

    free: int
    first: timedelta
    longest: timedelta
    forgets: timedelta

    def wait(self, count: float) -> timedelta:
        """After the wrong password that brought the count here."""
        beyond = ceil(count) - self.free
        if beyond < 0:
            return timedelta()
        return min(self.first * (1 << min(beyond, 20)), self.longest)

    def left(self, count: float, since: datetime, now: datetime) -> float:
        """What is left of a count."""
        return max(count - max(now - since, timedelta()) / self.forgets, 0.0)


LIMITS = {
    Scope.PAIR: Limit(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1)),
    Scope.ACCOUNT: Limit(20, timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=5)),
    Scope.ADDRESS: Limit(50, timedelta(minutes=1), timedelta(minutes=15), timedelta(minutes=1)),
}
# From where somebody has signed in within this time, only that account's own wrong passwords from
# there count: no attack from elsewhere, and no neighbour in the same office, keeps the owner out.
USUAL = timedelta(days=30)


def network_of(peer: str, forwarded_for: str, proxies: int) -> str:
    """The client's IPv4 address, or the /64 of its IPv6 address, which one household has to itself;
    empty where it is not known.

    `peer` is who opened the connection. Behind `proxies` trusted proxies it is the outermost of
    those who knows the client: each appends to X-Forwarded-For whom it got the request from, and
    what stands further to the left was written by the client and may be anything.
    """
    hops = [hop.strip() for hop in forwarded_for.split(",")]
    text = peer if proxies == 0 else hops[-proxies] if len(hops) >= proxies else ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
