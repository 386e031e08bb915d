"""What must hold of orders, parcels and pieces after every step, read from the rows."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from disputes.states import EventKind, State
from tests.histories.books import Books, Row, instant
from tests.histories.goods import Order, Parcel
from tests.histories.model import Case

_ENDS = ("received_until", "missing_until")


def order_is_as_designed(order: Order, order_id: int, books: Books) -> None:
    """What follows from all that was said of its parcels, where its pieces lie, what was paid."""
    rows = {row["id"]: row for row in _of_order("disputes_parcel", order_id, books)}
    assert [_parcel(row) for row in rows.values()] == [_expected(each) for each in order.parcels]
    items = _of_order("disputes_parcelitem", order_id, books)
    lines = {row["id"]: row for row in _of_order("disputes_orderline", order_id, books)}
    assert [
        (row["number"], rows[row["parcel_id"]]["number"], lines[row["line_id"]]["number"])
        for row in items
    ] == [(item.number, item.parcel.number, item.line.number) for item in order.items]
    assert [row["pieces"] for row in items] == [item.pieces for item in order.items]
    by_number = {item.line.number: item.line for item in order.items}
    assert {row["number"]: _money(row) for row in lines.values()} == {
        number: (line.paid, line.refunded, line.elsewhere) for number, line in by_number.items()
    }


def nothing_said_is_lost(order: Order, order_id: int, books: Books) -> None:
    """Every fact is kept as it was said, once."""
    numbers = {row["id"]: row["number"] for row in _of_order("disputes_parcel", order_id, books)}
    kept = Counter(
        (
            numbers[row["parcel_id"]],
            row["kind"],
            instant(row["occurred_at"]),
            row["source"],
            row["source_id"],
            instant(row["reported_at"]),
        )
        for row in books.rows("disputes_parcelfact")
        if row["parcel_id"] in numbers
    )
    assert kept == Counter(
        (parcel.number, *fact.content) for parcel in order.parcels for fact in parcel.facts
    )


def windows_move_only_forward(before: Books, after: Books) -> None:
    """What a page promised is kept: an end that was told never comes earlier."""
    known = {row["id"]: row for row in after.rows("disputes_parcel")}
    for row in before.rows("disputes_parcel"):
        new = known[row["id"]]
        assert new["received_days"] >= row["received_days"]
        for end in _ENDS:
            was, now = instant(row[end]), instant(new[end])
            assert was is None or (now is not None and now >= was), f"{end} came nearer"


def no_piece_is_in_two_cases(books: Books) -> None:
    """Of every line all pieces are somewhere, and those with a case that stands are counted."""
    taken: Counter[int] = Counter()
    for dispute in books.rows("disputes_dispute"):
        if dispute["state"] != State.WITHDRAWN:
            taken[dispute["item_id"]] += dispute["pieces"]
    pieces: Counter[int] = Counter()
    for item in books.rows("disputes_parcelitem"):
        assert item["disputed_pieces"] == taken[item["id"]] <= item["pieces"]
        pieces[item["line_id"]] += item["pieces"]
    for line in books.rows("disputes_orderline"):
        assert pieces[line["id"]] == line["quantity"]


def case_says_what_it_is_about(dispute: Case, row: Row, books: Books) -> None:
    """Its snapshot is what it was told of its order, and its history says the same: what it began
    with, and every correction since. Goods that came after its end are noted once."""
    [snapshot] = books.of_case("disputes_linesnapshot", row["id"])
    assert {name: _value(name, snapshot[name]) for name in dispute.seen} == dispute.seen
    opened, *later = books.of_case("disputes_event", row["id"])
    corrected = [event for event in later if event["kind"] == EventKind.ORDER_CORRECTED]
    told: dict[str, Any] = dict(opened["data"]["line"])
    for event in corrected:
        told |= event["data"]["facts"]
    assert {name: _value(name, told[name]) for name in dispute.seen} == dispute.seen
    assert (told["pieces"], row["pieces"]) == (dispute.pieces, dispute.pieces)
    assert len(corrected) == dispute.corrections
    assert snapshot["as_of"] == (corrected[-1]["number"] if corrected else 1)
    came = [event for event in later if event["kind"] == EventKind.CAME_AFTER]
    assert [instant(event["data"]["delivered_at"]) for event in came] == (
        [dispute.came_after] if dispute.came_after else []
    )
    assert instant(row["came_after_at"]) == dispute.came_after


def _of_order(table: str, order_id: int, books: Books) -> list[Row]:
    rows = [row for row in books.rows(table) if row["order_id"] == order_id]
    return sorted(rows, key=lambda row: int(row["number"]))


def _money(line: Row) -> tuple[int, int, int]:
    return line["paid_minor"], line["refunded_minor"], line["refunded_elsewhere_minor"]


def _parcel(row: Row) -> Mapping[str, object]:
    return {
        "number": row["number"],
        "dispatched": instant(row["dispatched_at"]),
        "delivered": instant(row["delivered_at"]),
        "known": instant(row["delivery_known_at"]),
        "status": row["status"],
        "promised": (row["promised_days"], row["promised_on"]),
        "carrier": (row["carrier"], row["tracking_number"]),
        "received": (row["received_days"], instant(row["received_until"])),
        "missing": (instant(row["missing_from"]), instant(row["missing_until"])),
    }


def _expected(parcel: Parcel) -> Mapping[str, object]:
    on = parcel.promised_on
    return {
        "number": parcel.number,
        "dispatched": parcel.dispatched_at,
        "delivered": parcel.delivered_at,
        "known": parcel.delivery_known_at,
        "status": parcel.status,
        "promised": (parcel.promised_days, on.isoformat() if on else None),
        "carrier": (parcel.carrier, parcel.tracking),
        "received": (parcel.received_days, parcel.received_until),
        "missing": (parcel.missing_from, parcel.missing_until),
    }


def _value(name: str, value: Any) -> object:
    """As the model has it: rows and events write instants and days as text."""
    if name.endswith("_at"):
        return instant(value)
    if name == "promised_on" and value is not None:
        return datetime.fromisoformat(value).date()
    return value
