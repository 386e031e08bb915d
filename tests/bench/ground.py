"""The databases that the figures are measured on, and which of them Django asks."""

import os
import time
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from disputes.background import regular_work
from disputes.models import User
from disputes.sessions import SIGNED_IN_AT
from tests.bench.connections import lead_to
from tests.bench.measure import seconds
from tests.bench.seed.fill import fill
from tests.bench.seed.people import member_of
from tests.bench.seed.plan import BIG_STORE, BUSY_BUYER, SMALL_STORE, Numbers
from tests.bench.seed.standing import fill_standing
from tests.bench.sizes import Size


@dataclass(frozen=True)
class Database:
    """One marketplace, and the people whose pages are measured."""

    name: str
    numbers: Numbers

    @property
    def address(self) -> str:
        return _address(self.name)

    def connect(self) -> psycopg.Connection:
        return connect(self.name)

    @property
    def big_seller(self) -> User:
        return User.objects.get(pk=member_of(self.numbers, BIG_STORE))

    @property
    def small_seller(self) -> User:
        return User.objects.get(pk=member_of(self.numbers, SMALL_STORE))

    @property
    def buyer(self) -> User:
        return User.objects.get(pk=BUSY_BUYER)

    @property
    def arbitrator(self) -> User:
        return User.objects.get(username="arbitrator-0")


class Ground:
    """Makes each database when it is first asked for, and lets Django work on it."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._empty: str = connection.settings_dict["NAME"]
        self._made: dict[int, Database] = {}
        self._stores: set[str] = set()
        call_command("migrate", "--no-input", verbosity=0)
        call_command("collectstatic", "--no-input", verbosity=0)

    def use(self, open_cases: int) -> Database:
        """The database with so many open cases; Django's connection leads to it from now on."""
        if open_cases not in self._made:
            spare = self.size.spare if open_cases == self.size.many else 0
            database = Database(f"cases_{open_cases}", Numbers(open_cases, spare))
            print(f"Filling a database with {open_cases:,} open cases …", end=" ", flush=True)
            print(f"{seconds(lambda: self._make(database)):.0f} s", flush=True)
            self._made[open_cases] = database
        database = self._made[open_cases]
        lead_to(database.name)
        return database

    def use_stores(self, stores: int) -> str:
        """The same for a database with so many stores that have ledgers, and no cases; its name."""
        name = f"stores_{stores}"
        if name not in self._stores:
            print(f"Filling a database with {stores:,} ledgers …", end=" ", flush=True)
            self._copy(name)
            print(f"{seconds(lambda: fill_standing(stores)):.0f} s", flush=True)
            self._stores.add(name)
        lead_to(name)
        return name

    def _make(self, database: Database) -> None:
        self._copy(database.name)
        fill(database.numbers)

    def _copy(self, name: str) -> None:
        """The empty database once more, under this name."""
        lead_to("postgres")  # a database that is copied must have no visitors
        with connection.cursor() as cursor:
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            names = sql.Identifier(name), sql.Identifier(self._empty)
            cursor.execute(copy.format(*names).as_string())
        lead_to(name)
        regular_work.resume()  # in a copy nothing is done until somebody says so


def connect(name: str) -> psycopg.Connection:
    """Past Django; each statement is a transaction."""
    return psycopg.connect(_address(name), autocommit=True)


def _address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def cookie_of(user: User) -> str:
    """Signed in: the header with which the browser of this person comes back."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "disputes.backends.LimitedBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SIGNED_IN_AT] = time.time()
    session.create()
    return f"sessionid={session.session_key}"
