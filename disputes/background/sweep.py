"""How a sweep goes over what is due: batch after batch, until nothing is left or its time is over.

A batch is one transaction: it takes rows that nobody else holds, does all that follows, and marks
them, so that no other worker finds them again. Where one row spoils it, that row is found and left
alone, and the others are done. All of it put together reads like this::

    def enforce(seconds: float = 30) -> int:
        return sum(sweep.run(enforce_batch, sweep.within(seconds)))

    def enforce_batch() -> int:
        with sweep.one_batch():
            rows = sweep.take(due(clock.now()), 500)
            return sum(sweep.isolate(rows, enforce_all, pass_over, again=read)) if rows else 0

What is sent outside is claimed first, sent outside any transaction, and marked afterwards: see
`outbox`.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from disputes.kernel.transactions import wait_at_most

# Of a batch, for a row that somebody else holds: people wait for the rest of it meanwhile.
PATIENCE = timedelta(seconds=1)

Done = TypeVar("Done")
Row = TypeVar("Row")
SomeModel = TypeVar("SomeModel", bound=Model)
GoingOn = Callable[[], bool]


def always() -> bool:
    """Nobody tells this sweep to end."""
    return True


def within(seconds: float, going_on: GoingOn = always) -> GoingOn:
    """Says whether to go on: while it is `going_on` and these seconds, from now, are not over."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until and going_on()


def run(batch: Callable[[], Done | None], going_on: GoingOn) -> Iterator[Done]:
    """Give what came of each batch, until one finds nothing to do, and so gives nothing.

    Asks after each batch whether to go on: one is done always. What is left is there for the next
    sweep: a long backlog must not keep a worker from its other tasks.
    """
    while done := batch():
        yield done
        if not going_on():
            return


@contextmanager
def one_batch() -> Iterator[None]:
    """Open the transaction of a batch.

    No lock is waited for longer than `PATIENCE`. Garbage is collected afterwards: a batch makes
    thousands of objects and keeps all of them to its end, and the collector would walk them, and
    everything that the process ever loaded, again and again, for a quarter of the sweep's time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        with transaction.atomic(durable=True):
            wait_at_most(PATIENCE)
            yield
    finally:
        if was_on:
            gc.enable()


def take(rows: QuerySet[SomeModel], limit: int) -> list[SomeModel]:
    """The first of these rows that nobody else holds, locked until the commit. Waits for nobody, so
    that any number of workers can take at once."""
    return list(rows.select_for_update(of=("self",), skip_locked=True)[:limit])


def halves(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    """Parts that take few attempts, where each failure comes at once."""
    middle = len(rows) // 2
    return rows[:middle], rows[middle:]


def singly(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    """Parts that fail seldom, where each failure may be a row that was waited for in vain."""
    return [[row] for row in rows]


def isolate(
    rows: Sequence[Row],
    attempt: Callable[[Sequence[Row]], Done],
    blame: Callable[[Row, Exception], Done],
    *,
    parts: Callable[[Sequence[Row]], Iterable[Sequence[Row]]] = halves,
    again: Callable[[Sequence[Row]], Sequence[Row]] | None = None,
    is_of_a_row: Callable[[Exception], bool] = lambda error: True,
) -> list[Done]:
    """What came of each attempt: of one with all the rows, or, where that fails, of one with each
    of the parts, and so on until the row that is to blame stands alone.

    `attempt` does all of it or nothing: in a transaction, or savepoint, of its own. What it has
    spoiled in memory `again` reads anew. An error that is not `is_of_a_row` is raised: the batch
    stays as it was, and the next sweep tries it again.
    """
    try:
        return [attempt(rows)]
    except Exception as error:
        if not rows or not is_of_a_row(error):
            raise
        if len(rows) == 1:
            return [blame(rows[0], error)]
    done = []
    for part in parts(rows):
        fresh = part if again is None else again(part)
        done += isolate(fresh, attempt, blame, parts=parts, again=again, is_of_a_row=is_of_a_row)
    return done


def through(rows: QuerySet[SomeModel], size: int) -> Iterator[list[SomeModel]]:
    """All of these rows, so many at a time, each batch by a query of its own: a cursor that lives
    outside a transaction is, behind a pooler, somebody else's."""
    rows, last = rows.order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last)[:size]):
        yield batch
        last = batch[-1].pk
