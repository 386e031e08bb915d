"""Who hears of what: for each thing that happens in a case, what it is to whom."""

from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from disputes.states import OPTIONAL_NOTICES, EventKind, NoticeKind, Party

# Until then the last reminder comes.
LAST_DAY = timedelta(hours=24)
# Two reminders nearer to each other than this would be one too many.
_APART = timedelta(hours=12)

_TURN, _DECISION, _MONEY = NoticeKind.TURN, NoticeKind.DECISION, NoticeKind.MONEY
_PROGRESS, _NEWS, _WORK = NoticeKind.PROGRESS, NoticeKind.NEWS, NoticeKind.WORK
_BUYER, _SELLER, _JUDGE = Party.BUYER, Party.SELLER, Party.PLATFORM

_DECIDED = {_BUYER: _DECISION, _SELLER: _DECISION}
_BOTH_TURN = {_BUYER: _TURN, _SELLER: _TURN}

# Whoever did it is not told, nor the own side; what is missing here is told to nobody. The judge is
# whoever has the case in hand then.
_CONCERNS: dict[EventKind, dict[Party, NoticeKind]] = {
    EventKind.OPENED: {_SELLER: _TURN},
    EventKind.CHANGED: {_SELLER: _TURN},
    EventKind.WITHDRAWN: {_SELLER: _DECISION, _JUDGE: _PROGRESS},
    EventKind.ARRIVAL_REPORTED: {_SELLER: _TURN, _JUDGE: _PROGRESS},
    EventKind.HELD: {_BUYER: _PROGRESS},
    EventKind.CAME_AFTER: {_BUYER: _NEWS, _SELLER: _NEWS},
    EventKind.ACCEPTED: {**_DECIDED, _JUDGE: _PROGRESS},
    EventKind.REJECTED: {_BUYER: _TURN},
    EventKind.PROPOSED: {**_BOTH_TURN, _JUDGE: _PROGRESS},
    EventKind.ESCALATED: {**_BOTH_TURN},
    EventKind.EVIDENCE_ADDED: {_BUYER: _PROGRESS, _SELLER: _PROGRESS, _JUDGE: _PROGRESS},
    EventKind.EVIDENCE_CHANGED: {_BUYER: _PROGRESS, _SELLER: _PROGRESS, _JUDGE: _PROGRESS},
    EventKind.EVIDENCE_FINISHED: {_BUYER: _PROGRESS, _SELLER: _PROGRESS},
    EventKind.EVIDENCE_CLOSED: {_BUYER: _PROGRESS, _SELLER: _PROGRESS},
    EventKind.EVIDENCE_REQUESTED: {**_BOTH_TURN},
    EventKind.MESSAGE_SENT: dict.fromkeys(Party, NoticeKind.MESSAGE),
    EventKind.REASSIGNED: {_JUDGE: _WORK},
    EventKind.RULING_SENT_BACK: {_JUDGE: _WORK},
    EventKind.RULED: {**_DECIDED},
    EventKind.RULING_ACCEPTED: {_BUYER: _PROGRESS, _SELLER: _PROGRESS},
    EventKind.APPEALED: {**_BOTH_TURN},
    EventKind.RULING_CARRIED_OUT: {**_DECIDED},
    EventKind.NOT_RULED: {**_DECIDED},
    EventKind.FORCED: {**_DECIDED},
    EventKind.TAKEN_OVER: {**_BOTH_TURN},
    EventKind.ADDRESS_GIVEN: {_BUYER: _TURN},
    EventKind.RETURN_SHIPPED: {_SELLER: _TURN},
    EventKind.FREIGHT_CLAIMED: {_SELLER: _PROGRESS},
    EventKind.TRACKING_CORRECTED: {_SELLER: _PROGRESS},
    EventKind.RETURN_DELIVERED: {_BUYER: _PROGRESS, _SELLER: _TURN},
    EventKind.RETURN_CONFIRMED: {_BUYER: _DECISION},
    EventKind.RETURN_CONTESTED: {_BUYER: _TURN},
    EventKind.RETURN_LAPSED: {**_DECIDED},
    EventKind.RETURN_PASSED: {**_DECIDED},
    EventKind.RETURN_WAIVED: {**_DECIDED},
    EventKind.REFUND_CUT: {_BUYER: _MONEY, _SELLER: _MONEY},
    EventKind.ORDER_CORRECTED: {_BUYER: _NEWS, _SELLER: _NEWS},
    EventKind.REFUND_PAID: {_BUYER: _MONEY, _SELLER: _PROGRESS},
    EventKind.STORE_CLOSED: {_BUYER: _PROGRESS},
    EventKind.CLOCK_PAUSED: {_BUYER: _PROGRESS, _SELLER: _PROGRESS, _JUDGE: _PROGRESS},
}
# What a supervisor must look at, as well as whoever is named above.
FOR_SUPERVISORS = frozenset({EventKind.NO_JUDGE, EventKind.NOT_RULED})


def concerned(kind: EventKind, by: Party) -> dict[Party, NoticeKind]:
    """Which sides hear of this, done by that side, and what it is to them. The platform is no side
    of its own here: what one of its people does concerns another one of them."""
    told = _CONCERNS.get(kind, {})
    return {party: what for party, what in told.items() if party != by or party == _JUDGE}


def first_reminder(now: datetime, due_at: datetime | None) -> datetime | None:
    """When to remind whoever a clock waits for that began, or moved, just now: at half its time,
    unless that is near the last day, which comes by itself; none where too little time is left."""
    if due_at is None:
        return None
    half, last = now + (due_at - now) / 2, due_at - LAST_DAY
    if last - half >= _APART or last <= now:
        return half if due_at - half >= timedelta(hours=1) else None
    return last


def next_reminder(reminded_at: datetime, due_at: datetime) -> datetime | None:
    """The last day's, unless this was it."""
    last = due_at - LAST_DAY
    return last if reminded_at < last else None


# When the mail of the day goes out, in the zone of its reader.
DIGEST_AT = time(8)


class MailWishes(Protocol):
    """What a person chose; hours in the person's zone."""

    muted: list[str]
    digest: bool
    quiet_from: time | None
    quiet_until: time | None


def mail_time(
    kind: NoticeKind, wishes: MailWishes | None, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """When a notice goes out by mail: now, or later where somebody wants that; none where it was
    switched off. What is critical goes out now, whatever was chosen."""
    if wishes is None or kind not in OPTIONAL_NOTICES:
        return now
    if kind in wishes.muted:
        return None
    if wishes.digest:
        return _next(DIGEST_AT, zone, now)
    if wishes.quiet_from is not None and wishes.quiet_until is not None:
        ends = _next(wishes.quiet_until, zone, now)
        # Quiet now: it began after it last ended.
        if _next(wishes.quiet_from, zone, now) > ends and wishes.quiet_from != wishes.quiet_until:
            return ends
    return now


def _next(hour: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The next time that clocks of this zone show this, after now; where they skip it, the same
    stretch after midnight."""
    local = now.astimezone(zone)
    for ahead in range(3):
        at = datetime.combine(local.date() + timedelta(days=ahead), hour, zone).astimezone(UTC)
        if at > now:
            return at
    raise AssertionError("a day comes after this one")
