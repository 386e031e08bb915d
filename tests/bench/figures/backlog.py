"""One store of which very many acts wait for its ledger: booking them, and its pages meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from unittest.mock import patch

import psycopg
from django.urls import reverse

from disputes.models import Dispute, Store
from disputes.states import State
from sellers.background import ledger_sweep
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Breach, Standing
from sellers.states import Trigger
from tests.bench.floors.backlog import book_all
from tests.bench.ground import Ground, cookie_of
from tests.bench.in_process import get
from tests.bench.measure import a_second, by_turns, seconds
from tests.bench.report import Figure
from tests.bench.rows import insert
from tests.bench.seed.plan import BIG_STORE

_REPEATS = 3  # at most
_numbers = count(1)
_BOOKED = """
SELECT entries, balance,
    (SELECT count(*) FROM sellers_penalty WHERE store_id = %(store)s),
    (SELECT count(*) FROM sellers_entry WHERE store_id = %(store)s AND balance = 3 * number),
    (SELECT count(*) FROM sellers_breach WHERE store_id = %(store)s AND state = 'penalised')
FROM sellers_standing WHERE store_id = %(store)s
"""
_TABLES = "sellers_breach, sellers_penalty, sellers_entry, sellers_standing"


def backlog(ground: Ground) -> Figure:
    """Acts a second; beside it a store of which few wait, and for how long its lock was held."""
    size, repeats = ground.size, min(ground.size.repeats, _REPEATS)
    longest: list[float] = []
    with ground.use(size.few).connect() as sql:
        ours, few = (partial(_rate, sql, acts, longest) for acts in (size.acts, size.few_acts))
        few()  # the first time, code and caches are cold
        longest.clear()
        value, floor, of_few = by_turns(repeats, ours, partial(_floor, sql, size.acts), few)
    return Figure(
        value=value,
        floor=floor,
        unit="acts/s",
        targets={"growth": ("<=", 1.5), "longest_lock_ms": ("<=", 1000)},
        more={
            "acts": size.acts,
            "few_acts": size.few_acts,
            "of_few": of_few.median,
            "growth": of_few.median / value.median,
            "longest_lock_ms": 1000 * max(longest),
        },
        notes=(
            f"{size.acts:,} acts of one store, of each: act, penalty, entry",
            f"{size.few_acts:,} acts: {of_few} acts/s",
            f"its lock was held for {1000 * max(longest):.0f} ms at most",
        ),
    )


def backlog_pages(ground: Ground) -> Figure:
    """The pages of a seller a second while all these acts wait, against the same with nothing to
    wait for."""
    size, database = ground.size, ground.use(ground.size.few)
    dispute = Dispute.objects.filter(store=BIG_STORE, state=State.AWAITING_SELLER).earliest("pk")
    cookie = cookie_of(database.big_seller)
    addresses = (
        reverse("sellers:queue"),
        reverse("sellers:standing"),
        reverse("sellers:case", args=[dispute.reference]),
    )

    def read() -> None:
        for address in addresses:
            get(address, cookie)

    def rate() -> float:
        return len(addresses) * a_second(read, size.seconds)

    with database.connect() as sql:
        rate()
        [floor] = by_turns(size.repeats, rate)
        with _waiting(sql, BIG_STORE, size.acts):
            [value] = by_turns(size.repeats, rate)
    return Figure(
        value=value,
        floor=floor,
        unit="pages/s",
        targets={"ratio": (">=", 0.7)},
        more={"acts": size.acts},
        notes=(f"queue, standing and a case of a store of which {size.acts:,} acts wait",),
    )


def _rate(sql: psycopg.Connection, acts: int, longest: list[float]) -> float:
    """Note acts of a new store, sweep until all are booked, see that they are; acts a second."""
    store = _note(sql, acts)
    batch = ledger_sweep._catch_up_batch

    def timed(*args: object) -> object:
        found = []
        longest.append(seconds(lambda: found.append(batch(*args))))  # type: ignore[arg-type]
        return found[0]

    with patch.object(ledger_sweep, "_catch_up_batch", timed):
        passed = seconds(lambda: enforce_standing(seconds=600))
    _check(sql, store, acts)
    return acts / passed


def _floor(sql: psycopg.Connection, acts: int) -> float:
    store = _note(sql, acts)
    passed = seconds(lambda: book_all(sql, store))
    _check(sql, store, acts)
    return acts / passed


def _note(sql: psycopg.Connection, acts: int) -> int:
    store = Store.objects.create(name=f"Backlog {next(_numbers)}").pk
    Standing.objects.create(store_id=store)
    _insert(sql, store, acts)
    sql.execute(f"VACUUM (ANALYZE) {_TABLES}")
    sql.execute("CHECKPOINT")
    return store


def _insert(sql: psycopg.Connection, store: int, acts: int) -> None:
    """The last of them a second ago."""
    noted = {
        "store_id": str(store),
        "key": f"'backlog:{store}:' || i",
        "trigger": f"'{Trigger.MANY_CASES}'",
        "at": f"now() - ({acts} - i + 1) * interval '1 second'",
    }
    sql.execute(insert(Breach, f"generate_series(1, {acts}) AS i", noted))


@contextmanager
def _waiting(sql: psycopg.Connection, store: int, acts: int) -> Iterator[None]:
    """So many acts wait; afterwards it is as if there had been none, for the figures to come."""
    _insert(sql, store, acts)
    sql.execute(f"VACUUM (ANALYZE) {_TABLES}")
    try:
        yield
    finally:
        sql.execute("SET session_replication_role = replica")  # an act stays, otherwise
        sql.execute("DELETE FROM sellers_breach WHERE key LIKE %s", [f"backlog:{store}:%"])
        sql.execute("SET session_replication_role = origin")
        sql.execute(f"VACUUM (ANALYZE) {_TABLES}")


def _check(sql: psycopg.Connection, store: int, acts: int) -> None:
    """Was everything written? Otherwise the figure would be of other work."""
    row = sql.execute(_BOOKED, {"store": store}).fetchone()
    if row != (acts, 3 * acts, acts, acts, acts):
        raise RuntimeError(f"{row} is not what {acts} acts come to")
