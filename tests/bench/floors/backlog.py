"""Acts of one store booked by bare SQL, a batch at a time, one commit each."""

import psycopg

from sellers.kernel.ledgers import ACTS
from sellers.models import Entry, Penalty, Rule
from tests.bench.rows import insert


def book_all(database: psycopg.Connection, store: int) -> None:
    """All that are noted; it knows that no points expire meanwhile and that none are doubled."""
    statement = _booking(Rule.objects.get(code="many_cases"), store)
    while database.execute(statement).rowcount:
        pass


def _booking(rule: Rule, store: int) -> str:
    penalty = {
        "store_id": str(store),
        "breach_id": "id",
        "rule_id": str(rule.pk),
        "points": str(rule.points),
        "state": "'live'",
        "repeats_id": "lag(id, 1, latest) OVER (ORDER BY at, id)",
        "given_at": "at",
        "expires_at": f"at + {rule.days} * interval '24 hours'",
        "appeal_until": "at + 183 * interval '24 hours'",
    }
    entry = {
        "store_id": str(store),
        "number": "entries + place",
        "penalty_id": "penalty.id",
        "kind": "'given'",
        "points": str(rule.points),
        "balance": f"balance + {rule.points} * place",
        "at": "given_at",
        "recorded_at": "now()",
    }
    return f"""
        WITH head AS MATERIALIZED (
            SELECT * FROM sellers_standing WHERE store_id = {store} FOR UPDATE
        ), taken AS MATERIALIZED (
            SELECT *, row_number() OVER (ORDER BY at, id) AS place FROM (
                SELECT id, at FROM sellers_breach WHERE store_id = {store} AND state = 'noted'
                ORDER BY at, id LIMIT {ACTS}
            ) AS noted
        ), latest AS (
            SELECT max(breach_id) AS latest FROM (
                SELECT breach_id FROM sellers_penalty WHERE store_id = {store}
                ORDER BY given_at DESC, id DESC LIMIT 1
            ) AS penalty
        ), booked AS (
            UPDATE sellers_breach AS breach SET state = 'penalised' FROM taken
            WHERE breach.id = taken.id
        ), penalty AS ({insert(Penalty, "taken CROSS JOIN latest", penalty)} RETURNING *
        ), entry AS (
            {insert(Entry, "penalty JOIN taken ON taken.id = breach_id CROSS JOIN head", entry)}
        )
        UPDATE sellers_standing AS standing SET entries = head.entries + more.number,
            balance = head.balance + {rule.points} * more.number, at = more.at
        FROM head CROSS JOIN (SELECT count(*) AS number, max(at) AS at FROM taken) AS more
        WHERE standing.id = head.id AND more.number > 0
    """
