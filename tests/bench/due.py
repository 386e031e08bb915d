"""Cases that are due: taken from the spare ones, and looked at when they were enforced."""

from collections.abc import Mapping

import psycopg

from disputes.kernel.chain import is_intact
from disputes.models import Event
from tests.bench.seed.fill import POOL

_TABLES = (
    "disputes_dispute, disputes_proposal, disputes_event, disputes_refund, disputes_posting, "
    "disputes_outboxmessage, disputes_escrowtransfer, disputes_orderline, sellers_breach"
)
_CASES = """
    disputes_dispute AS kase JOIN bench_due USING (id) WHERE kase.due_at IS NULL
    AND state = 'resolved' AND settled_by = 'seller_silence' AND event_count = 2
"""
_OF_LINE = """
    JOIN disputes_dispute AS kase ON kase.line_id = line.id
    JOIN bench_due ON kase.id = bench_due.id
"""
_OF_REFUND = "JOIN disputes_refund AS refund"
_OF_CASE = "JOIN bench_due ON dispute_id = bench_due.id"
_MESSAGES = f"disputes_outboxmessage {_OF_REFUND} USING (key) {_OF_CASE}"
_POSTINGS = f"disputes_posting {_OF_REFUND} ON refund.id = refund_id {_OF_CASE}"
_EVENTS = f"disputes_event {_OF_CASE}"
_REFUNDS = f"disputes_refund {_OF_CASE}"
# What is written for each case of a silent seller: which rows, and how many.
_ENFORCED = {
    "cases": (1, _CASES),
    "proposals": (1, f"disputes_proposal {_OF_CASE} WHERE status = 'imposed'"),
    "events": (1, f"{_EVENTS} WHERE kind = 'forced' AND number = 2"),
    "refunds": (1, _REFUNDS),
    "postings": (2, _POSTINGS),
    "breaches": (1, f"sellers_breach {_OF_CASE}"),
    "messages": (1, _MESSAGES),
}
_ADDED_UP = {
    "lines": (1, f"disputes_orderline AS line {_OF_LINE} WHERE refunded_minor = paid_minor")
}
_DELIVERED = {
    "events": (1, f"{_EVENTS} WHERE kind = 'refund_paid' AND number = 3"),
    "refunds": (1, f"{_REFUNDS} WHERE paid_at IS NOT NULL"),
    "postings": (4, _POSTINGS),
    "transfers": (1, f"disputes_escrowtransfer {_OF_REFUND} USING (key) {_OF_CASE}"),
    "messages": (1, f"{_MESSAGES} WHERE delivered_at IS NOT NULL AND attempts = 1"),
}


def tidy(database: psycopg.Connection) -> None:
    """What autovacuum and the checkpointer would do at a time of their own, done now."""
    database.execute(f"VACUUM (ANALYZE) {_TABLES}")
    database.execute("CHECKPOINT")


def make_due(
    database: psycopg.Connection, number: int, *, first: float = -60, last: float = 0
) -> None:
    """So many spare cases get deadlines, at even steps, within these seconds from now.

    They are in `bench_due` afterwards.
    """
    database.execute("DROP TABLE IF EXISTS bench_due")
    database.execute(
        "CREATE TABLE bench_due AS SELECT id, now() + make_interval(secs => %(first)s::float8 "
        "+ %(length)s::float8 * row_number() OVER (ORDER BY id) / %(number)s) AS due_at "
        f"FROM (SELECT id FROM {POOL} ORDER BY id LIMIT %(number)s) AS taken",
        {"first": first, "length": last - first, "number": number},
    )
    database.execute(f"DELETE FROM {POOL} USING bench_due WHERE {POOL}.id = bench_due.id")
    made = database.execute(
        "UPDATE disputes_dispute AS kase SET due_at = bench_due.due_at FROM bench_due "
        "WHERE kase.id = bench_due.id"
    )
    if made.rowcount != number:
        raise RuntimeError(f"only {made.rowcount} of {number} cases are left to fall due")
    database.execute("ANALYZE bench_due")


def check_enforced(
    database: psycopg.Connection, number: int, *, with_triggers: bool = True
) -> None:
    """Was everything written, and nothing twice? Otherwise the figure would be of other work."""
    _check(database, number, _ENFORCED | (_ADDED_UP if with_triggers else {}))


def check_delivered(database: psycopg.Connection, number: int) -> None:
    """The same of the refunds of these cases."""
    _check(database, number, _DELIVERED)


def _check(
    database: psycopg.Connection, number: int, expected: Mapping[str, tuple[int, str]]
) -> None:
    for kind, (each, rows) in expected.items():
        row = database.execute(f"SELECT count(*) FROM {rows}").fetchone()
        if row != (each * number,):
            raise RuntimeError(f"{row} {kind} were written for {number} cases")
    row = database.execute("SELECT max(id) FROM bench_due").fetchone()
    assert row is not None
    last = Event.objects.select_related("dispute").filter(dispute=row[0]).latest("number")
    if not is_intact(last) or last.hash != last.dispute.chain_head:
        raise RuntimeError(f"the last event of {last.dispute} is not chained as it should be")


def take_back(database: psycopg.Connection) -> None:
    """Nothing of what was left in the outbox is to be delivered any more."""
    database.execute(
        "UPDATE disputes_outboxmessage SET delivered_at = now() WHERE delivered_at IS NULL"
    )
