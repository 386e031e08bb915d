"""The points of stores, and how many of their acts wait to be booked, counted up to a limit."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from disputes import pages

# The points and the acts that wait, each store by the head of its ledger and by an index.
_BOOKED = """
SELECT store.id, coalesce(balance, 0), (
    SELECT count(*) FROM
    (SELECT FROM sellers_breach WHERE store_id = store.id AND state = 'noted' LIMIT %s) AS noted
)
FROM unnest(%s::bigint[]) AS store (id)
LEFT JOIN sellers_standing AS standing ON store_id = store.id
"""


@dataclass(frozen=True)
class Booked:
    """The points that count against a store by what is booked, and how many acts still wait for
    that, as `pages.count` says."""

    points: int
    waiting: int


def booked(stores: Collection[int]) -> dict[int, Booked]:
    """What is booked of each of these stores; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, [pages.MOST + 1, list(stores)])
        return {store: Booked(points, waiting) for store, points, waiting in cursor.fetchall()}
