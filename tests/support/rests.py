"""Closed days of the store, and pauses of the platform."""

from datetime import datetime, timedelta

from arbitration.background.pauses import spread_pauses
from arbitration.verbs.pauses import PausedCases, pause_clocks
from disputes import clock
from disputes.models import ClockPause, ClosedDays, Dispute, Policy
from sellers.verbs.closed_days import announce_closed_days
from tests.support.moments import moment
from tests.support.people import People

DAY = timedelta(days=1)
WHY = "The carrier is on strike."


def close_for_days(
    world: People, *, ahead: int = 8, days: int = 3, zone: str = "UTC"
) -> ClosedDays:
    """Announced now: so many whole days, that many days from today."""
    first_on = clock.now().date() + ahead * DAY
    return announce_closed_days(
        world.seller, world.store, first_on=first_on, last_on=first_on + (days - 1) * DAY, zone=zone
    )


def pause_all(
    world: People,
    *,
    begins_at: datetime | None = None,
    until: datetime | None = None,
    cases: PausedCases | None = None,
) -> ClockPause:
    """All open cases, unless told otherwise, for ten days from the next second on."""
    begin = begins_at or clock.now() + timedelta(seconds=1)
    return pause_clocks(
        world.supervisor,
        cases or PausedCases(all_cases=True),
        begins_at=begin,
        until=until or begin + 10 * DAY,
        why=WHY,
    )


def due(dispute: Dispute) -> datetime:
    """When its clock runs out, as the row says now."""
    due_at = Dispute.objects.get(pk=dispute.pk).due_at
    assert due_at is not None, "a clock runs"
    return due_at


def answer_time() -> timedelta:
    return Policy.objects.latest().seller_response_days * DAY


def spread_at(at: datetime) -> int:
    """The sweep of pauses as if it were this instant."""
    with moment(at):
        return spread_pauses()
