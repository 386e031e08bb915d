"""Wrong passwords from ever new addresses: they are bounded by the time, and the owner comes in."""

import statistics
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import pytest
from django.conf import LazySettings
from django.contrib.auth import hashers
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disputes import clock
from disputes.errors import TooManyAttempts
from disputes.rules.networks import network_of
from disputes.rules.sign_ins import ACCOUNT
from disputes.verbs import sign_ins
from tests.support.people import PASSWORD, make_user
from tests.support.rows import everything

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ROUND = ACCOUNT.forgets


class Attack:
    """From so many neighbourhoods somebody guesses in each round, until refused, from another
    address of it each time; then the owner asks."""

    def __init__(self, neighbourhoods: int, hours: int) -> None:
        draw = Random(20).random  # lots are as good as random: a keyed hash
        self.guesses, left, at = 0, 0.0, BEGAN
        self.owner: list[bool] = []
        for number in range(timedelta(hours=hours) // ROUND):
            now = BEGAN + number * ROUND
            for _neighbourhood in range(neighbourhoods):
                lot = draw()
                while lot < ACCOUNT.odds(current := ACCOUNT.left(left, at, now)):
                    self.guesses, left, at = self.guesses + 1, current + 1, now
            self.owner.append(draw() < ACCOUNT.odds(ACCOUNT.left(left, at, now)))

    @property
    def waits(self) -> list[int]:
        """Seconds until the owner is looked at, whatever round the first attempt is in."""
        found = []
        rounds: int | None = None
        for drawn in reversed(self.owner):
            rounds = 0 if drawn else None if rounds is None else rounds + 1
            if rounds is not None:
                found.append(rounds * ROUND.seconds)
        return sorted(found)


# The table of docs/operations.md: neighbourhoods at once, hours, guesses, then what the owner
# waits, in seconds, in the median and in 19 of 20 cases.
FIGURES = [
    (1, 24, 4340, 40, 240),
    (2, 24, 4342, 80, 380),
    (5, 24, 4343, 200, 880),
    (10, 24, 4342, 360, 1900),
    (30, 24, 4344, 1200, 6360),
    (100, 24, 4347, 3760, 14960),
]


@pytest.mark.parametrize(("neighbourhoods", "hours", "guesses", "median", "most"), FIGURES)
def test_the_figures_of_the_manual(
    neighbourhoods: int, hours: int, guesses: int, median: int, most: int
) -> None:
    attack = Attack(neighbourhoods, hours)
    waits = attack.waits
    assert attack.guesses == guesses
    assert statistics.median(waits) == median
    assert waits[len(waits) * 19 // 20] == most
    # One in each round, the first 20, and as many more as neighbourhoods can be halved.
    assert attack.guesses <= timedelta(hours=hours) // ROUND + 20 + neighbourhoods.bit_length() + 6


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> list[datetime]:
    """A clock that moves when the test says so; lots are those of one secret."""
    settings.SECRET_KEY = "the lots of this test"
    monkeypatch.setitem(_networks, "next", count())
    times = [BEGAN]
    monkeypatch.setattr(clock, "now", lambda: times[-1])
    return times


_networks = {"next": count()}


def new_address() -> str:
    number = next(_networks["next"])
    return f"10.{number // 256}.{number % 256}.7"  # each in a neighbourhood of its own


def looked_at(name: str, address: str, *, right: bool = False) -> bool:
    try:
        with sign_ins.attempt(name, address) as attempt:
            attempt.right = right
    except TooManyAttempts:
        return False
    return True


def owner_waits(name: str, now: list[datetime], rounds: int) -> Iterator[tuple[int, int]]:
    """Guesses from three new addresses in each round, then the owner from a new one until drawn:
    how many guesses were looked at, and how long the owner waited in rounds."""
    at_home, waited = new_address(), 0
    for _ in range(rounds):
        now.append(now[-1] + ROUND)
        guesses = sum(looked_at(name, new_address()) for _ in range(3))
        if looked_at(name, at_home, right=True):
            yield guesses, waited
            at_home, waited = new_address(), 0
        else:
            waited += 1
            yield guesses, -1


@pytest.mark.django_db
def test_ever_new_addresses_do_not_keep_the_owner_out(now: list[datetime]) -> None:
    """Before, a guess at the end of each wait did: 490 of 490 attempts in eight hours."""
    for _ in range(40):
        looked_at("owner", new_address())
    told = list(owner_waits("owner", now, rounds=180))  # an hour
    waits = [waited for _guesses, waited in told if waited >= 0]
    assert sum(guesses for guesses, _waited in told) <= 180 + 10
    assert (len(waits), statistics.median(waits), max(waits)) == (37, 2, 19)


@pytest.mark.django_db
def test_who_is_not_drawn_is_told_so_and_costs_next_to_nothing(
    now: list[datetime],
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    owner = make_user("owner")
    lots = [0.0]
    monkeypatch.setattr(sign_ins, "_lot", lambda ticket, now: lots[0])
    for _ in range(ACCOUNT.free + 3):
        assert looked_at(owner.username, new_address())
    lots[0] = 0.1  # the odds are less than 1 in 13 by now
    monkeypatch.setattr(hashers, "verify_password", None)
    now.append(now[-1] + timedelta(seconds=5))
    before = everything()
    with django_assert_num_queries(1):
        answer = Client(REMOTE_ADDR=new_address()).post(
            "/sign-in/", {"username": owner.username, "password": PASSWORD}
        )
    assert (answer.status_code, answer["Retry-After"]) == (429, "15")
    page = answer.content.decode()
    assert "it is drawn by lot, and yours was not. You have another chance in 15 seconds" in page
    assert everything() == before
    monkeypatch.undo()


def test_a_lot_stays_as_it_is_drawn_for_a_round(now: list[datetime]) -> None:
    """To ask more often in a round helps nobody; the next round has other lots."""

    def lot(name: str, address: str, at: datetime = BEGAN) -> float:
        return sign_ins._lot(sign_ins._ticket(name, network_of(address, "", 0)), at)

    first = lot("owner", "198.51.100.7")
    assert 0 <= first < 1
    assert first == lot("owner", "198.51.100.7", BEGAN + ROUND - timedelta(microseconds=1))
    assert first == lot("owner", "198.51.100.200")  # whoever rents a block has one lot
    others = {
        lot("owner", "198.51.100.7", BEGAN + ROUND),
        lot("another", "198.51.100.7"),
        lot("owner", "198.51.101.7"),
        lot("owner", "2001:db8:1:1::1"),
        lot("owner", ""),
    }
    assert len(others | {first}) == 6
    assert lot("owner", "2001:db8:1:1::1") == lot("owner", "2001:db8:1:2::1")
    assert lot("owner", "2001:db8:1:1::1") != lot("owner", "2001:db8:2:1::1")


@pytest.mark.django_db
def test_one_who_rents_a_block_keeps_nobody_out(now: list[datetime]) -> None:
    """However many addresses of it ask in each round, until one is refused."""
    guesses, in_at_once = 0, 0
    for number in range(90):  # half an hour
        now.append(now[-1] + ROUND)
        for address in range(256):
            if not looked_at("owner", f"203.0.{number % 2}.{address}"):
                break
            guesses += 1
        in_at_once += looked_at("owner", new_address(), right=True)
    assert guesses <= 90 + ACCOUNT.free + 10
    assert in_at_once == 45
