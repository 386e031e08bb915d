"""When a buyer may apply, to the second, and what the page says when that is not now."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from disputes.models import Policy
from disputes.rules.eligibility import Window, blocked_until, promised_until, window

SECOND = timedelta(seconds=1)
DISPATCHED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
POLICY = Policy()  # version 1 has the defaults of the columns


@dataclass(frozen=True)
class Parcel:
    dispatched_at: datetime | None = DISPATCHED
    promised_days: int = 10
    delivered_at: datetime | None = None


def day(number: int) -> datetime:
    """N x 24 hours after dispatch."""
    return DISPATCHED + timedelta(hours=24 * number)


def asked(parcel: Parcel, now: datetime, *, received: bool) -> Window:
    return window(parcel, received=received, policy=POLICY, now=now)


@pytest.mark.parametrize(
    ("parcel", "received", "opens", "closes"),
    [
        (Parcel(delivered_at=day(4)), True, day(4), day(9)),
        (Parcel(delivered_at=day(30)), True, day(30), day(35)),
        # Nobody recorded the delivery: from dispatch, until a lost parcel's last moment.
        (Parcel(), True, day(0), day(25)),
        (Parcel(), False, day(5), day(25)),
        # The tracking says delivered, the buyer says it is not here: the same window.
        (Parcel(delivered_at=day(4)), False, day(5), day(25)),
        (Parcel(promised_days=6), False, day(5), day(21)),
        (Parcel(promised_days=5), False, day(5), day(20)),
        # A delivery promised in under five days: at once.
        (Parcel(promised_days=4), False, day(0), day(19)),
        (Parcel(promised_days=0), False, day(0), day(15)),
    ],
)
def test_the_window_at_its_edges(
    parcel: Parcel, received: bool, opens: datetime, closes: datetime
) -> None:
    for now, is_open in [
        (opens - SECOND, False),
        (opens, True),
        (opens + SECOND, True),
        (closes - SECOND, True),
        (closes, False),
        (closes + SECOND, False),
    ]:
        found = asked(parcel, now, received=received)
        assert (found.opens_at, found.closes_at) == (opens, closes)
        assert found.is_open == is_open, now
        assert bool(found.closed_because) != is_open


@pytest.mark.parametrize("received", [True, False])
def test_nothing_before_dispatch(received: bool) -> None:
    found = asked(Parcel(dispatched_at=None), day(0), received=received)
    assert found == Window(None, None, "The seller has not dispatched this item yet.")
    assert not found.is_open


@pytest.mark.parametrize(
    ("parcel", "received", "now", "sentence"),
    [
        (
            Parcel(),
            False,
            day(5) - SECOND,
            "You can apply from 6 Nov 2026, 09:30 (UTC+00:00), five days after dispatch.",
        ),
        (
            Parcel(),
            False,
            day(25),
            (
                "The time to apply ended on 26 Nov 2026, 09:30 (UTC+00:00), "
                "15 days after the promised delivery date."
            ),
        ),
        (
            Parcel(delivered_at=day(4)),
            True,
            day(4) - SECOND,
            "You can apply from 5 Nov 2026, 09:30 (UTC+00:00), the day of delivery.",
        ),
        (
            Parcel(delivered_at=day(4)),
            True,
            day(9),
            "The time to apply ended on 10 Nov 2026, 09:30 (UTC+00:00), five days after delivery.",
        ),
        (
            Parcel(),
            True,
            day(25),
            (
                "The time to apply ended on 26 Nov 2026, 09:30 (UTC+00:00), "
                "15 days after the promised delivery date."
            ),
        ),
    ],
)
def test_a_closed_window_says_why(
    parcel: Parcel, received: bool, now: datetime, sentence: str
) -> None:
    assert asked(parcel, now, received=received).closed_because == sentence


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Shanghai", "6 Nov 2026, 17:30 (UTC+08:00)"),
        ("America/St_Johns", "6 Nov 2026, 06:00 (UTC-03:30)"),
        ("Pacific/Kiritimati", "6 Nov 2026, 23:30 (UTC+14:00)"),
        ("Pacific/Honolulu", "5 Nov 2026, 23:30 (UTC-10:00)"),
    ],
)
def test_the_sentence_is_in_the_viewers_zone(zone: str, written: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        found = asked(Parcel(), day(1), received=False)
    assert found.closed_because == f"You can apply from {written}, five days after dispatch."


def test_a_day_is_24_hours_also_where_the_clocks_change() -> None:
    """Summer time ends in Madrid on 25 Oct 2026: the hour shown moves, the window does not."""
    dispatched = datetime(2026, 10, 22, 8, 0, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Madrid")):
        found = asked(Parcel(dispatched_at=dispatched), dispatched, received=False)
    assert found.opens_at == dispatched + timedelta(hours=120)
    assert "27 Oct 2026, 09:00 (UTC+01:00)" in found.closed_because


@pytest.mark.parametrize(
    ("numbers", "opens", "closes"),
    [
        ({"apply_after_dispatch_days": 1}, day(1), day(25)),
        ({"apply_after_promise_days": 1}, day(5), day(11)),
        ({"apply_at_once_under_days": 11}, day(0), day(25)),
    ],
)
def test_the_numbers_come_from_the_policy(
    numbers: dict[str, int], opens: datetime, closes: datetime
) -> None:
    policy = Policy(**numbers)
    found = window(Parcel(), received=False, policy=policy, now=day(0))
    assert (found.opens_at, found.closes_at) == (opens, closes)


def test_one_day_is_said_in_the_singular() -> None:
    policy = Policy(apply_after_dispatch_days=1)
    found = window(Parcel(), received=False, policy=policy, now=day(0))
    assert found.closed_because.endswith(", one day after dispatch.")


def test_the_promise_holds_a_case_about_a_missing_parcel_only() -> None:
    assert promised_until(Parcel()) == day(10)
    assert promised_until(Parcel(dispatched_at=None)) is None
    assert blocked_until(Parcel(), received=False) == day(10)
    assert blocked_until(Parcel(), received=True) is None
