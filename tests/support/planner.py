"""What PostgreSQL's planner knows of the rows that a test has written."""

from django.apps import apps
from django.db import connection


def tables() -> list[str]:
    """Those of all models."""
    return [model._meta.db_table for model in apps.get_models()]


def analyse() -> None:
    """Of our tables only: those that all databases share may be locked by somebody else's test.

    However long it waits: an act leaves a limit of patience in the test's transaction, and a server
    of somebody's own may be analysing the same table.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute(f"ANALYZE {', '.join(tables())}")
