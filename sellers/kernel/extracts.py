"""The penalties that matter for what is to be done now: of a large store a few, of a small one all.

An account must know what is due, what it may have to lower, what one more penalty would repeat,
and all that stand where they can lead to a sanction. Whatever else a store has been given weighs in
its balance alone, so it need not be read: what a ledger costs does not depend on its length.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from sellers.models import Breach, Penalty, Standing

# Behind every key of an act.
_LAST = 2**62


@dataclass(frozen=True)
class RuleKey:
    """A penalty of one rule, by its code, that may be booked: of which store, for what happened
    when, and the key of its act."""

    store_id: int
    code: str
    at: datetime
    key: int

    @classmethod
    def one_more(cls, store_id: int, code: str, now: datetime) -> "list[RuleKey]":
        """The keys of an act that has none yet: before and behind what happens at the same time."""
        return [cls(store_id, code, now, key) for key in (0, _LAST)]


# At most so many rows of each store are due; one more says that there are more.
_MATTERING = """
WITH ledger AS MATERIALIZED (
    SELECT * FROM unnest(%(stores)s::bigint[], %(points)s::bigint[]) AS ledger (store_id, points)
), due AS MATERIALIZED (
    SELECT expiring.id, false AS may_go FROM ledger CROSS JOIN LATERAL (
        SELECT id FROM sellers_penalty
        WHERE store_id = ledger.store_id AND state IN ('live', 'suspended')
            AND expires_at <= %(now)s
        ORDER BY expires_at, id LIMIT %(most)s
    ) AS expiring
    UNION ALL
    SELECT contested.id, true FROM ledger CROSS JOIN LATERAL (
        SELECT penalty_id AS id FROM sellers_penaltyappeal
        WHERE penalty_store_id = ledger.store_id AND decision = '' AND decide_by <= %(now)s
        ORDER BY decide_by, penalty_id LIMIT %(most)s
    ) AS contested
    UNION ALL
    SELECT id, true FROM sellers_penalty WHERE breach_id = ANY(%(keys)s)
), contested AS MATERIALIZED (
    SELECT penalty.* FROM sellers_penalty AS penalty
    WHERE id = ANY(ARRAY(SELECT id FROM due WHERE may_go))
), doubled AS MATERIALIZED (
    SELECT penalty.* FROM sellers_penalty AS penalty
    WHERE repeats_id = ANY(ARRAY(SELECT breach_id FROM contested))
        AND state IN ('live', 'suspended')
), kind AS MATERIALIZED (
    SELECT * FROM unnest(
        %(kind_stores)s::bigint[], %(codes)s::text[], %(times)s::timestamptz[], %(acts)s::bigint[]
    ) AS kind (store_id, code, at, act)
    UNION
    SELECT store_id, code, given_at, breach_id
    FROM (SELECT * FROM contested UNION SELECT * FROM doubled) AS penalty
    JOIN sellers_rule AS rule ON rule.id = rule_id
), earlier AS (
    SELECT DISTINCT latest.id FROM kind JOIN sellers_rule AS rule USING (code) CROSS JOIN LATERAL (
        SELECT id FROM sellers_penalty AS penalty
        WHERE penalty.store_id = kind.store_id AND rule_id = rule.id AND state <> 'revoked'
            AND (given_at, breach_id) < (kind.at, kind.act)
            AND id NOT IN (SELECT id FROM contested)
        ORDER BY given_at DESC, breach_id DESC LIMIT 1
    ) AS latest
), found AS MATERIALIZED (
    SELECT id FROM due UNION SELECT id FROM doubled UNION SELECT id FROM earlier
), small AS (
    SELECT ledger.store_id FROM ledger LEFT JOIN (
        SELECT store_id, sum(points) AS points FROM sellers_penalty
        WHERE id = ANY(ARRAY(SELECT id FROM found)) AND state IN ('live', 'suspended')
        GROUP BY store_id
    ) AS known USING (store_id)
    WHERE ledger.points - coalesce(known.points, 0) < %(highest)s
)
SELECT * FROM sellers_penalty WHERE id = ANY(ARRAY(
    SELECT id FROM found
    UNION
    SELECT penalty.id FROM small CROSS JOIN LATERAL (
        SELECT id FROM sellers_penalty
        WHERE store_id = small.store_id AND state IN ('live', 'suspended')
        OFFSET 0
    ) AS penalty
)) ORDER BY id
"""


def penalties_that_matter(
    standings: Sequence[Standing],
    suspended: dict[int, int],
    now: datetime,
    *,
    most: int,
    highest: int,
    keys: Collection[int],
    kinds: Sequence[RuleKey],
) -> list[Penalty]:
    """The penalties of these stores that matter, in the order in which they were booked; one query.

    `most` are due of each store, one of them only to show that there are more. `highest` is the
    highest threshold: where what is not read might come to less, all that stand are read, of which
    there are no more than points. `keys` are acts whose penalties are to be decided on.
    """
    return list(
        Penalty.objects.raw(
            _MATTERING,
            {
                "stores": [each.store_id for each in standings],
                "points": [each.balance + suspended.get(each.store_id, 0) for each in standings],
                "now": now,
                "most": most,
                "highest": highest,
                "keys": list(keys),
                "kind_stores": [kind.store_id for kind in kinds],
                "codes": [kind.code for kind in kinds],
                "times": [kind.at for kind in kinds],
                "acts": [kind.key for kind in kinds],
            },
        )
    )


_TO_BOOK = """
SELECT breach.* FROM unnest(%s::bigint[]) AS ledger (store_id) CROSS JOIN LATERAL (
    SELECT * FROM sellers_breach WHERE store_id = ledger.store_id AND state = 'noted'
    ORDER BY at, id LIMIT %s
) AS breach
"""


def breaches_to_book(stores: Sequence[int], most: int) -> list[Breach]:
    """So many of each store at most, the first that happened; one query."""
    return list(Breach.objects.raw(_TO_BOOK, [list(stores), most]))


# What comes next of each store, of all that may expire or has to be decided.
_NEXT = """
SELECT ledger.store_id, least(expires_at, decide_by) FROM unnest(%s::bigint[]) AS ledger (store_id)
LEFT JOIN LATERAL (
    SELECT expires_at FROM sellers_penalty
    WHERE store_id = ledger.store_id AND state IN ('live', 'suspended')
    ORDER BY expires_at, id LIMIT 1
) AS penalty ON true
LEFT JOIN LATERAL (
    SELECT decide_by FROM sellers_penaltyappeal
    WHERE penalty_store_id = ledger.store_id AND decision = ''
    ORDER BY decide_by, penalty_id LIMIT 1
) AS appeal ON true
"""


def next_due(stores: Sequence[int]) -> dict[int, datetime | None]:
    """When a penalty of each store expires next, or the time to decide on an appeal ends."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [list(stores)])
        return dict(cursor.fetchall())


# The stores from one on that have something to book, one probe of the index for each: to look at
# all acts would take the longer the more wait.
_WITH_ACTS = """
WITH RECURSIVE noted AS (
    (
        SELECT store_id FROM sellers_breach
        WHERE state = 'noted' AND store_id > %(after)s ORDER BY store_id, at, id LIMIT 1
    )
    UNION ALL
    SELECT following.store_id FROM noted CROSS JOIN LATERAL (
        SELECT store_id FROM sellers_breach
        WHERE state = 'noted' AND store_id > noted.store_id ORDER BY store_id, at, id LIMIT 1
    ) AS following
)
SELECT store_id FROM noted LEFT JOIN sellers_standing AS standing USING (store_id)
WHERE retry_at IS NULL OR retry_at <= %(now)s LIMIT %(limit)s
"""


def stores_with_breaches(after: int, now: datetime, limit: int) -> list[int]:
    """Stores behind this one with acts to book, but for those that are passed over."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_ACTS, {"after": after, "now": now, "limit": limit})
        return [store for (store,) in cursor.fetchall()]
