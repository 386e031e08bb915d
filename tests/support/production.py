"""What production needs to be told, for tests that start it or ask what it refuses."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from disputes.installation import InstallationKind

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def production(folder: Path) -> dict[str, str]:
    """All that production needs, and nothing else; its servers do not answer."""
    evidence = folder / "evidence"
    evidence.mkdir(mode=0o700, parents=True)
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://redress:secret@localhost:1/redress",
        "REDIS_URL": "redis://localhost:1/0",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "redress.example",
        "EVIDENCE_ROOT": str(evidence),
        "STATIC_ROOT": str(folder / "static"),
        "ESCROW_GATEWAY": "embedded",
        "MARKETPLACE_GATEWAY": "embedded",
        "MAIL_SERVER": "none",
    }


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, in a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def address_of_tests(database: str = "", **options: str) -> str:
    """Of the database of this test process, or of another one on the same server.

    Past a PgBouncer that the test run may go through: it would deal the connections out anew.
    """
    to = urlsplit(os.environ.get("DIRECT_DATABASE_URL") or os.environ["DATABASE_URL"])
    name = database or connection.settings_dict["NAME"]
    return to._replace(path=f"/{name}", query=urlencode(options)).geturl()


@contextmanager
def new_database() -> Iterator[str]:
    """The address of an empty one on the server of the tests."""
    name = f"scratch_{secrets.token_hex(4)}"
    with psycopg.connect(address_of_tests(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield address_of_tests(name)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def nothing_but_a_mark(kind: InstallationKind) -> Iterator[str]:
    """The address of a database in which nothing is but the mark: whoever goes on would fail."""
    with new_database() as address:
        with psycopg.connect(address) as database:
            database.execute(
                sql.SQL(
                    "CREATE TABLE disputes_installation AS SELECT 1 AS id, {} AS kind,"
                    " timestamptz '2026-11-29 12:00Z' AS marked_at"
                ).format(sql.Literal(kind.value))
            )
        yield address


def tables_of(address: str) -> list[str]:
    with psycopg.connect(address) as database:
        found = database.execute("SELECT relname FROM pg_stat_user_tables ORDER BY 1").fetchall()
    return [name for (name,) in found]


@contextmanager
def marked(kind: InstallationKind) -> Iterator[None]:
    """The database of this test process bears another mark, for processes that are started."""
    remark(kind)
    try:
        yield
    finally:
        remark(InstallationKind.TEST)


def remark(kind: InstallationKind) -> None:
    """What no program of ours can do: a superuser of the database switches the trigger off."""
    with psycopg.connect(address_of_tests(), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE disputes_installation SET kind = %s", [kind])
