"""Orders, cases, and what lies in their files."""

from disputes.models import (
    Attachment,
    Dispute,
    Evidence,
    LineSnapshot,
    Order,
    OrderLine,
    OutboxMessage,
    Parcel,
    ParcelItem,
    Posting,
    Proposal,
    Refund,
    Ruling,
)
from disputes.states import State
from tests.bench.rows import insert
from tests.bench.seed.plan import TABLE, reference
from tests.bench.seed.stories import CLOSED, STORIES

_AGREED = "story IN ('agreed', 'sent', 'closed')"
_RETURNED = "story IN ('agreed', 'sent')"
_JUDGED = "story IN ('ruled', 'appealed')"
_HEARD = f"(story IN ('refused', 'heard', 'waiting') OR {_JUDGED})"
_DELIVERED = 5_000  # messages of the outbox that are kept as delivered


_ORDER = {
    "reference": reference("O"),
    "currency": "'USD'",
    "placed_at": "opened_at - interval '21 days'",
}
_HANDLING = {"handling_days": "7"}
_PARCEL = {
    "dispatched_at": "opened_at - interval '20 days'",
    "promised_days": "10",
    "delivered_at": "CASE WHEN received THEN opened_at - interval '1 day' END",
    "carrier": "'Correos'",
    "tracking_number": "'CX' || i",
    "status": "CASE WHEN received THEN 'delivered' ELSE 'shipped' END",
}
_PROMISED = {
    "delivery_known_at": _PARCEL["delivered_at"],
    "received_days": "5",
    "received_until": "CASE WHEN received THEN opened_at + interval '4 days' END",
    "missing_from": "opened_at - interval '15 days'",
    "missing_until": "opened_at + interval '5 days'",
}
_RETURNS = f"state IN ('{State.AWAITING_RETURN}', '{State.RETURN_IN_TRANSIT}')"
_LINE = {
    "number": "1",
    "title": "(ARRAY['Blue mug', 'Desk lamp with a long arm', 'Wool socks, 3 pairs', "
    "'Rain jacket', 'Wireless headphones'])[i % 5 + 1]",
    "description": "'As in the picture. Sent within two days.'",
    "picture": "'listing/' || i % 1000 || '.jpg'",
    "quantity": "1",
    "price_minor": "paid",
    "shipping_minor": "0",
    "paid_minor": "paid",
}


def orders() -> list[str]:
    refunded = f"CASE WHEN story = '{CLOSED}' THEN paid ELSE 0 END"
    return [
        insert(
            Order,
            TABLE,
            _ORDER | _HANDLING | {"id": "i", "buyer_id": "buyer", "store_id": "store"},
        ),
        insert(Parcel, TABLE, _PARCEL | _PROMISED | {"id": "i", "order_id": "i", "number": "1"}),
        insert(OrderLine, TABLE, _LINE | {"id": "i", "order_id": "i", "refunded_minor": refunded}),
        insert(
            ParcelItem,
            TABLE,
            {
                "id": "i",
                "order_id": "i",
                "parcel_id": "i",
                "line_id": "i",
                "number": "1",
                "pieces": "1",
                "disputed_pieces": "1",
            },
        ),
    ]


def cases(arbitrators: list[int]) -> list[str]:
    """The cases themselves; of those that await a ruling, one in five is taken."""
    states = " ".join(f"WHEN '{story.name}' THEN '{story.state}'" for story in STORIES)
    lengths = " ".join(f"WHEN '{story.name}' THEN {len(story.events)}" for story in STORIES)
    judge = f"(ARRAY{arbitrators})[i % {len(arbitrators)} + 1]"
    return [
        insert(
            Dispute,
            f"(SELECT *, CASE story {states} END AS state, CASE story {lengths} END AS events "
            f"FROM {TABLE}) AS plan JOIN bench_heads AS head USING (i) "
            "WHERE head.number = events ORDER BY i",
            {
                "id": "i",
                "reference": "reference",
                "state": "state",
                "policy_id": "(SELECT max(id) FROM disputes_policy)",
                "item_id": "i",
                "line_id": "i",
                "pieces": "1",
                "store_id": "store",
                "buyer_id": "buyer",
                "reason_id": "(SELECT id FROM disputes_reason WHERE code = 'colour')",
                "reason_labels": "ARRAY['The item looks different', 'Different colour or pattern']",
                "received": "received",
                "opened_at": "opened_at",
                "due_at": "due_at",
                "closed_at": f"CASE WHEN story = '{CLOSED}' THEN opened_at + interval '1 day' END",
                "assignee_id": f"CASE WHEN state IN ('{State.AWAITING_RULING}', "
                f"'{State.APPEALED}') AND i % 5 = 0 THEN {judge} END",
                "buyer_may_appeal": f"state = '{State.RULED}'",
                "seller_may_appeal": f"state = '{State.RULED}'",
                "buyer_appealed_at": "CASE WHEN story = 'appealed' "
                "THEN opened_at + interval '5 hours' END",
                "settled_by": f"CASE WHEN {_AGREED} THEN 'agreement' ELSE '' END",
                "settlement_id": f"CASE WHEN {_AGREED} THEN i END",
                "return_address": f"CASE WHEN {_RETURNS} THEN 'Lager 4' ELSE '' END",
                "return_country": f"CASE WHEN {_RETURNS} THEN 'DE' ELSE '' END",
                "return_carrier": "CASE WHEN story = 'sent' THEN 'Correos' ELSE '' END",
                "return_tracking": "CASE WHEN story = 'sent' THEN 'CX123' ELSE '' END",
                "return_shipped_at": "CASE WHEN story = 'sent' "
                "THEN opened_at + interval '2 hours' END",
                "event_count": "events",
                "chain_head": "head.hash",
                "last_event_at": "opened_at",
            },
        )
    ]


