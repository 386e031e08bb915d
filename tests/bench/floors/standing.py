"""Ledgers settled by bare SQL: of each store one penalty expires, and one act is booked."""

import psycopg

from disputes.models import OutboxMessage
from sellers.models import Entry, Penalty, Rule, Sanction
from tests.bench.floors import BATCH, batch_after_batch
from tests.bench.rows import insert


def settle_all(database: psycopg.Connection) -> int:
    """Batch after batch, one commit each; how many stores there were."""
    return batch_after_batch(database, _settling(Rule.objects.get(code="many_cases")))


def _settling(rule: Rule) -> str:
    """It knows which threshold these points reach, and for how long that restricts a store."""
    penalty = {
        "store_id": "store_id",
        "breach_id": "breach_id",
        "rule_id": str(rule.pk),
        "points": str(rule.points),
        "state": "'live'",
        "given_at": "at",
        "expires_at": f"at + {rule.days} * interval '24 hours'",
        "appeal_until": "at + 183 * interval '24 hours'",
    }
    entry = {
        "store_id": "store_id",
        "number": "number",
        "penalty_id": "penalty_id",
        "kind": "kind",
        "points": "points",
        "balance": "balance",
        "at": "at",
        "recorded_at": "now()",
    }
    sanction = {
        "store_id": "store_id",
        "measure": "'restricted'",
        "points": "12",
        "because": "because",
        "decided_at": "at",
        "starts_at": "at",
        "ends_at": "at + interval '7 days'",
        "begun": "true",
        "moves": "2",
    }
    message = {
        "topic": "'standing'",
        "key": "'sanction:' || sanction.id || ':' || place",
        "payload": (
            "jsonb_build_object('store', store_id, 'sanction', sanction.id, 'move', move, "
            "'at', starts_at, 'measure', measure, 'threshold', points, 'decided_at', decided_at, "
            "'starts_at', starts_at, 'ends_at', ends_at, 'ending', '', 'in_force', 'restricted')"
        ),
        "created_at": "now()",
        "next_attempt_at": "now()",
    }
    lines = f"""(
        SELECT store_id, entries + 1 AS number, penalty_id, 'expired' AS kind, -points AS points,
            balance - points AS balance, expires_at AS at FROM due JOIN expired USING (store_id)
        UNION ALL
        SELECT store_id, entries + 2, penalty.id, 'given', {rule.points}, balance, given_at
        FROM due JOIN penalty USING (store_id)
    ) AS line"""
    moves = "sanction CROSS JOIN (VALUES (1, 'decided'), (2, 'started')) AS move (place, move)"
    return f"""
        WITH due AS MATERIALIZED (
            SELECT id, store_id, entries, balance FROM sellers_standing
            WHERE due_at <= now() ORDER BY due_at, id LIMIT {BATCH} FOR UPDATE SKIP LOCKED
        ), expired AS (
            UPDATE sellers_penalty AS penalty SET state = 'expired' FROM due
            WHERE penalty.store_id = due.store_id AND state IN ('live', 'suspended')
                AND expires_at <= now()
            RETURNING penalty.store_id, penalty.id AS penalty_id, points, expires_at
        ), booked AS (
            UPDATE sellers_breach AS breach SET state = 'penalised' FROM due
            WHERE breach.store_id = due.store_id AND state = 'noted'
            RETURNING breach.store_id, breach.id AS breach_id, at
        ), penalty AS ({insert(Penalty, "booked", penalty)} RETURNING *
        ), entry AS ({insert(Entry, lines, entry)}
        ), standing AS (
            SELECT due.id, due.store_id, at, array_agg(breach_id) || new AS because,
                least(min(expires_at), at + interval '7 days') AS next_at
            FROM due JOIN (SELECT store_id, breach_id AS new, at FROM booked) AS booked
                USING (store_id)
            JOIN sellers_penalty USING (store_id)
            WHERE state IN ('live', 'suspended') AND expires_at > now()
            GROUP BY due.id, due.store_id, at, new
        ), sanction AS ({insert(Sanction, "standing", sanction)} RETURNING *
        ), message AS ({insert(OutboxMessage, moves, message)}
        )
        UPDATE sellers_standing AS head SET entries = entries + 2, at = standing.at,
            due_at = next_at, measure = 'restricted'
        FROM standing WHERE head.id = standing.id
    """
