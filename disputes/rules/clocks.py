"""When the clock of each waiting state runs out. Source of the numbers: the case's policy.

`rests` are the times that the clock leaves out: pauses of the platform, and for those that wait for
the seller the days on which its store is closed (see `rests`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from disputes.rules.policy import PolicyNumbers, days
from disputes.rules.rests import Rest, after, start

Rests = Sequence[Rest]


def is_over(due_at: datetime | None, now: datetime) -> bool:
    """A deadline is the first instant that is too late."""
    return due_at is not None and now >= due_at


def seller_answer(
    policy: PolicyNumbers, now: datetime, held_until: datetime | None = None, rests: Rests = ()
) -> datetime:
    """Some days from now; no less than until when the case was held, if it was."""
    end = after(now, days(policy.seller_response_days), rests)
    return end if held_until is None else max(end, held_until)


def held(now: datetime, until: datetime, rests: Rests = ()) -> datetime:
    """Until when a case waits for what is promised until then."""
    return after(now, until - now, rests)


def negotiation(
    policy: PolicyNumbers, now: datetime, blocked_until: datetime | None, rests: Rests = ()
) -> datetime:
    """Goes to the platform when it ends, and not while a parcel is inside its promised time."""
    end = after(now, days(policy.negotiation_days), rests)
    return end if blocked_until is None else max(end, held(now, blocked_until, rests))


def hearing(policy: PolicyNumbers, now: datetime, rests: Rests = ()) -> datetime:
    return after(now, days(policy.hearing_days), rests)


def answer(policy: PolicyNumbers, now: datetime, rests: Rests = ()) -> datetime:
    """Until when a side can answer what the other one has just added, at least."""
    return after(now, timedelta(hours=policy.notice_hours), rests)


def ruling(policy: PolicyNumbers, now: datetime, rests: Rests = ()) -> datetime:
    return after(now, days(policy.ruling_days), rests)


def appeal(policy: PolicyNumbers, now: datetime, rests: Rests = ()) -> datetime:
    return after(now, days(policy.appeal_days), rests)


def appeal_ruling(policy: PolicyNumbers, now: datetime, rests: Rests = ()) -> datetime:
    return after(now, days(policy.appeal_ruling_days), rests)


def return_address(policy: PolicyNumbers, now: datetime, rests: Rests = ()) -> datetime:
    return after(now, days(policy.address_days), rests)


def platform(policy: PolicyNumbers, now: datetime, ruling_days: int, rests: Rests = ()) -> datetime:
    """When the platform's own time is over, from when it got the case, or the appeal, whoever has
    it then: somebody else can always have the time to rule once more."""
    return after(now, days(max(policy.platform_days, 2 * ruling_days)), rests)


def return_shipping(policy: PolicyNumbers, now: datetime, rests: Rests = ()) -> datetime:
    return after(now, days(policy.return_days), rests)


def return_transit(policy: PolicyNumbers, shipped_at: datetime, rests: Rests = ()) -> datetime:
    """A return of which nobody hears more is over some days after it was sent."""
    return after(shipped_at, days(policy.return_transit_days), rests)


def return_inspection(policy: PolicyNumbers, known_at: datetime, rests: Rests = ()) -> datetime:
    """Whole days to look at a return whose delivery became known then, however long it was on its
    way: news of the last minute does not take the seller's time away."""
    return after(known_at, days(policy.inspection_days), rests)


def return_missing(
    policy: PolicyNumbers,
    shipped_at: datetime,
    delivered_at: datetime | None,
    rests: Rests = (),
) -> datetime:
    """From when a seller can say that a return has not arrived: some days after it was sent, once
    somebody says that it was delivered, and in any case while there is time left to say so."""
    if delivered_at is not None:
        return delivered_at
    latest = policy.return_transit_days - policy.inspection_days
    return after(shipped_at, days(max(0, min(policy.return_missing_days, latest))), rests)


def last_answered(policy: PolicyNumbers, end: datetime, rests: Rests = ()) -> datetime:
    """The latest instant at which something can come so that a side has time to `answer` it before
    this end."""
    return start(end, timedelta(hours=policy.notice_hours), rests)
