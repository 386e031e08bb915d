"""What was bought, in great numbers: the rows that `place_orders` saves, without its checks."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from disputes import clock
from disputes.kernel.parcel_state import derive
from disputes.models import (
    Order,
    OrderLine,
    Parcel,
    ParcelFact,
    ParcelItem,
    Policy,
)
from disputes.states import FactKind

_numbers = count(1)


def sent_items(
    buyer_id: int, store_id: int, sent: Iterable[datetime], *, paid_minor: int = 2300
) -> list[ParcelItem]:
    """A mug in a parcel of its own for each instant at which it was dispatched, promised in ten
    days and never delivered."""
    policy, now = Policy.objects.latest(), clock.now()
    items, facts = [], []
    for at in sent:
        order = Order(
            reference=f"O-{next(_numbers):08}",
            buyer_id=buyer_id,
            store_id=store_id,
            currency="USD",
            placed_at=at - timedelta(days=1),
            handling_days=policy.handling_days,
        )
        parcel = Parcel(order=order, number=1, promised_days=10)
        facts.append(
            ParcelFact(
                parcel=parcel,
                kind=FactKind.SHIPPED,
                occurred_at=at,
                reported_at=at,
                known_at=at,
                source="the carrier",
                source_id="shipped",
            )
        )
        derive(parcel, facts[-1:], policy, now)
        line = OrderLine(
            order=order,
            number=1,
            title="Blue mug",
            description="A blue mug of 300 ml.",
            picture="listing/none.jpg",
            quantity=1,
            price_minor=paid_minor,
            paid_minor=paid_minor,
        )
        items.append(ParcelItem(order=order, number=1, parcel=parcel, line=line, pieces=1))
    Order.objects.bulk_create(item.order for item in items)
    Parcel.objects.bulk_create(item.parcel for item in items)
    OrderLine.objects.bulk_create(item.line for item in items)
    ParcelFact.objects.bulk_create(facts)
    return ParcelItem.objects.bulk_create(items)
