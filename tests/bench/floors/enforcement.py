"""Deadlines enforced by bare SQL."""

import psycopg

from disputes.models import Event, OutboxMessage, Posting, Refund
from disputes.states import NoticeKind
from sellers.models import Breach
from tests.bench.chain_sql import end_of_case, offer_data, sha256
from tests.bench.floors import BATCH, batch_after_batch
from tests.bench.floors.notices import notices
from tests.bench.rows import insert


def due_query(limit: int) -> str:
    """What is due first, locked, without waiting for anybody."""
    return (
        "SELECT id FROM disputes_dispute WHERE due_at <= now() "
        f"ORDER BY due_at, id LIMIT {limit} FOR UPDATE SKIP LOCKED"
    )


def enforce_all(database: psycopg.Connection) -> int:
    """Batch after batch, one commit each; how many cases there were."""
    return batch_after_batch(database, _enforcement())


def _enforcement() -> str:
    hashed, event = end_of_case("forced", before="awaiting_seller")
    refund = {
        "dispute_id": "case_id",
        "line_id": "line_id",
        "key": "'refund-' || reference",
        "amount_minor": "amount_minor",
        "currency": "currency",
        "decided_at": "at",
    }
    posting = {
        "refund_id": "refund.id",
        "account": "account",
        "amount_minor": "sign * refund.amount_minor",
        "currency": "refund.currency",
        "posted_at": "refund.decided_at",
    }
    breach = {
        "store_id": "store_id",
        "dispute_id": "case_id",
        "key": "'case:' || case_id || ':no_response'",
        "trigger": "'no_response'",
        "at": "was_due_at",
    }
    message = {
        "topic": "'refund'",
        "key": "'refund-' || reference",
        "payload": "jsonb_build_object('case', reference)",
        "created_at": "at",
        "next_attempt_at": "at",
    }
    told = notices("forced", buyer=NoticeKind.DECISION, seller=NoticeKind.DECISION)
    sides = "refund CROSS JOIN (VALUES ('escrow', -1), ('owed', 1)) AS side (account, sign)"
    return f"""
        WITH due AS MATERIALIZED (
            SELECT id, reference, line_id, store_id, buyer_id, event_count + 1 AS number,
                chain_head AS previous, due_at AS was_due_at, now() AS at
            FROM disputes_dispute WHERE due_at <= now()
            ORDER BY due_at, id LIMIT {BATCH} FOR UPDATE SKIP LOCKED
        ), request AS (
            UPDATE disputes_proposal AS proposal SET status = 'imposed', answered_at = due.at
            FROM due WHERE dispute_id = due.id AND party = 'buyer' AND status = 'live'
            RETURNING proposal.id AS proposal_id, dispute_id AS case_id, solution, amount_minor,
                currency, freight_payer, freight_minor
        ), forced AS MATERIALIZED (
            SELECT *, {hashed} AS hash FROM (
                SELECT *, {sha256("details")} AS data_hash FROM (
                    SELECT *, {offer_data()} AS details
                    FROM due JOIN request ON request.case_id = due.id
                ) AS told
            ) AS detailed
        ), event AS ({insert(Event, "forced", event)} RETURNING id, dispute_id
        ), notice AS ({told}
        ), refund AS ({insert(Refund, "forced", refund)} RETURNING *
        ), posting AS ({insert(Posting, sides, posting)}
        ), breach AS ({insert(Breach, "forced", breach)}
        ), message AS ({insert(OutboxMessage, "forced", message)}
        )
        UPDATE disputes_dispute AS kase
        SET state = 'resolved', due_at = NULL, settled_by = 'seller_silence',
            settlement_id = proposal_id, closed_at = at, event_count = number, chain_head = hash,
            last_event_at = at
        FROM forced WHERE kase.id = forced.case_id
    """
