"""How fast deadlines are enforced: the worker's own call against bare SQL."""

import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

import psycopg
from django.db import connection

from arbitration.background.deadlines import enforce_deadlines
from tests.bench.connections import let_go
from tests.bench.due import check_enforced, make_due, take_back, tidy
from tests.bench.floors.enforcement import enforce_all
from tests.bench.ground import Ground
from tests.bench.measure import by_turns, seconds
from tests.bench.report import Figure

_WORKERS = 2


def enforce(ground: Ground) -> Figure:
    """Cases a second, one process; beside it two workers at once, and bare SQL without triggers."""
    due, database = ground.size.due, ground.use(ground.size.many)
    with database.connect() as sql, database.connect() as unguarded:
        unguarded.execute("SET session_replication_role = replica")
        ours = partial(_rate, sql, due, lambda: seconds(_drain))
        floor = partial(_rate, sql, due, lambda: seconds(lambda: enforce_all(sql)))
        both = partial(_rate, sql, due, _side_by_side)
        bare = partial(
            _rate, sql, due, lambda: seconds(lambda: enforce_all(unguarded)), with_triggers=False
        )
        ours()  # the first time, code and caches are cold
        value, least, two_workers, without_triggers = by_turns(
            ground.size.repeats, ours, floor, both, bare
        )
        take_back(sql)
    each = "state, proposal, event, refund, 2 postings, breach, message"
    return Figure(
        value=value,
        floor=least,
        unit="cases/s",
        targets={"ratio": (">=", 0.25)},
        more={
            "cases": due,
            "open_cases": ground.size.many,
            "two_workers": two_workers.median,
            "floor_without_triggers": without_triggers.median,
        },
        notes=(
            f"{due:,} due of {ground.size.many:,} open cases, of each: {each}",
            f"two workers at once: {two_workers}",
            f"the floor without triggers and foreign keys: {without_triggers}",
        ),
    )


def _rate(
    sql: psycopg.Connection,
    due: int,
    enforced_in: Callable[[], float],
    *,
    with_triggers: bool = True,
) -> float:
    """Let cases fall due, enforce them, see that it was done; cases a second."""
    tidy(sql)
    make_due(sql, due)
    passed = enforced_in()
    check_enforced(sql, due, with_triggers=with_triggers)
    return due / passed


def _drain() -> None:
    """As the worker does it, until nothing is due any more."""
    while enforce_deadlines():
        pass


def _side_by_side() -> float:
    """Seconds from the start of all workers to the end of the last."""
    let_go()  # forked processes cannot share a connection
    context = get_context("fork")
    barrier = context.Barrier(_WORKERS)
    times: SimpleQueue[tuple[float, float]] = context.SimpleQueue()
    workers = [context.Process(target=_work, args=(barrier, times)) for _ in range(_WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode != 0:
            raise RuntimeError("a worker failed")
    taken = [times.get() for _ in workers]
    return max(end for _start, end in taken) - min(start for start, _end in taken)


def _work(barrier: Barrier, times: "SimpleQueue[tuple[float, float]]") -> None:
    connection.ensure_connection()
    barrier.wait()
    start = time.monotonic()
    _drain()
    times.put((start, time.monotonic()))
    connection.close()
