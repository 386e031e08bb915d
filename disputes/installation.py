"""Whether a database is a demo's or production's: the two never meet in one.

`migrate` writes a mark into a database that has none (the one row of `disputes_installation`), and
the database refuses to change it. Every process asks for the mark when it connects for the first
time, and what is of another kind is refused before anything was read or written. Only settings and
SQL are used here: it must work before the tables of this version are there.
"""

from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from disputes.demo_accounts import DEMO_ACCOUNTS


class Kind(models.TextChoices):
    """What a process is by its settings, and a database by its mark."""

    PRODUCTION = "production", _("production")
    DEMO = "demo", _("a demo")
    DEVELOPMENT = "development", _("for development")
    TEST = "test", _("for tests")


# Tests look into the demos that they have made.
_OPEN_TO = {kind: {kind} for kind in Kind} | {Kind.TEST: {Kind.TEST, Kind.DEMO}}
_HOW_TO_MEND = {
    Kind.PRODUCTION: "Set DATABASE_URL to the database of production; a new one must be empty "
    "before its first migrate.",
    Kind.DEMO: "If this is production, unset DEMO. A demo has a database of its own: `make run` "
    "makes one, and DEMO_DATABASE_URL names another, which must be empty at first.",
    Kind.DEVELOPMENT: "If this is production, unset DEBUG. Set DATABASE_URL to a database for "
    "development; a new one must be empty before its first migrate.",
    Kind.TEST: "Unset TESTING; `make test` has a database of its own.",
}


class WrongDatabase(CommandError, OperationalError):
    """The database is not for this kind of process.

    To whoever runs a command it is a sentence instead of a traceback, and to a page a database that
    cannot be used, as one that is away.
    """


class Cursor(Protocol):
    """Of Django or of psycopg."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...


def kind_of_process() -> Kind:
    """What does not say that it is something else is taken to be the real thing."""
    if settings.TESTING:
        return Kind.TEST
    if settings.DEMO:
        return Kind.DEMO
    return Kind.DEVELOPMENT if settings.DEBUG else Kind.PRODUCTION


def refuse_wrong_database(cursor: Cursor) -> None:
    """Raise `WrongDatabase`, with how to mend it, unless the database is for this process."""
    kind = kind_of_process()
    mark = _mark(cursor)
    wrong = _wrong_without_mark(cursor, kind) if mark is None else _wrong_mark(kind, *mark)
    if wrong:
        raise WrongDatabase(
            f"This process is {kind.label}, and the database {wrong} Nothing was changed. "
            f"{_HOW_TO_MEND[kind]}"
        )


def _mark(cursor: Cursor) -> tuple[Kind, datetime] | None:
    cursor.execute("SELECT to_regclass('disputes_installation') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return None
    cursor.execute("SELECT kind, marked_at FROM disputes_installation")
    found = cursor.fetchone()
    return (Kind(found[0]), found[1]) if found else None


def _wrong_mark(kind: Kind, mark: Kind, marked_at: datetime) -> str:
    if mark in _OPEN_TO[kind]:
        return ""
    return f"was marked on {marked_at:%Y-%m-%d} as {mark.label}."


# The people of a demo have addresses that nobody else can have (RFC 2606).
_WITHOUT_MARK = """
    SELECT
        EXISTS (SELECT FROM disputes_user WHERE email = username || '@example.com'),
        EXISTS (SELECT FROM disputes_user WHERE email <> username || '@example.com')
            OR EXISTS (SELECT FROM disputes_store) AND NOT EXISTS (SELECT FROM disputes_user),
        ARRAY (
            SELECT username FROM disputes_user
            WHERE username = ANY(%s) AND email = username || '@example.com'
                AND is_active AND NOT starts_with(password, '!')
            ORDER BY username
        )
"""


_ACCOUNTS_OF_A_DEMO = (
    "has no mark, and accounts of a demo, whose password everybody knows: %s. If they came into "
    "your database by mistake, close them first:"
)
_CLOSE_THEM = (
    "UPDATE disputes_user SET is_active = false, is_staff = false, password = '!' "
    "WHERE email = username || '@example.com'."
)


def _wrong_without_mark(cursor: Cursor, kind: Kind) -> str:
    """A database from before there were marks is judged by who is in it; an empty one is free."""
    cursor.execute("SELECT to_regclass('disputes_user') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return ""
    cursor.execute(_WITHOUT_MARK, [[account.username for account in DEMO_ACCOUNTS]])
    demo_people, others, open_accounts = cursor.fetchone()
    if kind is not Kind.PRODUCTION:
        return "has no mark, and people in it whom no demo has made." if others else ""
    if demo_people and not others:
        return "was filled as a demo."
    if open_accounts:
        return f"{_ACCOUNTS_OF_A_DEMO % ', '.join(open_accounts)} {_CLOSE_THEM}"
    return ""


_asked: set[tuple[str, ...]] = set()


def ask_once(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """For Django's signal `connection_created`: whatever a process does, it connects first."""
    place = tuple(str(connection.settings_dict[part]) for part in ("HOST", "PORT", "NAME"))
    if connection.alias != DEFAULT_DB_ALIAS or place in _asked:
        return
    try:
        with connection.cursor() as cursor:
            refuse_wrong_database(cursor)
    except WrongDatabase:
        connection.close()  # else the next query would go through without being asked
        raise
    _asked.add(place)


def mark(*, using: str, **kwargs: Any) -> None:
    """For `post_migrate`: what has no mark gets that of the process that migrates it."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('disputes_installation') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(
                "INSERT INTO disputes_installation (id, kind) VALUES (1, %s)"
                " ON CONFLICT DO NOTHING",
                [kind_of_process()],
            )
