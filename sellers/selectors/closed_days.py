"""The days on which a store is closed."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from disputes.models import ClosedDays, Policy
from sellers.rules.closed_days import days_in_years


def counted(store_id: int) -> QuerySet[ClosedDays]:
    """What counts in the year: all but what was taken back before it began, and before any clock
    left it out."""
    return ClosedDays.objects.filter(
        Q(cancelled_at=None) | Q(is_used=True) | Q(cancelled_at__gte=F("begins_at")), store=store_id
    )


def days_left(store_id: int, year: int) -> int:
    """How many more days of a year the store can announce."""
    known = days_in_years(counted(store_id).values_list("first_on", "last_on"))
    return max(0, Policy.objects.latest().holiday_days - known[year])


def to_come(store_id: int, now: datetime) -> QuerySet[ClosedDays]:
    """What is announced and not over, the first first."""
    found = ClosedDays.objects.filter(store=store_id, cancelled_at=None, ends_at__gt=now)
    return found.order_by("begins_at")
