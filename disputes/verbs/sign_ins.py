"""Signing in is limited: whose password is looked at now, and what is remembered of wrong ones.

Our own, since django-axes (8.3) has one limit for accounts and addresses alike, counts after it has
looked, so that many at once pass, and keeps names, addresses and whole forms in its rows and lines.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import clock
from disputes.errors import TooManyAttempts
from disputes.kernel.rows import update_rows
from disputes.kernel.story import told_as
from disputes.models import SignInCount
from disputes.rules.networks import neighbourhood_of
from disputes.rules.sign_ins import ACCOUNT, LIMITS, USUAL, Scope

log = logging.getLogger(__name__)

# A password is hashed slowly on purpose: a third of a second of one core. So that those who guess
# leave half of the machine to those who read, the others wait for their turn: not many, not long.
SLOTS = max((os.cpu_count() or 1) // 2, 1)
WAITING = 16
PATIENCE = 5  # seconds
_slots = BoundedSemaphore(SLOTS)
_places = BoundedSemaphore(SLOTS + WAITING)
# After so long nothing is left of any count.
FORGOTTEN = timedelta(days=1)
_NONE = timedelta()

Keys = Mapping[Scope, str]
# A row as an attempt has left it, and the end of the wait that it had before.
Claim = tuple[SignInCount, datetime | None]


@dataclass
class Attempt:
    """A password that is being looked at; it counts as wrong until it is said to be `right`."""

    right: bool = False


@contextmanager
def attempt(name: str, network: str) -> Iterator[Attempt]:
    """Within it a password may be looked at: for this account, from this network ("": unknown).

    Raises `TooManyAttempts`, before anything costly is done, when too many were wrong. An attempt
    is counted before it is looked at, so that a hundred at once count like a hundred in turn.
    Whether there is such an account plays no part. Opens transactions of its own.
    """
    keys, told, ticket = _keys(name, network), _told(name, network), _ticket(name, network)
    _refuse_too_many(_that_count(list(_rows(keys)), now := clock.now()), ticket, now, told)
    with _slot():
        claims = _claim(keys, ticket, now, told)
        current = Attempt()
        yield current
        if current.right:
            _give_back(claims)
    if current.right:
        log.info("signed in: account %(account)s, network %(network)s", told, extra=told)
    else:
        log.warning("wrong password: account %(account)s, network %(network)s", told, extra=told)


def account_in_log(name: str) -> str:
    """What the log calls the account of exactly this name, whether there is one or not."""
    return _hash(Scope.ACCOUNT, name)[:16]


@told_as("sign-ins")
def forget() -> int:
    """Delete the counts that say nothing any more, and the sessions that are over; how many counts.

    Django's own `clearsessions` does the second alone.
    """
    sessions: Any = import_module(settings.SESSION_ENGINE)
    sessions.SessionStore.clear_expired()
    now = clock.now()
    old = SignInCount.objects.filter(counted_at__lte=now - FORGOTTEN)
    return old.filter(Q(succeeded_at=None) | Q(succeeded_at__lte=now - USUAL)).delete()[0]


def _keys(name: str, network: str) -> Keys:
    """Counted by the name exactly as the database is asked for it, where it is unique: so each
    account has counts of its own. Were spellings counted together, who owns "ANNA" could clear
    those of "anna".
    """
    keys = {Scope.ACCOUNT: _hash(Scope.ACCOUNT, name)}
    if network:
        keys[Scope.ADDRESS] = _hash(Scope.ADDRESS, network)
        keys[Scope.PAIR] = _hash(Scope.PAIR, f"{network} {name}")
    return keys


def _ticket(name: str, network: str) -> str:
    return f"{neighbourhood_of(network)} {name}"


def _told(name: str, network: str) -> dict[str, str]:
    known = _hash(Scope.ADDRESS, network)[:16] if network else "unknown"
    return {"account": account_in_log(name), "network": known}


def _hash(scope: str, value: str) -> str:
    return salted_hmac(f"redress.sign_ins.{scope}", value, algorithm="sha256").hexdigest()


def _order(row: SignInCount) -> tuple[str, str]:
    """The order in which all make and lock rows, so that two who want several do not wait for each
    other."""
    return (row.scope, row.key)


def _rows(keys: Keys) -> QuerySet[SignInCount]:
    wanted = Q(pk=None)
    for scope, key in keys.items():
        wanted |= Q(scope=scope, key=key)
    return SignInCount.objects.filter(wanted).order_by("scope", "key")


def _that_count(rows: list[SignInCount], now: datetime) -> list[SignInCount]:
    """Those of these rows that count for one attempt: from a usual address, only that of the two
    together."""
    usual = [row for row in rows if row.succeeded_at and now - row.succeeded_at < USUAL]
    return usual or rows


def _refuse_too_many(
    rows: list[SignInCount], ticket: str, now: datetime, told: Mapping[str, str]
) -> None:
    """Nothing is written, and no password hashed."""
    wait = max((row.blocked_until - now for row in rows if row.blocked_until), default=_NONE)
    sentence = _too_many
    if wait <= _NONE and _lot(ticket, now) >= min((_odds(row, now) for row in rows), default=1.0):
        wait, sentence = ACCOUNT.next_round(now), _lot_not_drawn
    if wait > _NONE:
        log.warning(
            "too many wrong passwords, not looked at: account %(account)s, network %(network)s",
            told,
            extra=told,
        )
        raise TooManyAttempts(sentence(wait), wait)


def _odds(row: SignInCount, now: datetime) -> float:
    limit = LIMITS[Scope(row.scope)]
    return limit.odds(limit.left(row.count, row.counted_at, now))


def _lot(ticket: str, now: datetime) -> float:
    """From 0 up to 1: another one for each ticket in each round, known to nobody beforehand."""
    return int(_hash("lot", f"{ACCOUNT.round_of(now)} {ticket}")[:12], 16) / 16**12


def _claim(keys: Keys, ticket: str, now: datetime, told: Mapping[str, str]) -> list[Claim]:
    """Count this attempt as a wrong one."""
    with transaction.atomic():
        missing = [SignInCount(scope=s, key=key, counted_at=now) for s, key in keys.items()]
        SignInCount.objects.bulk_create(sorted(missing, key=_order), ignore_conflicts=True)
        locked = list(_rows(keys).select_for_update())
        now = clock.now()
        rows = _that_count(locked, now)
        _refuse_too_many(rows, ticket, now, told)
        claims = [(row, row.blocked_until) for row in rows]
        for row in rows:
            limit = LIMITS[Scope(row.scope)]
            row.count = limit.left(row.count, row.counted_at, now) + 1
            row.counted_at = now
            wait = limit.wait(row.count)
            row.blocked_until = now + wait if wait else None
        update_rows(rows, ["count", "counted_at", "blocked_until"])
    return claims


def _give_back(claims: list[Claim]) -> None:
    """The password was right: it counts nowhere, and this is a usual address from now on.

    What others did meanwhile stays: from elsewhere, that the owner came does not help who guesses.
    """
    with transaction.atomic():
        ids = [row.pk for row, _before in claims]
        current = SignInCount.objects.filter(pk__in=ids).order_by("scope", "key")
        rows = {row.pk: row for row in current.select_for_update()}
        now = clock.now()
        for claimed, before in claims:
            row = rows.get(claimed.pk)
            if row is None:
                continue  # forgotten meanwhile
            row.count = max(row.count - 1, 0.0)
            if row.blocked_until == claimed.blocked_until:
                row.blocked_until = before
            if row.scope == Scope.PAIR:
                row.count, row.blocked_until, row.succeeded_at = 0.0, None, now
        update_rows(list(rows.values()), ["count", "blocked_until", "succeeded_at"])


@contextmanager
def _slot() -> Iterator[None]:
    """One of the few passwords that this process looks at now; refused when too many wait."""
    if not _places.acquire(blocking=False):
        raise _busy()
    try:
        if not _slots.acquire(timeout=PATIENCE):
            raise _busy()
        try:
            yield
        finally:
            _slots.release()
    finally:
        _places.release()


def _busy() -> TooManyAttempts:
    wait = timedelta(seconds=PATIENCE)
    return TooManyAttempts(
        _("Too many people are signing in at this moment. Try again in %(wait)s.")
        % {"wait": _in_words(wait)},
        wait,
    )


def _too_many(wait: timedelta) -> str:
    return _(
        "Too many wrong passwords came for this account, or from your network. Try again in "
        "%(wait)s: until then no password is looked at, not even the right one."
    ) % {"wait": _in_words(wait)}


def _lot_not_drawn(wait: timedelta) -> str:
    return _(
        "Many wrong passwords come for this account just now, so not every attempt is looked at: "
        "it is drawn by lot, and yours was not. You have another chance in %(wait)s, and again "
        "after that. Where this account has signed in before, attempts are not drawn."
    ) % {"wait": _in_words(wait)}


def _in_words(wait: timedelta) -> str:
    """Rounded up: whoever waits for so long has waited long enough."""
    seconds = -(-wait // timedelta(seconds=1))
    if seconds <= 90:
        return ngettext("%(number)d second", "%(number)d seconds", seconds) % {"number": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
