"""What follows for a parcel from all that was said of it."""

from collections.abc import Iterable
from datetime import datetime

from disputes.models import Parcel, ParcelFact, Policy
from disputes.rules import parcels
from disputes.rules.eligibility import promises_of

DERIVED = (
    "dispatched_at",
    "delivered_at",
    "delivery_known_at",
    "status",
    "received_days",
    "received_until",
    "missing_from",
    "missing_until",
)


def derive(parcel: Parcel, facts: Iterable[ParcelFact], policy: Policy, now: datetime) -> None:
    """Set the fields `DERIVED` of this parcel, in memory; whatever the order of the facts."""
    counting = parcels.what_counts(facts)
    parcel.dispatched_at = parcels.dispatch_of(counting)
    parcel.delivered_at = parcels.delivery_of(counting)
    parcel.delivery_known_at = parcels.delivery_known_at(counting)
    parcel.status = parcels.status_of(counting)
    parcel.promises = promises_of(
        parcel,
        handling_until=parcel.order.handling_until,
        delivery_known_at=parcel.delivery_known_at,
        kept=parcel.promises,
        policy=policy,
        now=now,
    )
