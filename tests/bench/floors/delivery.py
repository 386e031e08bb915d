"""Refunds paid out of the outbox, into the escrow that is in the database, by bare SQL."""

import psycopg

from disputes.models import EscrowTransfer, Event, Posting
from disputes.states import NoticeKind
from tests.bench.chain_sql import end_of_case, sha256
from tests.bench.floors import BATCH, batch_after_batch
from tests.bench.floors.notices import notices
from tests.bench.rows import insert

_DETAILS = """'{"amount_minor":' || amount_minor || ',"currency":"' || currency || '"}'"""


def deliver_all(database: psycopg.Connection) -> int:
    """Batch after batch, one commit each; how many messages there were.

    Claim, payment and note in one statement: what must be three steps when the one who pays is
    somebody else.
    """
    return batch_after_batch(database, _delivery())


def _delivery() -> str:
    hashed, event = end_of_case("refund_paid", before="resolved")
    transfer = {
        "key": "key",
        "amount_minor": "amount_minor",
        "currency": "currency",
        "reference": "'ESC-' || upper(substr(md5(key), 1, 12))",
        "made_at": "at",
    }
    posting = {
        "refund_id": "refund_id",
        "account": "account",
        "amount_minor": "sign * amount_minor",
        "currency": "currency",
        "posted_at": "at",
    }
    told = notices("noted", buyer=NoticeKind.MONEY, seller=NoticeKind.PROGRESS)
    sides = "noted CROSS JOIN (VALUES ('owed', -1), ('buyer', 1)) AS side (account, sign)"
    return f"""
        WITH message AS MATERIALIZED (
            SELECT id, key FROM disputes_outboxmessage
            WHERE next_attempt_at <= now() AND delivered_at IS NULL AND given_up_at IS NULL
            ORDER BY next_attempt_at, id LIMIT {BATCH} FOR UPDATE SKIP LOCKED
        ), paid AS (
            UPDATE disputes_refund AS refund SET paid_at = now(),
                gateway_reference = 'ESC-' || upper(substr(md5(refund.key), 1, 12))
            FROM message WHERE refund.key = message.key
            RETURNING message.id AS message_id, refund.id AS refund_id, refund.key, dispute_id,
                amount_minor, currency
        ), noted AS MATERIALIZED (
            SELECT *, {hashed} AS hash FROM (
                SELECT *, {sha256("details")} AS data_hash FROM (
                    SELECT paid.*, {_DETAILS} AS details, now() AS at, kase.id AS case_id,
                        reference, event_count + 1 AS number, chain_head AS previous,
                        buyer_id, store_id
                    FROM paid JOIN disputes_dispute AS kase ON kase.id = dispute_id
                ) AS told
            ) AS detailed
        ), event AS ({insert(Event, "noted", event)} RETURNING id, dispute_id
        ), notice AS ({told}
        ), transfer AS ({insert(EscrowTransfer, "noted", transfer)}
        ), posting AS ({insert(Posting, sides, posting)}
        ), kase AS (
            UPDATE disputes_dispute AS kase
            SET event_count = number, chain_head = hash, last_event_at = at
            FROM noted WHERE kase.id = case_id
        )
        UPDATE disputes_outboxmessage AS message
        SET delivered_at = at, attempts = attempts + 1, next_attempt_at = at + interval '1 minute'
        FROM noted WHERE message.id = message_id
    """
