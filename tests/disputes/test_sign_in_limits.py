"""Wrong passwords: how many are looked at, what the others are told, and who is not kept out."""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth import authenticate, hashers
from django.db import connection
from django.test import Client

from disputes import clock
from disputes.errors import TooManyAttempts
from disputes.models import SignInCount, User
from disputes.rules.networks import network_of
from disputes.rules.sign_ins import LIMITS, USUAL, Scope
from disputes.verbs import sign_ins
from tests.support.concurrency import start
from tests.support.people import PASSWORD, make_user
from tests.support.workspace import signed_in

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
FREE = {scope: limit.free for scope, limit in LIMITS.items()}


class Still:
    """A clock that stands still: however long a test takes, no wait is over by that."""

    now = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: Still.now)


@pytest.fixture(autouse=True)
def no_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is drawn, so that answers do not depend on names; see test_sign_in_lottery.py."""
    monkeypatch.setattr(sign_ins, "_lot", lambda ticket, now: 0.999)


@contextmanager
def later(by: timedelta) -> Iterator[None]:
    before, Still.now = Still.now, Still.now + by
    yield
    Still.now = before


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is hashed from now on, for an account or for none."""
    seen: list[str] = []
    for name in ("verify_password", "make_password"):
        original = getattr(hashers, name)

        def counted(password: str, *args: Any, _original: Any = original, **kwargs: Any) -> Any:
            seen.append(password)
            return _original(password, *args, **kwargs)

        monkeypatch.setattr(hashers, name, counted)
    monkeypatch.setattr("django.contrib.auth.base_user.make_password", hashers.make_password)
    return seen


def tries(name: str, password: str = "wrong", address: str = HERE, **headers: str) -> Any:
    return Client(REMOTE_ADDR=address, headers=headers).post(
        "/sign-in/", {"username": name, "password": password}
    )


def guess(name: str, times: int, address: Callable[[int], str] = lambda number: HERE) -> list[int]:
    return [tries(name, f"guess {n}", address(n)).status_code for n in range(times)]


def test_the_attack_of_two_hundred(looked_at: list[str]) -> None:
    owner = make_user("supervisor", "Supervisors")
    assert tries(owner.username, PASSWORD, ELSEWHERE).status_code == 302  # where she usually is
    looked_at.clear()
    answers = guess(owner.username, 200)
    assert answers == [200] * FREE[Scope.PAIR] + [429] * (200 - FREE[Scope.PAIR])
    assert looked_at == [f"guess {n}" for n in range(FREE[Scope.PAIR])]
    # From there the right one is not looked at either, for a little while only.
    assert tries(owner.username, PASSWORD).status_code == 429
    assert tries(owner.username, PASSWORD, ELSEWHERE).status_code == 302
    with later(timedelta(seconds=31)):
        assert tries(owner.username, PASSWORD).status_code == 302


def test_it_is_told_in_words_and_nothing_typed_is_lost() -> None:
    owner = make_user("buyer")
    guess(owner.username, FREE[Scope.PAIR])
    answer = tries(owner.username, PASSWORD)
    page = answer.content.decode()
    assert "Too many wrong passwords came for this account, or from your network." in page
    assert "Try again in 30 seconds:" in page
    assert f'value="{owner.username}"' in page
    assert answer["Retry-After"] == "30"
    assert "no-store" in answer["Cache-Control"]


def test_unknown_names_are_answered_alike(looked_at: list[str]) -> None:
    known = make_user("buyer").username
    asleep = make_user("seller")
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    looked_at.clear()
    pages = {}
    for number, name in enumerate((known, asleep.username, "nobody-of-this-name")):
        answers = [tries(name, address=f"198.51.100.{number}") for _ in range(8)]
        pages[name] = [
            (a.status_code, re.sub("csrf.*?>", "", a.content.decode()).replace(name, ""))
            for a in answers
        ]
    assert [status for status, _page in pages[known]] == [200] * 5 + [429] * 3
    assert pages[known] == pages[asleep.username] == pages["nobody-of-this-name"]
    assert len(looked_at) == 3 * FREE[Scope.PAIR]  # as many hashes, as much time


def test_waits_grow_and_are_never_long() -> None:
    owner = make_user("buyer")
    limit, at, waits = LIMITS[Scope.PAIR], timedelta(), []
    guess(owner.username, limit.free)
    for _ in range(8):
        with later(at):
            wait = int(tries(owner.username)["Retry-After"])
            at += timedelta(seconds=wait)
            waits.append(wait)
        with later(at):
            assert tries(owner.username).status_code == 200
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_what_is_refused_makes_no_wait_longer() -> None:
    owner = make_user("buyer")
    guess(owner.username, 60)
    with later(timedelta(seconds=31)):
        assert tries(owner.username, PASSWORD).status_code == 302


