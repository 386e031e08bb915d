"""The one clock: the database's. Machines may disagree about the time, a case may not.

In the demo and in tests (`settings.MOVABLE_CLOCK`) the clock can be moved: it is then the
database's clock plus the PostgreSQL parameter `redress.clock_offset`. Production does not look at
that parameter.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

_REAL = "clock_timestamp()"
_OFFSET = "coalesce(nullif(current_setting('redress.clock_offset', true), ''), '0')::interval"
_MOVED = f"(clock_timestamp() + {_OFFSET})"


def sql() -> str:
    """The time as an expression, for a query that can then do without another one before it."""
    return _MOVED if settings.MOVABLE_CLOCK else _REAL


def now() -> datetime:
    """The time, asked anew: in a transaction that waited for a lock, it is the time after."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql()}")
        at: datetime = cursor.fetchone()[0]
    return at


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Act as if it were `by` later (or earlier) than it is, on this connection only."""
    _require_movable()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_OFFSET}")
        before: timedelta = cursor.fetchone()[0]
    _set_offset(before + by)
    try:
        yield
    finally:
        _set_offset(before)


def skip(by: timedelta) -> None:
    """Move the clock of the whole database ahead, for every process that connects from now on."""
    _require_movable()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_OFFSET} + %s::interval", [_seconds(by)])
        offset: timedelta = cursor.fetchone()[0]
        database = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {database} SET redress.clock_offset = '{_seconds(offset)}'")
    _set_offset(offset)


def _set_offset(offset: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('redress.clock_offset', %s, false)", [_seconds(offset)])


def _seconds(offset: timedelta) -> str:
    return f"{offset.total_seconds():f} seconds"


def _require_movable() -> None:
    if not settings.MOVABLE_CLOCK:
        raise RuntimeError("The clock can be moved in the demo and in tests only.")
