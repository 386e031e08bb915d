"""Writing many rows of one table in one statement, sent as one JSON document.

Django's `bulk_update` writes a CASE with a branch for every row and column, and its `bulk_create`
prepares every value by itself: in a sweep they took most of the time. PostgreSQL reads the rows of
one of its tables from JSON without being told their types.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection
from django.db.models import Field, ForeignKey, Model
from django.db.models.fields.files import FieldFile


def insert_rows(rows: Sequence[Model]) -> None:
    """Save these new rows of one model, in their order; each has its key afterwards."""
    if not rows:
        return
    table, fields = _table(rows), [f for f in _fields(rows) if not (f.primary_key or f.generated)]
    _take_keys(rows, fields)
    columns = ", ".join(_columns(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} "  # noqa: S608  # only names
            f"FROM json_populate_recordset(NULL::{table}, %s) RETURNING id",
            [_as_json(rows, fields)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias


def update_rows(rows: Sequence[Model], names: Iterable[str]) -> None:
    """Save these fields of these rows of one model, which are in the table already."""
    if not rows:
        return
    table, known = _table(rows), {field.name: field for field in _fields(rows)}
    fields = [known[name] for name in names]
    _take_keys(rows, fields)
    assignments = ", ".join(f"{column} = new.{column}" for column in _columns(fields))
    keyed = [field for field in _fields(rows) if field.primary_key] + fields
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS old SET {assignments} "  # noqa: S608  # only names
            f"FROM json_populate_recordset(NULL::{table}, %s) AS new WHERE old.id = new.id",
            [_as_json(rows, keyed)],
        )


def _table(rows: Sequence[Model]) -> str:
    return connection.ops.quote_name(rows[0]._meta.db_table)


def _fields(rows: Sequence[Model]) -> Sequence["Field[Any, Any]"]:
    return rows[0]._meta.concrete_fields


def _columns(fields: Iterable["Field[Any, Any]"]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in fields]


def _take_keys(rows: Sequence[Model], fields: Iterable["Field[Any, Any]"]) -> None:
    """Fill in the keys of rows that these rows point to and that were saved after they were
    built."""
    for field in fields:
        if isinstance(field, ForeignKey):
            for row in rows:
                if getattr(row, field.attname) is None and field.is_cached(row):
                    target = field.get_cached_value(row)
                    setattr(row, field.attname, target and target.pk)
                    # Setting the key forgets the row, which would be read again.
                    field.set_cached_value(row, target)


def _as_json(rows: Sequence[Model], fields: Sequence["Field[Any, Any]"]) -> str:
    columns = [field.column for field in fields]
    values = attrgetter(*(field.attname for field in fields))
    # Instants are written as ISO 8601; what JSON has no form for is an error.
    content = [dict(zip(columns, values(row), strict=True)) for row in rows]
    return orjson.dumps(content, default=_name_of_file).decode()


def _name_of_file(value: object) -> str:
    if isinstance(value, FieldFile):
        return str(value.name)
    raise TypeError
