"""Several people at once, on real connections and with real commits."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from arbitration.background import deadlines, pauses
from arbitration.verbs import assignment
from disputes.errors import Refused
from disputes.kernel import act
from disputes.kernel.changes import Change, changes_of

Act = Callable[[], object]
PATIENCE = 60  # seconds, for what takes milliseconds on a machine with nothing else to do


def start(pool: ThreadPoolExecutor, do: Act) -> "Future[object]":
    """Somebody else does this now, over a connection of their own."""

    def with_own_connection() -> object:
        try:
            return do()
        finally:
            connection.close()

    return pool.submit(with_own_connection)


def outcome(future: "Future[object]") -> str:
    """ "done", the code of the refusal, or the name of the error."""
    error = future.exception(timeout=PATIENCE)
    if isinstance(error, Refused):
        assert error.message
        return error.code
    return "done" if error is None else type(error).__name__


def at_once(row: Model, *acts: Act) -> list[str]:
    """All of them wait for the lock of this row, then go on one after the other."""
    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            type(row)._default_manager.select_for_update().get(pk=row.pk)
            futures = [start(pool, do) for do in acts]
            wait_for(lambda: blocked() == len(acts))
        return sorted(map(outcome, futures))


def together(*acts: Act) -> list[str]:
    """All of them start at once."""
    ready = Barrier(len(acts), timeout=PATIENCE)

    def after_all_are_ready(do: Act) -> object:
        connection.ensure_connection()
        ready.wait()
        return do()

    with ThreadPoolExecutor(len(acts)) as pool:
        futures = [start(pool, partial(after_all_are_ready, do)) for do in acts]
        return sorted(map(outcome, futures))


@contextmanager
def paused(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, do: Act
) -> Iterator["Future[object]"]:
    """Somebody is in the middle of `do`, before its call of `module.name`, until the block ends.

    Only the first call waits; those who come later go through.
    """
    real, reached, go_on = getattr(module, name), Event(), Event()

    def first_waits(*args: Any, **kwargs: Any) -> Any:
        if not reached.is_set():
            reached.set()
            assert go_on.wait(PATIENCE)
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, first_waits)
    with ThreadPoolExecutor(1) as pool:
        future = start(pool, do)
        assert reached.wait(PATIENCE)
        try:
            yield future
        finally:
            go_on.set()


def take_away_the_lock(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Rows are read without a lock, and all of `number` acts have read before one goes on."""
    all_have_read = Barrier(number, timeout=PATIENCE)

    def read(*args: Any) -> list[Change]:
        found = changes_of(*args)
        if found:  # a sweep looks once more, and finds nothing
            all_have_read.wait()
        return found

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    for module in (act, assignment, deadlines, pauses):
        monkeypatch.setattr(module, "changes_of", read)


def blocked() -> int:
    """How many connections to this database wait for a lock now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else it is as at the first look
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        number: int = cursor.fetchone()[0]
    return number


def wait_for(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.005)