def snapshots() -> list[str]:
    """What the cases are about."""
    held = {name: value for name, value in _ORDER.items() if name != "reference"}
    own = {"id": "i", "dispute_id": "i", "pieces": "1", "parcel_number": "1"}
    own |= {"order_reference": _ORDER["reference"], "refunded_elsewhere_minor": "0"}
    return [insert(LineSnapshot, TABLE, _LINE | held | _PARCEL | own)]


def proposals(arbitrators: list[int], most: int) -> list[str]:
    """The buyers' requests, counted as the cases; then the sellers' offers and the rulings."""
    judge = f"(ARRAY{arbitrators})[i % {len(arbitrators)} + 1]"
    request = {
        "id": "i",
        "dispute_id": "i",
        "party": "'buyer'",
        "version": "1",
        "solution": f"CASE WHEN {_RETURNED} THEN 'return_and_refund' ELSE 'refund' END",
        "amount_minor": "paid",
        "currency": "'USD'",
        "freight_payer": f"CASE WHEN {_RETURNED} THEN 'seller' ELSE '' END",
        "freight_minor": f"CASE WHEN {_RETURNED} THEN paid / 2 + 1 ELSE 0 END",
        "text": "'It is green, not blue.'",
        "status": f"CASE WHEN {_AGREED} THEN 'accepted' ELSE 'live' END",
        "made_by_id": "buyer",
        "made_at": "opened_at",
        "answered_at": f"CASE WHEN {_AGREED} THEN opened_at + interval '1 hour' END",
    }
    answer = request | {
        "id": f"{most} + i",
        "party": "'seller'",
        "solution": "'refund'",
        "amount_minor": "paid / 2",
        "freight_payer": "''",
        "freight_minor": "0",
        "text": "'Half of it would be fair.'",
        "status": "'live'",
        "made_by_id": "seller",
        "made_at": "opened_at + interval '1 hour'",
        "answered_at": "NULL",
    }
    ruled = answer | {
        "party": "'platform'",
        "text": "''",
        "made_by_id": judge,
        "made_at": "opened_at + interval '4 hours'",
    }
    ruling = {
        "dispute_id": "i",
        "proposal_id": f"{most} + i",
        "arbitrator_id": judge,
        "ground_id": "(SELECT id FROM disputes_ground WHERE code = 'differs_from_listing')",
        "reasons": "'As shown.'",
        "on_appeal": "false",
        "waited_since": "opened_at + interval '3 hours'",
        "ruled_at": "opened_at + interval '4 hours'",
    }
    return [
        insert(Proposal, TABLE, request),
        insert(Proposal, f"{TABLE} WHERE story = 'offered'", answer),
        insert(Proposal, f"{TABLE} WHERE {_JUDGED}", ruled),
        insert(Ruling, f"{TABLE} WHERE {_JUDGED}", ruling),
    ]


# Evenly spread, as those of photos nearly are.
LIKENESS = "('x' || substr(md5('likeness' || i), 1, 16))::bit(64)::bigint"


def evidence(most: int) -> list[str]:
    """Each buyer's statement, with a photo where goods came; the answers of the sellers."""
    stated = {
        "id": "i",
        "dispute_id": "i",
        "number": "1",
        "party": "'buyer'",
        "author_id": "buyer",
        "text": "'It is green, not blue.'",
        "added_at": "opened_at",
    }
    answered = stated | {
        "id": f"{most} + i",
        "number": "2",
        "party": "'seller'",
        "author_id": "seller",
        "text": "'The mug is blue, as in the picture.'",
        "added_at": "opened_at + interval '1 hour'",
    }
    photo = {
        "public_id": "gen_random_uuid()",
        "uploader_id": "buyer",
        "evidence_id": "i",
        "name": "'photo.jpg'",
        "shared": "'evidence/' || i || '.jpg'",
        "thumbnail": "'evidence/' || i || '-small.jpg'",
        "width": "1600",
        "height": "1200",
        "size": "400000",
        "sha256": "md5(i::text) || md5(i::text)",
        "uploaded_at": "opened_at",
        "perceptual_hash": LIKENESS,
    }
    return [
        insert(Evidence, TABLE, stated),
        insert(Evidence, f"{TABLE} WHERE {_HEARD}", answered),
        insert(Attachment, f"{TABLE} WHERE received", photo),
    ]


def money() -> list[str]:
    """The closed cases were refunded; of the last ones the messages are still there."""
    closed = f"{TABLE} WHERE story = '{CLOSED}'"
    refund = {
        "id": "i",
        "dispute_id": "i",
        "line_id": "i",
        "key": "'refund-' || reference",
        "amount_minor": "paid",
        "currency": "'USD'",
        "decided_at": "opened_at",
        "paid_at": "opened_at",
        "gateway_reference": "'ESC-' || i",
    }
    posting = {
        "refund_id": "i",
        "account": "account",
        "amount_minor": "sign * paid",
        "currency": "'USD'",
        "posted_at": "opened_at",
    }
    sides = "(VALUES ('escrow', -1), ('owed', 1), ('owed', -1), ('buyer', 1)) AS s (account, sign)"
    message = {
        "topic": "'refund'",
        "key": "'refund-' || reference",
        "payload": "jsonb_build_object('case', reference)",
        "created_at": "opened_at",
        "next_attempt_at": "opened_at",
        "attempts": "1",
        "delivered_at": "opened_at",
    }
    return [
        insert(Refund, closed, refund),
        insert(Posting, f"{TABLE} CROSS JOIN {sides} WHERE story = '{CLOSED}'", posting),
        insert(OutboxMessage, f"{closed} ORDER BY i DESC LIMIT {_DELIVERED}", message),
    ]
