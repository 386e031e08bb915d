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


class InstallationKind(models.TextChoices):
    """What a process is by its settings, and a database by its mark."""

    PRODUCTION = "production", _("production")
    DEMO = "demo", _("a demo")
    DEVELOPMENT = "development", _("for development")
    TEST = "test", _("for tests")


# Tests look into the demos that they have made.
_OPEN_TO = {kind: {kind} for kind in InstallationKind} | {
    InstallationKind.TEST: {InstallationKind.TEST, InstallationKind.DEMO}
}
_HOW_TO_MEND = {
    InstallationKind.PRODUCTION: "Set DATABASE_URL to the database of production; a new one must "
    "be empty before its first migrate.",
    InstallationKind.DEMO: "If this is production, unset DEMO. A demo has a database of its own: "
    "`make run` makes one, and DEMO_DATABASE_URL names another, which must be empty at first.",
    InstallationKind.DEVELOPMENT: "If this is production, unset DEBUG. Set DATABASE_URL to a "
    "database for development; a new one must be empty before its first migrate.",
    InstallationKind.TEST: "Unset TESTING; `make test` has a database of its own.",
}


class WrongDatabase(CommandError, OperationalError):
    """The database is not for this kind of process.

    To whoever runs a command it is a sentence instead of a traceback, and to a page a database that
    cannot be used, as one that is away.
    """


class Cursor(Protocol):
    """A cursor of Django or of psycopg."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...


def kind_of_process() -> InstallationKind:
    """What does not say that it is something else is taken to be the real thing."""
    if settings.TESTING:
        return InstallationKind.TEST
    if settings.DEMO:
        return InstallationKind.DEMO
    return InstallationKind.DEVELOPMENT if settings.DEBUG else InstallationKind.PRODUCTION


def refuse_wrong_database(cursor: Cursor) -> None:
    """Raise `WrongDatabase`, with how to mend it, unless the database is for this process."""
    kind = kind_of_process()
    mark = _mark(cursor)
    wrong = _wrong_mark(kind, *mark) if mark else ""
    wrong = wrong or _wrong_tables(cursor) or ("" if mark else _wrong_without_mark(cursor))
    if wrong:
        raise WrongDatabase(
            f"This process is {kind.label}, and the database {wrong} Nothing was changed. "
            f"{_HOW_TO_MEND[kind]}"
        )


def _mark(cursor: Cursor) -> tuple[InstallationKind, datetime] | None:
    cursor.execute("SELECT to_regclass('disputes_installation') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return None
    cursor.execute("SELECT kind, marked_at FROM disputes_installation")
    found = cursor.fetchone()
    return (InstallationKind(found[0]), found[1]) if found else None


def _wrong_mark(kind: InstallationKind, mark: InstallationKind, marked_at: datetime) -> str:
    if mark in _OPEN_TO[kind]:
        return ""
    return f"was marked on {marked_at:%Y-%m-%d} as {mark.label}."


def _wrong_without_mark(cursor: Cursor) -> str:
    """Before the end of its first `migrate` there is nobody in it; later somebody took the mark."""
    cursor.execute("SELECT to_regclass('disputes_user') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return ""
    cursor.execute("SELECT EXISTS (SELECT FROM disputes_user)")
    return "has people in it, and no mark that says for what it is." if cursor.fetchone()[0] else ""


# The migrations of this app in 0.1, whose tables cannot become those of 0.2.
_OF_0_1 = """
    0002_triggers 0003_reference_data 0004_scale 0005_words_can_be_erased 0006_queues
    0007_lighter_rows 0008_files 0009_captions_can_be_erased 0010_shots 0011_desk 0012_desk_data
    0013_standing 0014_serious_grounds 0015_halted_cleanups 0016_files_by_name 0017_line_snapshots
    0018_agreed_cases 0019_refused_files 0020_regular_work 0021_installation 0022_sign_ins
    0023_ends_of_work
"""


def _wrong_tables(cursor: Cursor) -> str:
    cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return ""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM django_migrations WHERE app = 'disputes' AND name = ANY(%s))",
        [_OF_0_1.split()],
    )
    return (
        "holds the tables of Redress 0.1, which 0.2 cannot take over: leave it to 0.1."
        if cursor.fetchone()[0]
        else ""
    )


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
