"""The hash chain of what people said and decided in a ledger: nothing of it changes unnoticed."""

from collections.abc import Iterable, Iterator
from typing import Any

from disputes.kernel.chain import sha256
from disputes.models import Attachment, User
from sellers.kernel.ledgers import Ledger
from sellers.models import Breach, LedgerEvent, Rule
from sellers.states import LedgerEventKind

# The reasons of these stand in the ledger's entries, too, which the event names by their numbers.
_GIVES_REASONS = {LedgerEventKind.LOWERED, LedgerEventKind.DECIDED}


def record_event(ledger: Ledger, kind: LedgerEventKind, by: User, key: str, **data: Any) -> None:
    """This person did so, about the act with this key: saved and chained with the ledger."""
    store = ledger.standing.store_id
    ledger.events.append(
        LedgerEvent(store_id=store, kind=kind, by=by, at=ledger.now, data={"act": key} | data)
    )


def chained_events(ledger: Ledger) -> Iterator[LedgerEvent]:
    """The new ones, numbered and chained; the ledger's head has their number and the last hash."""
    standing = ledger.standing
    for event in ledger.events:
        if event.kind in _GIVES_REASONS:
            places = range(len(ledger.account.lines))
            reasoned = [place for place in places if ledger.who_said(place)[1]]
            event.data["entries"] = [standing.entries + place + 1 for place in reasoned]
        standing.events += 1
        event.number, event.previous_hash = standing.events, standing.chain_head
        event.hash = standing.chain_head = event_hash(event)
        yield event


def event_hash(event: LedgerEvent) -> str:
    """Over the event's content and the hash before it; instants are written in UTC."""
    return sha256(
        {
            "store": event.store_id,
            "number": event.number,
            "kind": event.kind,
            "by": event.by_id,
            "at": event.at.isoformat(),
            "data": event.data,
            "previous": event.previous_hash,
        }
    )


def breach_data(breach: Breach) -> dict[str, Any]:
    """What somebody found, as its event keeps it."""
    return {
        "rule": breach.rule and _rule_data(breach.rule),
        "reasons": breach.reasons,
        "case": breach.dispute.reference if breach.dispute else "",
        "cites": breach.cites,
        "files": files_data(breach.attachment_owner.files.all() if breach.attachment_owner else []),
    }


def files_data(files: Iterable[Attachment]) -> list[list[str]]:
    """Which files somebody added, and what was said of each."""
    return sorted([file.sha256, file.caption] for file in files)


def _rule_data(rule: Rule) -> dict[str, Any]:
    return {"code": rule.code, "version": rule.version, "sha256": sha256(rule.content)}
