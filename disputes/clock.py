"""The one clock: the database's. Machines may disagree about the time, a case may not.

In the demo and in tests (`settings.MOVABLE_CLOCK`) the clock can be moved: it is then the
database's clock, plus what it was moved ahead for everybody (the parameter `redress.clock_offset`
of the database), plus what this thread has shifted it. Production looks at neither, and
`installation` keeps demo and tests out of its database. Nothing of it lives in a connection: behind
a pooler, each transaction may have another one.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField
from django.db.models.expressions import RawSQL

from disputes.installation import refuse_wrong_database

_REAL = "clock_timestamp()"
# Read from where the database keeps it: a connection would know only what it was when it began.
_MOVED_AHEAD = """coalesce((
SELECT substr(setting, 22)::interval FROM pg_db_role_setting, unnest(setconfig) AS setting
WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
AND setrole = 0 AND starts_with(setting, 'redress.clock_offset=')), '0')"""

_thread = threading.local()


def sql() -> str:
    """The time as an expression, for a query that can then do without another one before it."""
    if not settings.MOVABLE_CLOCK:
        return _REAL
    return f"({_REAL} + {_MOVED_AHEAD} + interval '{_seconds(_shift())}')"


def expression() -> RawSQL:
    """The time for a query that needs no other one before it. As a subquery, so that PostgreSQL
    reads the clock once for it, and can look the time up in an index."""
    return RawSQL(f"SELECT {sql()}", [], DateTimeField())  # noqa: S611  # our own words


def now() -> datetime:
    """The time, asked anew: in a transaction that waited for a lock, it is the time after."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql()}")
        at: datetime = cursor.fetchone()[0]
    return at


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Act as if it were `by` later (or earlier) than it is, in this thread only."""
    _require_movable()
    before = _shift()
    _thread.shift = before + by
    try:
        yield
    finally:
        _thread.shift = before


def skip(by: timedelta) -> None:
    """Move the clock of the whole database ahead, for everybody and at once."""
    _require_movable()
    with connection.cursor() as cursor:
        refuse_wrong_database(cursor)  # once more: the database keeps this
        cursor.execute(f"SELECT {_MOVED_AHEAD} + %s::interval", [_seconds(by)])
        offset: timedelta = cursor.fetchone()[0]
        database = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {database} SET redress.clock_offset = '{_seconds(offset)}'")


def _shift() -> timedelta:
    return getattr(_thread, "shift", timedelta())


def _seconds(offset: timedelta) -> str:
    return f"{offset.total_seconds():f} seconds"


def _require_movable() -> None:
    if not settings.MOVABLE_CLOCK:
        raise RuntimeError("The clock can be moved in the demo and in tests only.")
