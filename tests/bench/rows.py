"""Rows written by bare SQL, into the columns that the models have at the moment."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql


def insert(model: type[Model], source: str, given: Mapping[str, str]) -> str:
    """`INSERT … SELECT` of these SQL expressions, by column; the model's defaults for the rest.

    A new column with a default, or one that may be empty, thus breaks no figure; one that was
    renamed, or that has no default, ends the run.
    """
    left, columns, values = dict(given), [], []
    for field in model._meta.concrete_fields:
        if field.generated or (field.primary_key and field.column not in left):
            continue
        columns.append(f'"{field.column}"')
        values.append(left.pop(field.column) if field.column in left else _default(field))
    if left:
        raise LookupError(f"{model.__name__} has no column {', '.join(left)}")
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) '
        f"SELECT {', '.join(values)} FROM {source}"
    )


def _default(field: "Field[Any, Any]") -> str:
    if not field.has_default():
        if field.null:
            return "NULL"
        if not (field.blank and field.empty_strings_allowed):
            raise LookupError(f"the bench does not fill {field.model.__name__}.{field.name}")
    value = field.get_db_prep_save(field.get_default(), connection)
    return sql.Literal(value).as_string()
