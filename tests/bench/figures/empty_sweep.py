"""What a sweep costs when nothing is due: it is ticked every few seconds, for ever."""

from collections.abc import Callable

from django.db import connection

from arbitration.background.deadlines import enforce_deadlines
from tests.bench.due import tidy
from tests.bench.floors.enforcement import due_query
from tests.bench.ground import Ground
from tests.bench.measure import Samples, a_second, by_turns
from tests.bench.report import Figure

_BATCH = 500


def empty_sweep(ground: Ground) -> Figure:
    """Milliseconds over the large table, and how they grow from the middle one."""
    less, _less_floor = _measure(ground, ground.size.some)
    value, floor = _measure(ground, ground.size.many)
    return Figure(
        value=value,
        floor=floor,
        unit="ms",
        targets={"ratio": ("<=", 3)},
        more={"growth": value.median / less.median, "value_at_fewer": less.median},
        notes=(
            f"over {ground.size.many:,} open cases; {less} ms over {ground.size.some:,}",
            "the floor is the bare indexed query in a transaction",
        ),
    )


def _measure(ground: Ground, open_cases: int) -> list[Samples]:
    with ground.use(open_cases).connect() as sql:
        tidy(sql)

    def sweep() -> None:
        if enforce_deadlines():
            raise RuntimeError("something was due")

    connection.ensure_connection()
    database = connection.connection
    query = due_query(_BATCH)

    def bare() -> None:
        with database.transaction():
            database.execute(query).fetchall()

    def timed(do: Callable[[], None]) -> Callable[[], float]:
        return lambda: 1000 / a_second(do, ground.size.seconds)

    return by_turns(ground.size.repeats, timed(sweep), timed(bare))
