"""Does everything answer that Redress stands on? Each check ends within a second or two."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from select import select
from typing import Any

import psycopg
import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from redis.backoff import NoBackoff
from redis.retry import Retry

from arbitration.operations import gauges
from arbitration.operations.checks import ReadinessCheck
from arbitration.operations.schema import check_schema
from disputes import clock
from disputes.background.regular_work import pause_in_force
from disputes.installation import WrongDatabase, refuse_wrong_database
from disputes.models import Heartbeat

NAMES = ("database", "schema", "broker", "sweep", "outbox")

# Seconds. PostgreSQL's client waits for a connection twice as long as this, and never less.
_PATIENCE = 1


def check(names: Collection[str]) -> dict[str, ReadinessCheck]:
    """These checks, in the order of NAMES. What stands in the database needs the database."""
    found: dict[str, ReadinessCheck] = {}
    if "broker" in names:
        found["broker"] = broker()
    if {"database", "schema", "sweep", "outbox"} & set(names):
        found |= _of_database()
    return {name: found[name] for name in NAMES if name in names}


def broker() -> ReadinessCheck:
    """Does Redis answer? One that accepts connections and never answers does not."""
    # Celery and the Redis client write the address of a socket, and its database, in two ways.
    address = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    address = address.replace("?virtual_host=", "?db=")
    try:
        with redis.Redis.from_url(
            address,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            client.ping()
    except redis.RedisError as error:
        return ReadinessCheck(False, f"does not answer ({type(error).__name__})")
    return ReadinessCheck(True, "answers")


def _of_database() -> dict[str, ReadinessCheck]:
    try:
        _ask_database()
        with _bounded():
            with connection.cursor() as cursor:
                refuse_wrong_database(cursor)
            now = clock.now()
            schema, sweep, outbox = check_schema(), _sweep(now), _outbox(now)
    except WrongDatabase:
        wrong = ReadinessCheck(
            False, "was marked for something else: demo and production never meet"
        )
        unknown = ReadinessCheck(False, "unknown, because the database is the wrong one")
        return {"database": wrong, "schema": unknown, "sweep": unknown, "outbox": unknown}
    except (psycopg.Error, DatabaseError) as error:
        silent = ReadinessCheck(False, f"does not answer ({type(error).__name__})")
        unknown = ReadinessCheck(False, "unknown, because the database does not answer")
        return {"database": silent, "schema": unknown, "sweep": unknown, "outbox": unknown}
    return {
        "database": ReadinessCheck(True, "answers"),
        "schema": schema,
        "sweep": sweep,
        "outbox": outbox,
    }


def _ask_database() -> None:
    """Over a connection of its own: that of the pages would wait for as long as a page may.

    Behind a pooler somebody may answer while PostgreSQL does not, and then the question waits.
    """
    parameters: dict[str, Any] = connection.get_connection_params()
    parameters["connect_timeout"] = _PATIENCE
    # Closed without another word to it.
    with closing(psycopg.connect(**parameters, autocommit=True)) as own:
        own.pgconn.send_query(b"SELECT 1")
        if not select([own.pgconn.socket], [], [], _PATIENCE)[0]:
            raise psycopg.OperationalError("no answer in time")


@contextmanager
def _bounded() -> Iterator[None]:
    """A table that is locked, as in a migration, must not hold up the answer."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{_PATIENCE}s"])
        yield


def _sweep(now: datetime) -> ReadinessCheck:
    last = Heartbeat.objects.filter(kind=Heartbeat.Kind.SWEEP).order_by("-at").first()
    if paused := pause_in_force():
        return ReadinessCheck(False, str(paused))
    if last is None:
        return ReadinessCheck(False, "no sweep has ended yet")
    age = now - last.at
    return ReadinessCheck(
        age <= gauges.QUIET, f"the last sweep ended {age.total_seconds():.0f} s ago"
    )


def _outbox(now: datetime) -> ReadinessCheck:
    due_at = gauges.outbox_due_at(now)
    if due_at is None:
        return ReadinessCheck(True, "nothing is due")
    age = now - due_at
    return ReadinessCheck(
        age <= gauges.QUIET, f"the oldest message has been due for {age.total_seconds():.0f} s"
    )
