"""What became known of an order, told to its open cases: see `LineSnapshot`."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.changes import changes_of, rows_of
from disputes.kernel.line_snapshots import facts_of
from disputes.kernel.record import record
from disputes.kernel.rows import update_rows
from disputes.models import Dispute, Event, LineSnapshot, Order, ParcelItem
from disputes.permissions import PLATFORM
from disputes.states import EventKind, FactKind, State

# How the way of a parcel can end.
_ENDS = {
    FactKind.DELIVERED,
    FactKind.DAMAGED,
    FactKind.REFUSED,
    FactKind.RETURNED_TO_SENDER,
    FactKind.LOST,
    FactKind.CANCELED,
}
_NEVER_DECIDE = {"status", "promised_days", "promised_on"}


def lock_order(order: Order) -> tuple[list[ParcelItem], list[Dispute]]:
    """Its items with parcel, line and order, and its open cases, all locked until the transaction
    ends: cases first, as acts lock them; an application locks its item, too.

    Refused where a case was opened meanwhile.
    """
    disputes = _open_cases(order)
    items = list(
        ParcelItem.objects.select_related("parcel", "line", "order")
        .select_for_update(of=("self", "parcel", "line", "order"))
        .filter(order=order)
        .order_by("number")
    )
    if len(_open_cases(order)) != len(disputes):
        raise Refused(
            Code.BUSY,
            _("A case about this order was opened at this very moment. Please try again."),
        )
    _share_rows(items)
    return items, disputes


def tell(items: Iterable[ParcelItem], disputes: Sequence[Dispute], source: str) -> None:
    """Record in these cases what is new of their items, with who says so. A case that may not go
    to the platform yet is held as long as its parcel is promised now; where evidence is heard, both
    sides can answer what a ruling could rest on."""
    by_id = {item.pk: item for item in items}
    changes = []
    for change in changes_of(disputes, PLATFORM, clock.now()):
        dispute, snapshot = change.dispute, change.dispute.snapshot
        before = snapshot.facts
        for name, value in facts_of(by_id[dispute.item_id], dispute.pieces).items():
            setattr(snapshot, name, value)
        news = {name: now for name, now in snapshot.facts.items() if now != before[name]}
        if news:
            dispute.wait_for_parcel(change.now, dispute.blocked_until)
            end = dispute.leave_both_time_to_answer(change.now) if _decides(news) else None
            moved = {"end_moved_to": end.isoformat()} if end else {}
            change.record_event(
                EventKind.ORDER_CORRECTED,
                source=source,
                facts=news,
                currency=dispute.currency,
                **moved,
            )
            changes.append(change)
    record(changes)
    for change in changes:
        # It need not be the last one: what the clock leaves out is told after it.
        events = rows_of([change], Event)
        [told] = [event for event in events if event.kind == EventKind.ORDER_CORRECTED]
        change.dispute.snapshot.as_of = told.number
    update_rows([change.dispute.snapshot for change in changes], [*LineSnapshot.FACTS, "as_of"])
    _tell_of_late_arrival(by_id, source)


def _decides(news: Mapping[str, object]) -> bool:
    """Can a ruling rest on it? Not on what is promised, nor that a parcel is on its way still."""
    return news.get("status") in _ENDS or bool(news.keys() - _NEVER_DECIDE)


def _tell_of_late_arrival(items: Mapping[int, ParcelItem], source: str) -> None:
    """What was refunded because it had not come, and was delivered after all, is noted in the case
    that has closed: once, whatever becomes known later."""
    refunded = Dispute.objects.filter(
        item__in=[pk for pk, item in items.items() if item.parcel.delivered_at is not None],
        state=State.RESOLVED,
        received=False,
        refund__isnull=False,
        came_after_at=None,
    )
    disputes = list(refunded.order_by("pk").select_for_update(of=("self",)))
    changes = []
    for change in changes_of(disputes, PLATFORM, clock.now()) if disputes else ():
        dispute = change.dispute
        delivered_at = items[dispute.item_id].parcel.delivered_at
        assert dispute.closed_at is not None, "a case that was resolved has closed"
        if delivered_at is not None and delivered_at >= dispute.closed_at:
            dispute.came_after_at = delivered_at
            change.record_event(
                EventKind.CAME_AFTER, source=source, delivered_at=delivered_at.isoformat()
            )
            changes.append(change)
    record(changes)


def _open_cases(order: Order) -> list[Dispute]:
    disputes = Dispute.objects.filter(line__order=order, closed_at=None).order_by("pk")
    return list(disputes.select_related("policy", "snapshot").select_for_update(of=("self",)))


def _share_rows(items: Sequence[ParcelItem]) -> None:
    """One object for each row, so that what is set on it is seen from all of its items."""
    parcels = {item.parcel_id: item.parcel for item in items}
    lines = {item.line_id: item.line for item in items}
    for item in items:
        item.order = items[0].order
        item.parcel, item.line = parcels[item.parcel_id], lines[item.line_id]
        item.parcel.order = item.line.order = item.order