def test_many_addresses_slow_an_account_down_and_keep_nobody_out() -> None:
    owner = make_user("arbitrator", "Arbitrators")
    assert tries(owner.username, PASSWORD, ELSEWHERE).status_code == 302
    answers = guess(owner.username, 40, lambda number: f"198.51.100.{number}")
    assert answers == [200] * FREE[Scope.ACCOUNT] + [429] * 20
    assert tries(owner.username, PASSWORD, ELSEWHERE).status_code == 302
    # From an address that nobody knows, the owner waits for a minute at most, as nobody goes on.
    assert tries(owner.username, PASSWORD, "203.0.113.77").status_code == 429
    with later(2 * LIMITS[Scope.ACCOUNT].forgets):
        assert tries(owner.username, PASSWORD, "203.0.113.77").status_code == 302


def test_one_address_that_tries_many_accounts() -> None:
    neighbour = make_user("buyer")
    assert tries(neighbour.username, PASSWORD).status_code == 302
    answers = [tries(f"name-{number}").status_code for number in range(60)]
    assert answers == [200] * FREE[Scope.ADDRESS] + [429] * 10
    # Whoever usually signs in from this office still does.
    assert tries(neighbour.username, PASSWORD).status_code == 302
    assert tries("name-1", address=ELSEWHERE).status_code == 200


def test_a_usual_address_is_one_no_longer_after_a_month() -> None:
    owner = make_user("buyer")
    assert tries(owner.username, PASSWORD).status_code == 302
    with later(USUAL + timedelta(minutes=1)):
        guess(owner.username, FREE[Scope.ACCOUNT] + 5, lambda number: f"203.0.113.{number}")
        assert tries(owner.username, PASSWORD).status_code == 429


def test_the_right_password_counts_nowhere() -> None:
    owner = make_user("buyer")
    for _ in range(FREE[Scope.ACCOUNT] + 5):
        assert tries(owner.username, PASSWORD).status_code == 302
    assert list(SignInCount.objects.values_list("count", "blocked_until")) == [(0, None)] * 3


def test_an_account_of_a_like_name_lifts_no_limit() -> None:
    """Names differ by capitals in the database; whoever writes to it may have made two alike."""
    victim, other = make_user("auditor"), make_user("other")
    User.objects.filter(pk=other.pk).update(username=victim.username.upper())
    answers = []
    for _ in range(3):
        answers += guess(victim.username, 4)
        answers.append(tries(victim.username.upper(), PASSWORD).status_code)
    assert answers == [200] * 4 + [302] + [200] + [429] * 3 + [302] + [429] * 4 + [302]
    assert sign_ins.account_in_log(victim.username) != sign_ins.account_in_log(
        victim.username.upper()
    )


def test_what_a_page_takes_for_one_name_is_one_name() -> None:
    """Django's form writes compatible letters alike (NFKC) before anybody is looked for."""
    owner = make_user("fiona")
    guess(owner.username.replace("fi", "\ufb01"), FREE[Scope.PAIR])
    assert tries(owner.username, PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("proxies", "sent", "counts_together"),
    [
        (0, "192.0.2.{}", True),  # nobody in front: the client may write what it likes
        (1, "192.0.2.{}", False),
        (1, "192.0.2.{}, 192.0.2.200", True),  # what stands before is the client's own word
        (2, "192.0.2.{}, 10.0.0.1", False),
        (1, "2001:db8:1:1::{}", True),  # one household
        (1, "2001:db8:1:{}::1", False),
        (1, "::ffff:192.0.2.200", True),
    ],
)
def test_where_a_request_comes_from(
    settings: LazySettings, proxies: int, sent: str, counts_together: bool
) -> None:
    settings.PROXIES = proxies
    header = {"X-Forwarded-For": sent}
    answers = []
    for number in range(FREE[Scope.PAIR] + 1):
        header["X-Forwarded-For"] = sent.format(number)
        answers.append(tries("somebody", **header).status_code)
    assert answers == [200] * FREE[Scope.PAIR] + [429 if counts_together else 200]


@pytest.mark.parametrize("sent", ["", "unknown", "a.b.c.d", "1.2.3.4:80", "é", "9" * 5000, ",,"])
def test_what_is_no_address_is_none(sent: str) -> None:
    assert network_of("10.0.0.1", sent, 1) == network_of(sent, "", 0) == ""


