"""What a store's people, and the supervisors, are told of its ledger."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from disputes.kernel import notices
from disputes.models import User
from disputes.permissions import SUPERVISE, judges
from disputes.states import NoticeKind, Party
from sellers.kernel.ledgers import Ledger
from sellers.models import Breach, Entry, LedgerEvent, PenaltyAppeal
from sellers.states import BreachState, EntryKind, LedgerEventKind

# What a store asks for itself, it knows.
_TOLD = {
    EntryKind.GIVEN: NoticeKind.STANDING,
    EntryKind.RESUMED: NoticeKind.STANDING,
    EntryKind.REDUCED: NoticeKind.STANDING,
    EntryKind.REVOKED: NoticeKind.STANDING,
    EntryKind.EXPIRED: NoticeKind.PROGRESS,
}


def tell_of_ledgers(
    ledgers: Sequence[Ledger], entries: Sequence[Entry], events: Sequence[LedgerEvent]
) -> None:
    """After all of it was saved: two statements, and two more where a supervisor must decide."""
    told = [_of_entry(entry) for entry in entries if entry.kind in _TOLD]
    told += [each for ledger in ledgers for each in _of_moves(ledger)]
    told += _for_supervisors(events)
    notices.tell(told)


def _of_entry(entry: Entry) -> dict[str, Any]:
    return {
        "key": f"entry-{entry.pk}",
        "kind": _TOLD[EntryKind(entry.kind)],
        "data": {"penalty": entry.penalty_id, "entry": entry.kind, "points": abs(entry.points)},
        **_to_store(entry.store_id),
        "at": entry.recorded_at,
    }


def _of_moves(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Each move of a sanction, numbered as for the marketplace."""
    rows = {id(sanction): row for sanction, row in ledger.sanctions}
    moves = [(rows[id(moved.sanction)], moved) for moved in ledger.account.moves]
    now = Counter(row.pk for row, _moved in moves)
    number = {row.pk: row.moves - now[row.pk] for row, _moved in moves}
    for row, moved in moves:
        number[row.pk] += 1
        yield {
            "key": f"sanction-{row.pk}-{number[row.pk]}",
            "kind": NoticeKind.STANDING,
            "data": {
                "sanction": row.pk,
                "move": moved.move,
                "measure": moved.then.measure,
                "points": moved.then.points,
                "ending": moved.then.ending,
            },
            **_to_store(ledger.standing.store_id),
            "at": ledger.now,
        }


def _to_store(store_id: int) -> dict[str, Any]:
    return {"party": Party.SELLER, "members_of": store_id, "store_id": store_id}


def _for_supervisors(events: Sequence[LedgerEvent]) -> list[dict[str, Any]]:
    """An appeal, and a penalty that a second person must approve, wait for somebody else."""
    kinds = {LedgerEventKind.APPEALED: "appeal", LedgerEventKind.FOUND: "proposal"}
    waiting = {
        event.data["act"]: event for event in events if event.kind in kinds and _waits(event)
    }
    if not waiting:
        return []
    supervisors: list[User] = list(judges(SUPERVISE))
    return [
        {
            "key": f"ledger-{event.pk}",
            "kind": NoticeKind.WORK,
            "party": Party.PLATFORM,
            "person_id": supervisor.pk,
            "store_id": event.store_id,
            "at": event.at,
            "by": event.by_id,
            "data": {"waits": kinds[LedgerEventKind(event.kind)], "number": _number(event)},
        }
        for event in waiting.values()
        for supervisor in supervisors
    ]


def _waits(event: LedgerEvent) -> bool:
    if event.kind == LedgerEventKind.APPEALED:
        return True
    return Breach.objects.filter(key=event.data["act"], state=BreachState.PROPOSED).exists()


def _number(event: LedgerEvent) -> int:
    """Of the page on which it is decided."""
    if event.kind == LedgerEventKind.APPEALED:
        return PenaltyAppeal.objects.get(penalty__breach__key=event.data["act"]).pk
    return Breach.objects.get(key=event.data["act"]).pk
