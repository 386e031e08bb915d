"""Saving ledgers: what their accounts have come to, as rows; a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from disputes.kernel.rows import insert_rows, update_rows
from disputes.models import OutboxMessage, Topic
from sellers.kernel.extracts import next_due
from sellers.kernel.ledger_chain import chained_events
from sellers.kernel.ledgers import SANCTION_FIELDS, Ledger
from sellers.kernel.notices import tell_of_ledgers
from sellers.models import Entry, Penalty, PenaltyAppeal, Sanction
from sellers.rules.account import SanctionMoved
from sellers.rules.sanctions import strictest
from sellers.states import AppealDecision, EntryKind

Row = TypeVar("Row", bound=Model)


def save(ledgers: Sequence[Ledger]) -> None:
    """Save what has changed in these ledgers.

    Must run in the transaction that holds the locks of their standings.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("save() outside the transaction that locked the standings")
    update_rows(_all(ledger.booked for ledger in ledgers), ["state", "same_as"])
    _save_penalties(ledgers)
    entries = _all(_entries(ledger) for ledger in ledgers)
    insert_rows(entries)
    _save_sanctions(ledgers)
    events = _all(chained_events(ledger) for ledger in ledgers)
    insert_rows(events)
    insert_rows(_all(_messages(ledger) for ledger in ledgers))
    update_rows(_all(_timed_out(ledger) for ledger in ledgers), ["decision", "decided_at"])
    tell_of_ledgers(ledgers, entries, events)
    due = next_due([ledger.standing.store_id for ledger in ledgers])
    for ledger in ledgers:
        _sum_up(ledger, due[ledger.standing.store_id])
    update_rows(
        [ledger.standing for ledger in ledgers],
        ["balance", "entries", "events", "chain_head", "at", "due_at", "measure", "retry_at"],
    )


def _save_penalties(ledgers: Sequence[Ledger]) -> None:
    changed = _all(_changed(ledger) for ledger in ledgers)
    new, old = _split(changed)
    insert_rows(new)
    update_rows(old, ["points", "state", "repeats"])


def _changed(ledger: Ledger) -> Iterator[Penalty]:
    for key, penalty in ledger.penalties.items():
        in_account = ledger.account.penalties[key]
        values: dict[str, Any] = {
            "points": in_account.points,
            "state": in_account.state,
            "repeats_id": in_account.repeats,
        }
        if any(getattr(penalty, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(penalty, name, value)
            yield penalty


def _entries(ledger: Ledger) -> Iterator[Entry]:
    standing = ledger.standing
    for place, line in enumerate(ledger.account.lines):
        by, reasons = ledger.who_said(place)
        penalty = ledger.penalties[line.penalty]
        if line.kind == EntryKind.GIVEN:
            # Also where somebody else, or the sweep, books what a person gave by hand.
            by, reasons = penalty.breach.reviewed_by_id or penalty.breach.found_by_id, ""
        yield Entry(
            store_id=standing.store_id,
            number=standing.entries + place + 1,
            penalty=penalty,
            kind=line.kind,
            points=line.points,
            balance=line.balance,
            at=line.at,
            recorded_at=ledger.now,
            by_id=by,
            reasons=reasons,
        )


def _save_sanctions(ledgers: Sequence[Ledger]) -> None:
    new, old = _split(_all(_moved(ledger) for ledger in ledgers))
    # What has ended first: the same threshold may have been reached again since.
    update_rows(old, [*SANCTION_FIELDS, "moves"])
    insert_rows(new)


def _moved(ledger: Ledger) -> Iterator[Sanction]:
    """The rows of the sanctions to which something happened, new ones included."""
    rows = {id(sanction): row for sanction, row in ledger.sanctions}
    moved: dict[int, Sanction] = {}
    for each in ledger.account.moves:
        sanction = each.sanction
        if id(sanction) not in rows:
            rows[id(sanction)] = Sanction(store_id=ledger.standing.store_id)
            ledger.sanctions.append((sanction, rows[id(sanction)]))
        row = moved[id(sanction)] = rows[id(sanction)]
        row.moves += 1
        for name in SANCTION_FIELDS:
            setattr(row, name, getattr(sanction, name))
    yield from moved.values()


def _messages(ledger: Ledger) -> Iterator[OutboxMessage]:
    """What the marketplace must know: one message for each move, numbered for each sanction."""
    moves = ledger.account.moves
    rows = {id(sanction): row for sanction, row in ledger.sanctions}
    moved_now = Counter(rows[id(moved.sanction)].pk for moved in moves)
    told = Counter({row.pk: row.moves - moved_now[row.pk] for row in rows.values()})
    for moved in moves:
        row = rows[id(moved.sanction)]
        told[row.pk] += 1
        yield OutboxMessage(
            topic=Topic.STANDING,
            key=f"sanction:{row.pk}:{told[row.pk]}",
            payload=_payload(ledger, moved, row.pk),
            created_at=ledger.now,
            next_attempt_at=ledger.now,
        )


def _payload(ledger: Ledger, moved: SanctionMoved, number: int) -> dict[str, Any]:
    """The sanction as it was when it moved, and the strictest measure that held then."""
    then = moved.then
    return {
        "store": ledger.standing.store_id,
        "sanction": number,
        "move": moved.move,
        "at": _instant(moved.at),
        "measure": then.measure,
        "threshold": then.points,
        "decided_at": _instant(then.decided_at),
        "starts_at": _instant(then.starts_at),
        "ends_at": _instant(then.ends_at),
        "ending": then.ending,
        "in_force": moved.in_force,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _timed_out(ledger: Ledger) -> Iterator[PenaltyAppeal]:
    """Appeals that nobody has decided: the account has revoked their penalties."""
    for key, appeal in ledger.appeals.items():
        if appeal.is_open and ledger.account.penalties[key].decide_by is None:
            appeal.decision, appeal.decided_at = AppealDecision.TIMED_OUT, appeal.decide_by
            yield appeal


def _sum_up(ledger: Ledger, due_at: datetime | None) -> None:
    """`due_at` is when a penalty or an appeal is due next, also one that is not in hand."""
    account, standing = ledger.account, ledger.standing
    standing.entries += len(account.lines)
    standing.balance = account.balance
    standing.due_at = min((at for at in (due_at, account.next_at) if at), default=None)
    if account.lines or account.moves:
        standing.at = account.at
    in_force = strictest(account.sanctions)
    standing.measure = "" if in_force is None else in_force.measure
    standing.retry_at = None


def _all(parts: Iterable[Iterable[Row]]) -> list[Row]:
    return list(chain.from_iterable(parts))


def _split(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """New rows, and those that are in the table already."""
    new: list[Row] = []
    old: list[Row] = []
    for row in rows:
        (new if row.pk is None else old).append(row)
    return new, old