def test_an_unknown_address_is_not_everybodys() -> None:
    """A proxy that says nothing must not make one crowd of all people: the account alone counts."""
    for number in range(FREE[Scope.ADDRESS] + 5):
        with sign_ins.attempt(f"name-{number}", ""):
            pass
    assert set(SignInCount.objects.values_list("scope", flat=True)) == {Scope.ACCOUNT}
    for _ in range(FREE[Scope.ACCOUNT] - 1):
        with sign_ins.attempt("name-1", ""):
            pass
    with pytest.raises(TooManyAttempts), sign_ins.attempt("name-1", ""):
        pass


def test_the_page_that_changes_a_password_asks_within_the_same_limits(looked_at: list[str]) -> None:
    owner = make_user("arbitrator", "Arbitrators")
    client = signed_in(owner)
    form = {"new_password1": "quite another one", "new_password2": "quite another one"}

    def changes(old: str) -> Any:
        return client.post("/admin/password_change/", form | {"old_password": old})

    looked_at.clear()
    answers = [changes(f"guess {number}").status_code for number in range(8)]
    assert answers == [200] * FREE[Scope.PAIR] + [429] * 3
    assert len(looked_at) == FREE[Scope.PAIR]
    refused = changes(PASSWORD)
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert "Too many wrong passwords" in refused.content.decode()
    with later(timedelta(seconds=31)):
        assert changes(PASSWORD)["Location"] == "/admin/password_change/done/"
    owner.refresh_from_db()
    assert owner.check_password("quite another one")


def test_whatever_else_authenticates_is_limited() -> None:
    owner = make_user("buyer")
    for _ in range(FREE[Scope.ACCOUNT]):
        assert authenticate(username=owner.username, password="wrong") is None
    with pytest.raises(TooManyAttempts):
        authenticate(username=owner.username, password=PASSWORD)


def test_the_log_tells_of_each_by_a_hash(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "disputes.verbs.sign_ins")
    owner = make_user("zebulon")
    guess(owner.username, FREE[Scope.PAIR] + 1)
    with later(timedelta(minutes=1)):
        tries(owner.username, PASSWORD)
    wrong, refused, right = [
        [r for r in caplog.records if r.getMessage().startswith(beginning)]
        for beginning in ("wrong password", "too many wrong", "signed in")
    ]
    assert (len(wrong), len(refused), len(right)) == (FREE[Scope.PAIR], 1, 1)
    assert {record.levelname for record in wrong + refused} == {"WARNING"}
    accounts = {vars(record)["account"] for record in wrong + refused + right}
    assert accounts == {sign_ins.account_in_log(owner.username)}
    text = caplog.text + str(list(SignInCount.objects.values()))
    assert "zebulon" not in text
    assert HERE not in text


def test_what_says_nothing_any_more_is_forgotten() -> None:
    usual, guessed = make_user("buyer"), make_user("buyer")
    tries(usual.username, PASSWORD)
    guess(guessed.username, 3, lambda number: ELSEWHERE)
    assert sign_ins.forget() == 0
    with later(sign_ins.FORGOTTEN + timedelta(minutes=1)):
        assert sign_ins.forget() == 5  # all but that the first one usually comes from there
        assert SignInCount.objects.get().succeeded_at is not None
    with later(USUAL + timedelta(minutes=1)):
        assert sign_ins.forget() == 1


@pytest.mark.usefixtures("committed")
def test_many_at_once_count_like_many_in_turn(
    looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_ins, "PATIENCE", 60)  # seconds: it is their number that counts here
    owner = make_user("supervisor", "Supervisors")
    looked_at.clear()
    begin = threading.Barrier(12)

    def one(number: int) -> int:
        begin.wait()
        try:
            return int(tries(owner.username, f"guess {number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = sorted(pool.map(one, range(12)))
    assert answers == [200] * FREE[Scope.PAIR] + [429] * 7
    assert len(looked_at) == FREE[Scope.PAIR]


@pytest.mark.usefixtures("committed")
def test_few_passwords_are_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others wait, not too many, and the rest is told to come back."""
    monkeypatch.setattr(sign_ins, "_slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr(sign_ins, "_places", threading.BoundedSemaphore(2))
    monkeypatch.setattr(sign_ins, "PATIENCE", 0.3)
    with sign_ins.attempt("somebody", HERE), ThreadPoolExecutor(2) as pool:
        waiting = [start(pool, lambda: tries("name", address=ELSEWHERE)) for _ in range(2)]
        answers: list[Any] = [each.result() for each in waiting]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert "Too many people are signing in" in answers[0].content.decode()
    assert not SignInCount.objects.filter(scope=Scope.ADDRESS, count__gt=1).exists()
    assert tries("name").status_code == 200  # every place was given back
