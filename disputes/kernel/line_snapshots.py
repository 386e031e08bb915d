"""What a case holds of its order line: see `LineSnapshot`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disputes.models import Dispute, Event, LineSnapshot, ParcelItem
from disputes.rules.pieces import share
from disputes.states import EventKind

_OF_LINE = ("number", "title", "description", "quantity", "price_minor", "shipping_minor")
_OF_PARCEL = (
    "dispatched_at",
    "promised_days",
    "promised_on",
    "delivered_at",
    "status",
    "carrier",
    "tracking_number",
)


def take_snapshot(dispute: Dispute, item: ParcelItem, picture_sha256: str) -> LineSnapshot:
    """The pieces as they stand, for a new case. The item, its parcel, line and order are locked, so
    that nobody changes them meanwhile."""
    return LineSnapshot(
        dispute=dispute,
        order_reference=item.order.reference,
        picture=str(item.line.picture.name),
        picture_sha256=picture_sha256,
        pieces=dispute.pieces,
        parcel_number=item.parcel.number,
        currency=item.order.currency,
        placed_at=item.order.placed_at,
        **{name: getattr(item.line, name) for name in _OF_LINE},
        **facts_of(item, dispute.pieces),
    )


def facts_of(item: ParcelItem, pieces: int) -> Mapping[str, Any]:
    """What may change of a snapshot, as the order and its parcel say it now."""
    return {
        "paid_minor": share(item.line.paid_minor, pieces, item.line.quantity),
        "refunded_elsewhere_minor": item.line.refunded_elsewhere_minor,
        "cancelled_at": item.order.cancelled_at,
        **{name: getattr(item.parcel, name) for name in _OF_PARCEL},
    }


def snapshot_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    """Where the snapshot is not what the history says: the line of the first event, with the
    facts of every later one about the order."""
    snapshot, opened = getattr(dispute, "snapshot", None), next(iter(events), None)
    if snapshot is None:
        yield "it does not hold what it is about."
        return
    if opened is None or "line" not in opened.data:
        yield "the first line of the history does not say what the case is about."
        return
    expected, as_of = dict(opened.data["line"]), 1
    for event in events:
        if event.kind == EventKind.ORDER_CORRECTED:
            expected |= event.data["facts"]
            as_of = event.number
    changed = [name for name, value in snapshot.content.items() if value != expected.get(name)]
    if changed or as_of != snapshot.as_of:
        names = ", ".join(changed) or "as_of"
        yield f"what it is about is not as the history says: {names}."
