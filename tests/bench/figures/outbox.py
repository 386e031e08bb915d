"""How fast the outbox is delivered: refunds, into the escrow that is in the database."""

from collections.abc import Callable
from functools import partial

import psycopg

from disputes.background.outbox import deliver_outbox
from tests.bench.due import check_delivered, make_due, take_back, tidy
from tests.bench.floors.delivery import deliver_all
from tests.bench.floors.enforcement import enforce_all
from tests.bench.ground import Ground
from tests.bench.measure import by_turns, seconds
from tests.bench.report import Figure


def outbox(ground: Ground) -> Figure:
    """Messages a second, one process, against the same rows written by bare SQL."""
    size, database = ground.size, ground.use(ground.size.many)
    with database.connect() as sql:
        take_back(sql)
        ours = partial(_rate, sql, size.messages, _drain)
        floor = partial(_rate, sql, size.messages, lambda: deliver_all(sql))
        ours()  # the first time, code and caches are cold
        value, least = by_turns(size.repeats, ours, floor)
    return Figure(
        value=value,
        floor=least,
        unit="messages/s",
        more={"messages": size.messages},
        notes=(
            f"{size.messages:,} refunds: claim, transfer, payment, 2 postings, event, note",
            "the floor does all of it in one statement a batch",
        ),
    )


def _rate(sql: psycopg.Connection, messages: int, deliver: Callable[[], object]) -> float:
    """Let so many refunds be decided, deliver them, see that it was done; messages a second."""
    tidy(sql)
    make_due(sql, messages)
    enforce_all(sql)
    passed = seconds(deliver)
    check_delivered(sql, messages)
    return messages / passed


def _drain() -> None:
    """As the worker does it, until nothing is left."""
    while deliver_outbox().delivered:
        pass
