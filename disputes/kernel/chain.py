"""The hash chain of a case's history: no line can be changed or taken out unnoticed."""

import hashlib
import secrets
from typing import Any

import orjson

from disputes.kernel.changes import Change, rows_of
from disputes.models import Event


def chain(change: Change) -> None:
    """Number a change's new events and chain them; the case carries the new length and head."""
    dispute = change.dispute
    for event in rows_of([change], Event):
        dispute.event_count += 1
        event.number = dispute.event_count
        dispute.last_event_at = event.at
        event.previous_hash = dispute.chain_head
        if not event.data.keys().isdisjoint(Event.FREE_TEXT):
            event.data["salt"] = secrets.token_hex(16)
            event.data["text_hash"] = sha256(_free_text(event))
        event.data_hash = sha256(_without_free_text(event))
        event.hash = dispute.chain_head = event_hash(event)


def is_intact(event: Event) -> bool:
    """Is this line as it was written, but for texts erased after the policy's time?"""
    if event.hash != event_hash(event) or event.data_hash != sha256(_without_free_text(event)):
        return False
    text = _free_text(event)
    if not text and event.dispute.erased_at is not None:
        return True
    text_hash: str | None = event.data.get("text_hash")
    return text_hash == (sha256(text) if text else None)


def _free_text(event: Event) -> dict[str, Any]:
    return {key: value for key, value in event.data.items() if key in Event.FREE_TEXT}


def _without_free_text(event: Event) -> dict[str, Any]:
    return {key: value for key, value in event.data.items() if key not in Event.FREE_TEXT}


def event_hash(event: Event) -> str:
    """The hash over the event's content and the hash before it; instants are written in UTC.

    The details count by their own hash, so that what people wrote can be erased from them later.
    """
    return sha256(
        {
            "case": event.dispute.reference,
            "number": event.number,
            "kind": event.kind,
            "party": event.party,
            "actor": event.actor_id,
            "from": event.from_state,
            "to": event.to_state,
            "due": event.due_at.isoformat() if event.due_at else None,
            "at": event.at.isoformat(),
            "data": event.data_hash,
            "previous": event.previous_hash,
        }
    )


def sha256(content: object) -> str:
    """Over this as JSON in UTF-8, with sorted keys and no spaces; 64 hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
