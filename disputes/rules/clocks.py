"""When the clock of each waiting state runs out. Source of the numbers: the case's policy."""

from datetime import datetime

from disputes.rules.policy import PolicyNumbers, days


def is_over(due_at: datetime | None, now: datetime) -> bool:
    """A deadline is the first instant that is too late."""
    return due_at is not None and now >= due_at


def seller_answer(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.seller_response_days)


def negotiation(policy: PolicyNumbers, now: datetime, blocked_until: datetime | None) -> datetime:
    """Goes to the platform when it ends, and not while a parcel is inside its promised time."""
    end = now + days(policy.negotiation_days)
    return end if blocked_until is None else max(end, blocked_until)


def hearing(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.hearing_days)


def ruling(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.ruling_days)


def appeal(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.appeal_days)


def appeal_ruling(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.appeal_ruling_days)


def return_shipping(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.return_days)


def return_inspection(
    policy: PolicyNumbers, *, shipped_at: datetime, known_at: datetime | None
) -> datetime:
    """Some days after the delivery of the return became known; at most so many from shipping."""
    limit = shipped_at + days(policy.return_transit_days)
    if known_at is None:
        return limit
    return min(limit, known_at + days(policy.inspection_days))
