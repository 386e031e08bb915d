"""The events of the planned cases, numbered and chained."""

import json

from disputes.kernel import chain
from disputes.models import Event
from disputes.states import EventKind, State
from tests.bench.chain_sql import event_hash, instant, offer_data, sha256
from tests.bench.rows import insert
from tests.bench.seed.plan import TABLE
from tests.bench.seed.stories import STORIES

_RULING = '"ground":"The item differs from its listing","on_appeal":false,'
_FILING = (
    '"photos":[],"reason":"Different colour or pattern",'
    '"reason_above":["The item looks different"],'
)
_SALT = {"salt": "0" * 32}
# What people wrote, with a hash of its own among the details.
_WRITTEN = {
    EventKind.OPENED: _SALT | {"text": "It is green, not blue."},
    EventKind.RULED: _SALT | {"reasons": "As evidence 1 shows."},
    EventKind.RETURN_SHIPPED: _SALT | {"carrier": "Correos", "tracking": "CX123"},
}


def _text_hash(kind: EventKind) -> str:
    return f'"text_hash":"{chain.sha256(_WRITTEN[kind])}"'


_DETAILS = {
    EventKind.OPENED: offer_data(_FILING, f",{_text_hash(EventKind.OPENED)}"),
    EventKind.PROPOSED: offer_data(),
    EventKind.ACCEPTED: offer_data(),
    EventKind.RULED: offer_data(_RULING, f",{_text_hash(EventKind.RULED)}"),
    EventKind.RETURN_SHIPPED: f"'{{{_text_hash(EventKind.RETURN_SHIPPED)}}}'",
    EventKind.REFUND_PAID: """'{"amount_minor":' || amount_minor || ',"currency":"USD"}'""",
}


def history() -> list[str]:
    """One statement for the first event of every case, one for the second, and so on; the last
    ones leave the head of each chain in `bench_heads`."""
    longest = max(len(story.events) for story in STORIES)
    statements = ["CREATE UNLOGGED TABLE bench_heads (i bigint, number int, hash text)"]
    for number in range(1, longest + 1):
        statements += _events(number)
    return statements


def _events(number: int) -> list[str]:
    rows = []
    for story in STORIES:
        if len(story.events) >= number:
            kind, party, after = story.events[number - 1]
            before: State | str = story.events[number - 2][2] if number > 1 else ""
            rows.append(f"('{story.name}', '{kind}', '{party}', '{before}', '{after}')")
    details = " ".join(f"WHEN '{kind}' THEN {text}" for kind, text in _DETAILS.items())
    previous = (
        f"JOIN bench_heads AS head ON head.i = plan.i AND head.number = {number - 1}"
        if number > 1
        else "CROSS JOIN (SELECT '' AS hash) AS head"
    )
    content = {
        "actor": "actor",
        "at": instant("at"),
        "case": "reference",
        "data": "data_hash",
        "due": instant("due_at"),
        "from": "before",
        "kind": "kind",
        "number": str(number),
        "party": "party",
        "previous": "previous",
        "to": "after",
    }
    work = f"""
        CREATE UNLOGGED TABLE bench_events AS
        SELECT *, {event_hash(content)} AS hash FROM (
            SELECT *, {sha256("details")} AS data_hash FROM (
                SELECT *, CASE kind {details} ELSE '{{}}' END AS details FROM (
                    SELECT plan.i, reference, kind, party, before, after,
                        CASE party WHEN 'buyer' THEN buyer END AS actor,
                        opened_at + {number - 1} * interval '1 hour' AS at,
                        plan.due_at, head.hash AS previous,
                        paid AS amount_minor, 'USD' AS currency,
                        CASE WHEN plan.story IN ('agreed', 'sent') THEN 'seller' ELSE '' END
                            AS freight_payer,
                        CASE WHEN plan.story IN ('agreed', 'sent') THEN paid / 2 + 1 ELSE 0 END
                            AS freight_minor,
                        CASE WHEN plan.story IN ('agreed', 'sent') THEN 'return_and_refund'
                            ELSE 'refund' END AS solution
                    FROM {TABLE} AS plan
                    JOIN (VALUES {", ".join(rows)}) AS step (story, kind, party, before, after)
                        ON step.story = plan.story
                    {previous}
                ) AS told
            ) AS detailed
        ) AS hashed
    """
    written = " ".join(
        f"WHEN '{kind}' THEN '{json.dumps(text)}'" for kind, text in _WRITTEN.items()
    )
    columns = {
        "dispute_id": "i",
        "number": str(number),
        "kind": "kind",
        "party": "party",
        "actor_id": "actor",
        "from_state": "before",
        "to_state": "after",
        "due_at": "due_at",
        "at": "at",
        "data": f"details::jsonb || CASE kind {written} ELSE '{{}}' END::jsonb",
        "data_hash": "data_hash",
        "previous_hash": "previous",
        "hash": "hash",
    }
    return [
        work,
        insert(Event, "bench_events ORDER BY i", columns),
        f"INSERT INTO bench_heads SELECT i, {number}, hash FROM bench_events",
        "DROP TABLE bench_events",
    ]
