"""What a case holds of its order line: see `LineSnapshot`."""

from collections.abc import Iterator, Sequence

from disputes.models import Dispute, Event, LineSnapshot, OrderLine
from disputes.states import EventKind

_OF_LINE = (
    "number",
    "title",
    "description",
    "quantity",
    "price_minor",
    "shipping_minor",
    "paid_minor",
)
_OF_ORDER = (
    "currency",
    "placed_at",
    "dispatched_at",
    "promised_days",
    "delivered_at",
    "carrier",
    "tracking_number",
)


def take_snapshot(dispute: Dispute, line: OrderLine, picture_sha256: str) -> LineSnapshot:
    """The line as it stands, for a new case. `line` and its order are locked, so that nobody
    changes them meanwhile."""
    return LineSnapshot(
        dispute=dispute,
        order_reference=line.order.reference,
        picture=str(line.picture.name),
        picture_sha256=picture_sha256,
        **{name: getattr(line, name) for name in _OF_LINE},
        **{name: getattr(line.order, name) for name in _OF_ORDER},
    )


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
