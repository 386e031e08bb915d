"""Real commits in a test, and the database as the migrations leave it again afterwards.

Django would empty every table, make the content types and permissions anew, and leave it to us to
fill in what the migrations brought along: half a second for each test. Here only tables with rows
that do not belong there are touched.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg import sql
from pytest_django import DjangoDbBlocker

Rows = dict[str, bytes]


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Before the first test that commits: from now on, each one ends with the rows of now."""
    with django_db_blocker.unblock():
        rows = {name: rows_of(name) for name in tables_with_rows()}
        connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: restore(rows))
        yield


@pytest.fixture
def committed(migrated: None, transactional_db: None) -> None:
    """What the test does is committed, on a database as the migrations leave it."""


@pytest.fixture(scope="module")
def shared_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What fixtures of this scope write is there in each test of the module, whatever the one
    before did to it, and gone after the last one."""
    around = transaction.atomic()
    # As around each test: what is durable may begin within.
    around._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), around:
        yield
        transaction.set_rollback(True)


def restore(migrated: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # A superuser of the database switches off the triggers by which rows stay as they are.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in {*tables_with_rows(), *migrated}:
            if (rows := migrated.get(name, b"")) != rows_of(name):
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as to:
                    to.write(rows)


def tables_with_rows() -> list[str]:
    names = connection.introspection.table_names()
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(name, sql.Identifier(name))
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def rows_of(name: str) -> bytes:
    """In the order in which they lie, which changes with them."""
    copy = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))
    with connection.cursor() as cursor, cursor.copy(copy) as rows:
        return b"".join(rows)
