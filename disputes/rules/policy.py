"""The numbers that the rules read. The model `Policy` supplies them, version by version."""

from datetime import timedelta
from typing import Protocol


class PolicyNumbers(Protocol):
    """One published version of all the numbers. Days are N x 24 hours, in UTC."""

    apply_after_dispatch_days: int
    apply_at_once_under_days: int
    apply_after_receipt_days: int
    apply_after_promise_days: int
    handling_days: int
    seller_response_days: int
    request_changes: int
    negotiation_days: int
    hearing_days: int
    ruling_days: int
    appeal_days: int
    appeal_ruling_days: int
    address_days: int
    platform_days: int
    return_days: int
    inspection_days: int
    return_transit_days: int
    return_missing_days: int
    notice_hours: int


def days(number: int) -> timedelta:
    """N days as a policy means them: N x 24 hours, whatever a local calendar does."""
    return timedelta(hours=24 * number)
