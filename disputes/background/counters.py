"""Counting what the workers did, for monitoring.

Call these after the work is committed: a counter in the same transaction would hold its row until
the end of it, and every other worker would wait.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection

# The name and the label of a counter.
Key = tuple[str, str]

SWEEPS: Key = ("sweeps", "")
SET_ASIDE: Key = ("set_aside", "")
NOT_RULED: Key = ("not_ruled", "")
DELIVERED: Key = ("outbox", "delivered")
FAILED: Key = ("outbox", "failed")
GIVEN_UP: Key = ("outbox", "given_up")

# One counter for each end of a mail, and for its failed attempts.
MAILS = "mails"

# How late deadlines were enforced: one counter for each bound, in seconds, and the sum of them all.
LATENESS = "lateness"
LATENESS_BOUNDS = ("1.0", "5.0", "10.0", "30.0", "60.0", "300.0", "3600.0", "86400.0", "+Inf")
LATENESS_SUM: Key = ("lateness_sum", "")

_ADD = """
INSERT INTO disputes_workcounter AS tally (name, label, value)
SELECT * FROM unnest(%s::text[], %s::text[], %s::float8[])
ON CONFLICT (name, label) DO UPDATE SET value = tally.value + EXCLUDED.value
"""


def count(key: Key, by: float = 1) -> None:
    """Add to one counter."""
    count_many({key: by})


def count_many(amounts: Mapping[Key, float]) -> None:
    """Add to these counters, in one statement; nothing is written where nothing was done.

    Everybody takes the rows in the same order, so that no two workers wait for each other.
    """
    rows = sorted((name, label, by) for (name, label), by in amounts.items() if by)
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])


def observe_lateness(seconds: Iterable[float]) -> None:
    """Count cases whose deadlines were enforced, each so many seconds after it had passed."""
    amounts: dict[Key, float] = defaultdict(float)
    for late in seconds:
        amounts[LATENESS, _bound(late)] += 1
        amounts[LATENESS_SUM] += late
    count_many(amounts)


_BOUNDS = [float(bound) for bound in LATENESS_BOUNDS]


def _bound(late: float) -> str:
    return LATENESS_BOUNDS[bisect_left(_BOUNDS, late)]
