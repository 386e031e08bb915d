"""When the clock of each waiting state runs out. Source of the numbers: the case's policy."""

from datetime import datetime, timedelta

from disputes.rules.policy import PolicyNumbers, days


def is_over(due_at: datetime | None, now: datetime) -> bool:
    """A deadline is the first instant that is too late."""
    return due_at is not None and now >= due_at


def seller_answer(
    policy: PolicyNumbers, now: datetime, held_until: datetime | None = None
) -> datetime:
    """Some days from now; no less than until when the case was held, if it was."""
    end = now + days(policy.seller_response_days)
    return end if held_until is None else max(end, held_until)


def negotiation(policy: PolicyNumbers, now: datetime, blocked_until: datetime | None) -> datetime:
    """Goes to the platform when it ends, and not while a parcel is inside its promised time."""
    end = now + days(policy.negotiation_days)
    return end if blocked_until is None else max(end, blocked_until)


def hearing(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.hearing_days)


def answer(policy: PolicyNumbers, now: datetime) -> datetime:
    """Until when a side can answer what the other one has just added, at least."""
    return now + timedelta(hours=policy.notice_hours)


def ruling(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.ruling_days)


def appeal(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.appeal_days)


def appeal_ruling(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.appeal_ruling_days)


def return_address(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.address_days)


def platform(policy: PolicyNumbers, now: datetime, regular: datetime) -> datetime:
    """When the platform's own time is over, from when it got the case, or the appeal, whoever has
    it then. `regular` ends the first time to rule: somebody else can always have it once more."""
    return max(now + days(policy.platform_days), regular + (regular - now))


def return_shipping(policy: PolicyNumbers, now: datetime) -> datetime:
    return now + days(policy.return_days)


def return_transit(policy: PolicyNumbers, shipped_at: datetime) -> datetime:
    """A return of which nobody hears more is over some days after it was sent."""
    return shipped_at + days(policy.return_transit_days)


def return_inspection(policy: PolicyNumbers, known_at: datetime) -> datetime:
    """Whole days to look at a return whose delivery became known then, however long it was on its
    way: news of the last minute does not take the seller's time away."""
    return known_at + days(policy.inspection_days)


def return_missing(
    policy: PolicyNumbers, shipped_at: datetime, delivered_at: datetime | None
) -> datetime:
    """From when a seller can say that a return has not arrived: some days after it was sent, once
    somebody says that it was delivered, and in any case while there is time left to say so."""
    if delivered_at is not None:
        return delivered_at
    latest = policy.return_transit_days - policy.inspection_days
    return shipped_at + days(max(0, min(policy.return_missing_days, latest)))


def notice(policy: PolicyNumbers, now: datetime) -> datetime:
    """Until when a side has at least time to answer what came just now."""
    return now + timedelta(hours=policy.notice_hours)
