"""One application about several items of a parcel."""

from collections.abc import Sequence
from datetime import timedelta

from disputes.models import Attachment, Dispute, ParcelItem, Reason
from disputes.verbs.applications import Claim, open_disputes
from tests.support.terms import FULL_REFUND
from tests.support.world import World

# Dispatched so long ago that the ten promised days are over.
LATE = timedelta(days=16)


def items_of_one_parcel(
    world: World, number: int = 3, *, came: bool = False, promised_days: int = 10
) -> list[ParcelItem]:
    """Mugs; for each as much was paid. The titles say which is which."""
    line = (
        world.line(lines=number)
        if came
        else world.line(dispatched=LATE, delivered=None, lines=number, promised_days=promised_days)
    )
    for each in line.order.lines.all():
        each.title = f"Mug {each.number}"
        each.save(update_fields=["title"])
    return list(ParcelItem.objects.filter(order=line.order).select_related("line", "parcel"))


def apply_for(
    world: World,
    items: Sequence[ParcelItem],
    *,
    reason: str = "in_transit",
    files: Sequence[Attachment] = (),
) -> list[Dispute]:
    """All that was paid for each of them."""
    return open_disputes(
        world.buyer,
        [Claim(item, FULL_REFUND) for item in items],
        reason=Reason.objects.get(code=reason),
        text="Nothing came.",
        files=files,
    )


def file_group(world: World, number: int = 3) -> list[Dispute]:
    """Cases about mugs of a parcel that never came, applied for together."""
    return apply_for(world, items_of_one_parcel(world, number))
