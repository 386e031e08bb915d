"""How fast ledgers are settled: what is due counts, not how many stores there are."""

from collections.abc import Callable
from functools import partial

import psycopg

from sellers.background import verification
from sellers.background.ledger_sweep import enforce_standing
from sellers.background.rates import count_rates
from sellers.models import Breach
from sellers.states import Trigger
from tests.bench.floors.standing import settle_all
from tests.bench.ground import Ground, connect
from tests.bench.measure import a_second, by_turns, seconds
from tests.bench.report import Figure
from tests.bench.rows import insert
from tests.bench.seed.standing import BALANCE, FIRST_LIVE, LAST, PENALTIES

_FEWER = 10  # times fewer stores
_REPEATS = 3  # at most, since a store falls due only once
# Of each store that was due.
_WRITTEN = (
    f"sellers_standing USING (store_id) WHERE (entries, balance) = ({LAST + 2}, {BALANCE})",
    "sellers_standing AS head USING (store_id) WHERE measure <> 'warning' AND head.due_at > now()",
    "sellers_sanction USING (store_id) WHERE points = 12 AND begun AND ended_at IS NULL",
    "disputes_outboxmessage ON (payload ->> 'store')::bigint = store_id WHERE key LIKE '%:2'",
)


def standing(ground: Ground) -> Figure:
    """Stores a second in which a penalty expires, an act is booked and a sanction begins."""
    size, repeats = ground.size, min(ground.size.repeats, _REPEATS)
    stores, due, few_due = size.stores, size.stores_due, max(1, size.stores_due // 100)
    fewer = stores // _FEWER
    ours, few = (partial(_rate, ground, stores, number) for number in (due, few_due))
    at_fewer = partial(_rate, ground, fewer, min(due, fewer // (_REPEATS + 1)))
    few()  # the first time, code and caches are cold
    value, floor, of_few, of_fewer = by_turns(
        repeats, ours, partial(_rate, ground, stores, due, bare=True), few, at_fewer
    )
    nothing, nothing_of_fewer = by_turns(
        repeats, partial(_nothing_due, ground, stores), partial(_nothing_due, ground, fewer)
    )
    ground.use_stores(stores)
    counted, verified = seconds(partial(_count, stores)), seconds(_verify)
    each = "act, 2 penalties, 2 entries, sanction, 2 messages"
    return Figure(
        value=value,
        floor=floor,
        unit="stores/s",
        targets={"ratio": (">=", 0.1), "growth": ("<=", 1.5)},
        more={
            "stores": stores,
            "due": due,
            "growth": of_fewer.median / value.median,
            "few_due": of_few.median,
            "nothing_due_ms": nothing.median,
            "nothing_due_at_fewer_ms": nothing_of_fewer.median,
            "rates_counted_in_s": counted,
            "verified_in_s": verified,
        },
        notes=(
            f"{due:,} due of {stores:,} stores with {LAST * stores:,} entries, of each: {each}",
            f"{few_due:,} due: {of_few} stores/s; {fewer:,} stores in all: {of_fewer} stores/s",
            f"nothing due: {nothing} ms; {fewer:,} stores in all: {nothing_of_fewer} ms",
            f"of all, rates counted in {counted:.1f} s, ledgers verified in {verified:.1f} s",
        ),
    )


def _rate(ground: Ground, stores: int, due: int, *, bare: bool = False) -> float:
    """Let stores fall due, settle them, see that it was done; stores a second."""
    with connect(ground.use_stores(stores)) as sql:
        _make_due(sql, due)
        settle: Callable[[], int] = partial(settle_all, sql) if bare else enforce_standing
        passed = seconds(settle)
        _check(sql, due)
    return due / passed


def _make_due(sql: psycopg.Connection, number: int) -> None:
    """So many stores that nothing has happened to: an expiry ten seconds ago, an act five."""
    noted = {
        "store_id": "store_id",
        "key": "'due:' || store_id",
        "trigger": f"'{Trigger.MANY_CASES}'",
        "at": "due_at + interval '5 seconds'",
    }
    sql.execute("SET session_replication_role = replica")  # a penalty's times are guarded
    sql.execute("DROP TABLE IF EXISTS bench_due")
    sql.execute(
        "CREATE TABLE bench_due AS SELECT store_id, now() - interval '10 seconds' AS due_at "
        f"FROM sellers_standing WHERE entries = {LAST} ORDER BY store_id LIMIT {number}"
    )
    sql.execute(
        "UPDATE sellers_penalty AS penalty SET expires_at = due_at FROM bench_due "
        f"WHERE penalty.id = (bench_due.store_id - 1) * {PENALTIES} + {FIRST_LIVE}"
    )
    sql.execute(
        "UPDATE sellers_standing AS standing SET due_at = bench_due.due_at FROM bench_due "
        "WHERE standing.store_id = bench_due.store_id"
    )
    sql.execute(insert(Breach, "bench_due", noted))
    sql.execute("SET session_replication_role = origin")
    sql.execute("VACUUM (ANALYZE)")
    sql.execute("CHECKPOINT")


def _check(sql: psycopg.Connection, number: int) -> None:
    """Was everything written? Otherwise the figure would be of other work."""
    for rows in _WRITTEN:
        row = sql.execute(f"SELECT count(*) FROM bench_due JOIN {rows}").fetchone()
        if row != (number,):
            raise RuntimeError(f"{row} of {number} stores have this: {rows}")


def _nothing_due(ground: Ground, stores: int) -> float:
    """Milliseconds of a sweep that finds nothing."""
    ground.use_stores(stores)

    def sweep() -> None:
        if enforce_standing():
            raise RuntimeError("something was due")

    return 1000 / a_second(sweep, ground.size.seconds)


def _count(stores: int) -> None:
    if count_rates(seconds=600) != stores:
        raise RuntimeError("not all stores were counted")


def _verify() -> None:
    if found := next(verification.flaws(), None):
        raise RuntimeError(found)
