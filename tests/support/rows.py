"""All that lies in our tables, to show what did not change."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from disputes.errors import Code, Refused
from disputes.models import RefusedUploads


def everything() -> dict[str, Any]:
    """All rows of our own tables by table, to show that nothing has changed; one query, which takes
    PostgreSQL longer to plan than to answer, so that each connection prepares it once.

    Without the counts of a person's files: opening one is counted whatever comes of it.
    """
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
    ):  # one connection, behind a pooler, too
        cursor.execute("SELECT FROM pg_prepared_statements WHERE name = 'everything'")
        if cursor.fetchone() is None:
            cursor.execute(f"PREPARE everything AS {_every_row()}")
        cursor.execute("EXECUTE everything")
        return {table: json.loads(found or "[]") for table, found in cursor.fetchall()}


@cache
def _every_row() -> str:
    tables = [
        model._meta.db_table
        for app in ("disputes", "sellers", "buyers", "arbitration")
        for model in apps.get_app_config(app).get_models()
        if model is not RefusedUploads
    ]
    # To be ready to sort takes longer than the rest, and most tables have no rows.
    rows = (
        f"SELECT '{t}', CASE WHEN EXISTS (SELECT FROM {t}) THEN"
        f" (SELECT jsonb_agg(to_jsonb(t) ORDER BY id)::text FROM {t} AS t) END"
        for t in tables
    )
    return " UNION ALL ".join(rows)


@contextmanager
def refused(code: Code, *, field: str | None = None, says: str = "") -> Iterator[None]:
    """What is tried here is refused with this code, beside this field, and changes no row."""
    before = everything()
    with pytest.raises(Refused) as caught:
        yield
    assert (caught.value.code, caught.value.field) == (code, field), caught.value.message
    assert caught.value.message
    assert says in caught.value.message
    assert everything() == before
