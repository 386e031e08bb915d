"""What must be true of every store's ledger, each as a query for what is not.

Each reads the stores with ids from `first` to `last`, and gives the store and whatever its sentence
names; of what goes wrong from one entry on, the first entry.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LedgerCheck:
    sentence: str
    query: str


CHECKS = (
    LedgerCheck(
        "entry {0} is missing.",
        """
        SELECT DISTINCT ON (store_id) store_id, place FROM (
            SELECT store_id, number,
                row_number() OVER (PARTITION BY store_id ORDER BY number) AS place
            FROM sellers_entry WHERE store_id BETWEEN %(first)s AND %(last)s
        ) AS entry WHERE number <> place ORDER BY store_id, number
        """,
    ),
    LedgerCheck(
        "entry {0} says that the balance is {1}, and the points up to it come to {2}.",
        """
        SELECT DISTINCT ON (store_id) store_id, number, balance, total FROM (
            SELECT store_id, number, balance,
                sum(points) OVER (PARTITION BY store_id ORDER BY number) AS total
            FROM sellers_entry WHERE store_id BETWEEN %(first)s AND %(last)s
        ) AS entry WHERE balance <> total ORDER BY store_id, number
        """,
    ),
    LedgerCheck(
        "entry {0} is dated before the one that it follows.",
        """
        SELECT DISTINCT ON (store_id) store_id, number FROM (
            SELECT store_id, number, at,
                lag(at) OVER (PARTITION BY store_id ORDER BY number) AS before
            FROM sellers_entry WHERE store_id BETWEEN %(first)s AND %(last)s
        ) AS entry WHERE at < before ORDER BY store_id, number
        """,
    ),
    LedgerCheck(
        "its head says {0} points, {1} entries, {2}; its last entry {3} points, number {4}, {5}.",
        """
        SELECT store_id, standing.balance, entries, standing.at, entry.balance, number, entry.at
        FROM (
            SELECT * FROM sellers_standing WHERE store_id BETWEEN %(first)s AND %(last)s
        ) AS standing FULL JOIN (
            SELECT DISTINCT ON (store_id) store_id, number, balance, at FROM sellers_entry
            WHERE store_id BETWEEN %(first)s AND %(last)s ORDER BY store_id, number DESC
        ) AS entry USING (store_id)
        WHERE standing.balance IS DISTINCT FROM coalesce(entry.balance, 0)
            OR entries IS DISTINCT FROM coalesce(number, 0) OR standing.at < entry.at
            OR (standing.at IS NULL AND number IS NOT NULL)
        """,
    ),
    LedgerCheck(
        "its balance is {0}, and the penalties that count come to {1}.",
        """
        SELECT standing.store_id, balance, coalesce(sum(points), 0) AS total
        FROM sellers_standing AS standing LEFT JOIN sellers_penalty AS penalty
            ON penalty.store_id = standing.store_id AND state = 'live'
        WHERE standing.store_id BETWEEN %(first)s AND %(last)s
        GROUP BY standing.store_id, balance HAVING balance <> coalesce(sum(points), 0)
        """,
    ),
    LedgerCheck(
        "penalty {0} is {1} with {2} points, and its {4} entries, the last {3}, come to {5}.",
        """
        SELECT store_id, id, state, points, last, coalesce(number, 0), coalesce(total, 0)
        FROM sellers_penalty AS penalty LEFT JOIN (
            SELECT penalty_id, count(*) AS number, sum(points) AS total,
                count(*) FILTER (WHERE kind = 'given') AS given,
                (array_agg(kind ORDER BY number DESC) FILTER (WHERE kind <> 'reduced'))[1] AS last
            FROM sellers_entry WHERE store_id BETWEEN %(first)s AND %(last)s GROUP BY penalty_id
        ) AS entry ON penalty_id = id
        WHERE store_id BETWEEN %(first)s AND %(last)s AND (
            given IS DISTINCT FROM 1
            OR total <> CASE state WHEN 'live' THEN points ELSE 0 END
            OR state <> CASE WHEN last IN ('given', 'resumed') THEN 'live' ELSE last END
        )
        """,
    ),
    LedgerCheck(
        "entry {0} is about a penalty of another store.",
        """
        SELECT entry.store_id, number
        FROM sellers_entry AS entry JOIN sellers_penalty AS penalty ON penalty.id = penalty_id
        WHERE entry.store_id BETWEEN %(first)s AND %(last)s AND entry.store_id <> penalty.store_id
        """,
    ),
    LedgerCheck(
        "act {0} is {1}, and has {2}.",
        """
        SELECT breach.store_id, key, breach.state,
            CASE WHEN penalty.id IS NULL THEN 'no penalty' ELSE 'penalty ' || penalty.id END
        FROM sellers_breach AS breach LEFT JOIN sellers_penalty AS penalty ON breach_id = breach.id
        WHERE breach.store_id BETWEEN %(first)s AND %(last)s
            AND (breach.state = 'penalised') <> (penalty.id IS NOT NULL)
        """,
    ),
    LedgerCheck(
        "act {0} is one with act {1}, {2}, {3}.",
        """
        SELECT same.store_id, same.key, counted.key, counted.state,
            CASE WHEN counted.store_id = same.store_id THEN 'of this store' ELSE 'of another' END
        FROM sellers_breach AS same JOIN sellers_breach AS counted ON counted.id = same.same_as_id
        WHERE same.store_id BETWEEN %(first)s AND %(last)s
            AND (counted.state, counted.store_id) <> ('penalised', same.store_id)
        """,
    ),
    LedgerCheck(
        "penalty {0} is not of the store or of the time of its act, {1}.",
        """
        SELECT penalty.store_id, penalty.id, key
        FROM sellers_penalty AS penalty JOIN sellers_breach AS breach ON breach.id = breach_id
        WHERE penalty.store_id BETWEEN %(first)s AND %(last)s
            AND (penalty.store_id, penalty.given_at) <> (breach.store_id, breach.at)
        """,
    ),
    LedgerCheck(
        "sanction {0}, from {1} points on, has not ended, and the store has {2}.",
        """
        SELECT sanction.store_id, sanction.id, sanction.points, coalesce(sum(penalty.points), 0)
        FROM sellers_sanction AS sanction LEFT JOIN sellers_penalty AS penalty
            ON penalty.store_id = sanction.store_id AND state IN ('live', 'suspended')
        WHERE sanction.store_id BETWEEN %(first)s AND %(last)s AND ended_at IS NULL
        GROUP BY sanction.id HAVING coalesce(sum(penalty.points), 0) < sanction.points
        """,
    ),
    LedgerCheck(
        "sanction {0}, from {1} points on, {2}, while {3} points count.",
        """
        SELECT sanction.store_id, sanction.id, points,
            CASE WHEN interrupted_at IS NULL THEN 'runs' ELSE 'stands still' END,
            coalesce(balance, 0)
        FROM sellers_sanction AS sanction LEFT JOIN sellers_standing AS standing
            ON standing.store_id = sanction.store_id
        WHERE sanction.store_id BETWEEN %(first)s AND %(last)s AND ended_at IS NULL
            AND (interrupted_at IS NULL) <> (coalesce(balance, 0) >= points)
        """,
    ),
    LedgerCheck(
        "its head says “{0}”, and the strictest sanction in force is “{1}”.",
        """
        SELECT store_id, standing.measure, coalesce(strictest.measure, '')
        FROM (
            SELECT * FROM sellers_standing WHERE store_id BETWEEN %(first)s AND %(last)s
        ) AS standing FULL JOIN (
            SELECT DISTINCT ON (store_id) store_id, measure FROM sellers_sanction
            WHERE store_id BETWEEN %(first)s AND %(last)s
                AND ended_at IS NULL AND begun AND interrupted_at IS NULL
            ORDER BY store_id,
                array_position(ARRAY['closed', 'paused', 'restricted', 'warning'], measure::text)
        ) AS strictest USING (store_id)
        WHERE standing.measure IS DISTINCT FROM coalesce(strictest.measure, '')
        """,
    ),
    LedgerCheck(
        "penalty {0} is {1}, and its appeal {2}.",
        """
        SELECT store_id, penalty.id, state,
            CASE WHEN decision IS NULL THEN 'is not there' WHEN decision = '' THEN 'is open'
                ELSE 'was decided: ' || decision END
        FROM sellers_penalty AS penalty
        LEFT JOIN sellers_penaltyappeal AS appeal ON penalty_id = penalty.id
        WHERE store_id BETWEEN %(first)s AND %(last)s AND (
            (state = 'suspended' AND decision IS DISTINCT FROM '')
            OR (state = 'revoked' AND decision = '')
            OR (state <> 'revoked' AND decision IN ('revoked', 'timed_out'))
        )
        """,
    ),
    LedgerCheck(
        "it is due at {0}, and what comes next in it at {1}.",
        """
        SELECT store_id, standing.due_at, next.due_at
        FROM (
            SELECT * FROM sellers_standing WHERE store_id BETWEEN %(first)s AND %(last)s
        ) AS standing FULL JOIN (
            SELECT store_id, min(at) AS due_at FROM (
                SELECT store_id, expires_at AS at FROM sellers_penalty
                WHERE store_id BETWEEN %(first)s AND %(last)s AND state IN ('live', 'suspended')
                UNION ALL
                SELECT store_id, decide_by FROM sellers_penaltyappeal AS appeal
                JOIN sellers_penalty AS penalty ON penalty.id = penalty_id
                WHERE store_id BETWEEN %(first)s AND %(last)s AND decision = ''
                UNION ALL
                SELECT store_id, CASE WHEN begun THEN ends_at ELSE starts_at END
                FROM sellers_sanction WHERE store_id BETWEEN %(first)s AND %(last)s
                    AND ended_at IS NULL AND interrupted_at IS NULL
            ) AS coming GROUP BY store_id
        ) AS next USING (store_id) WHERE standing.due_at IS DISTINCT FROM next.due_at
        """,
    ),
)
