"""When a buyer may apply, to the second, and what the page says when that is not now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from disputes.models import Policy
from disputes.rules.eligibility import Promises, Window, promises_of, window
from disputes.rules.parcels import blocked_until, promised_until
from disputes.states import FactKind

SECOND = timedelta(seconds=1)
DISPATCHED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
PLACED = DISPATCHED - timedelta(days=3)
MIDNIGHT = timedelta(hours=14, minutes=30)  # from the time of the dispatch
NOTHING_YET = Promises()
POLICY = Policy()  # version 1 has the defaults of the columns


@dataclass(frozen=True)
class SomeParcel:
    """What is known of a parcel, and what was promised when that became known."""

    dispatched_at: datetime | None = DISPATCHED
    promised_days: int | None = 10
    promised_on: date | None = None
    delivered_at: datetime | None = None
    delivery_known_at: datetime | None = None
    status: str = ""
    policy: Policy = POLICY
    before: Promises = NOTHING_YET
    known_at: datetime = DISPATCHED

    @property
    def promises(self) -> Promises:
        return promises_of(
            self,
            handling_until=PLACED + timedelta(days=self.policy.handling_days),
            delivery_known_at=self.delivery_known_at,
            kept=self.before,
            policy=self.policy,
            now=self.known_at,
        )


def day(number: int) -> datetime:
    """N x 24 hours after dispatch."""
    return DISPATCHED + timedelta(hours=24 * number)


def asked(parcel: SomeParcel, now: datetime, *, received: bool) -> Window:
    return window(parcel, received=received, now=now)


@pytest.mark.parametrize(
    ("parcel", "received", "opens", "closes"),
    [
        (SomeParcel(delivered_at=day(4)), True, day(4), day(9)),
        (SomeParcel(delivered_at=day(30)), True, day(30), day(35)),
        # Nobody recorded the delivery: from dispatch, until a lost parcel's last moment.
        (SomeParcel(), True, day(0), day(25)),
        (SomeParcel(), False, day(5), day(25)),
        # The tracking says delivered, the buyer says it is not here: the same window.
        (SomeParcel(delivered_at=day(4)), False, day(5), day(25)),
        (SomeParcel(promised_days=6), False, day(5), day(21)),
        (SomeParcel(promised_days=5), False, day(5), day(20)),
        # A delivery promised in under five days: at once.
        (SomeParcel(promised_days=4), False, day(0), day(19)),
        (SomeParcel(promised_days=0), False, day(0), day(15)),
    ],
)
def test_the_window_at_its_edges(
    parcel: SomeParcel, received: bool, opens: datetime, closes: datetime
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


def test_what_was_never_dispatched_cannot_be_judged() -> None:
    found = asked(SomeParcel(dispatched_at=None), day(9), received=True)
    assert found == Window(None, None, "The seller has not dispatched this item yet.")
    assert not found.is_open


@pytest.mark.parametrize(
    ("parcel", "opens"),
    [
        # Seven days to dispatch, from the order on; or when it was promised to be there.
        (SomeParcel(dispatched_at=None), day(4)),
        (SomeParcel(dispatched_at=None, promised_on=date(2026, 11, 3)), day(2) + MIDNIGHT),
        (SomeParcel(dispatched_at=None, promised_on=date(2026, 11, 30)), day(4)),
        (SomeParcel(dispatched_at=None, policy=Policy(handling_days=1)), day(-2)),
    ],
)
def test_but_it_can_be_missed_without_an_end(parcel: SomeParcel, opens: datetime) -> None:
    early = asked(parcel, opens - SECOND, received=False)
    assert early.closed_because.startswith(
        "The seller has not dispatched this item yet. If that stays so, you can "
        f"apply from {opens:%-d %b %Y, %H:%M}"
    )
    for now in (opens, opens + timedelta(days=1000)):
        assert asked(parcel, now, received=False) == Window(opens, None, "")


def test_a_date_is_a_promise_until_its_end_in_utc() -> None:
    parcel = SomeParcel(promised_on=date(2026, 11, 9))
    assert promised_until(parcel) == datetime(2026, 11, 10, tzinfo=UTC)
    assert asked(parcel, day(6), received=False).closes_at == datetime(2026, 11, 25, tzinfo=UTC)
    soon = SomeParcel(promised_on=date(2026, 11, 4))  # in less than five days
    assert asked(soon, day(0), received=False).is_open


@pytest.mark.parametrize("status", ["lost", "returned_to_sender", "refused", "canceled"])
def test_what_will_not_come_can_be_applied_for_at_once(status: str) -> None:
    parcel = SomeParcel(status=status, known_at=day(1))
    assert asked(parcel, day(1), received=False) == Window(day(0), day(25), "")
    assert blocked_until(parcel, received=False) is None
    late = SomeParcel(status=status, known_at=day(40))
    assert asked(late, day(40), received=False) == Window(day(0), day(55), "")


def test_a_delivery_that_became_known_late_counts_from_then() -> None:
    parcel = SomeParcel(delivered_at=day(4), delivery_known_at=day(12), status=FactKind.DELIVERED)
    assert asked(parcel, day(16), received=True) == Window(day(4), day(17), "")
    assert asked(parcel, day(17), received=True).closed_because == (
        "The time to apply ended on 18 Nov 2026, 09:30 (UTC+00:00), five days after the delivery "
        "became known."
    )


def test_what_was_promised_is_kept_whatever_becomes_known_or_published() -> None:
    promised = SomeParcel().promises
    assert promised == Promises(5, None, day(5), day(25))
    for later in (
        SomeParcel(before=promised, promised_days=1),
        SomeParcel(before=promised, policy=Policy(apply_after_promise_days=1)),
        SomeParcel(before=promised, policy=Policy(apply_after_dispatch_days=9)),
        SomeParcel(before=promised, dispatched_at=day(-3)),
    ):
        kept = asked(later, day(5), received=False)
        assert kept.is_open
        assert kept.closes_at is not None
        assert kept.closes_at >= day(25)
    received = SomeParcel(delivered_at=day(4)).promises
    assert received.received_until == day(9)
    earlier = SomeParcel(before=received, delivered_at=day(1))
    assert asked(earlier, day(8), received=True) == Window(day(1), day(9), "")
    assert SomeParcel(before=received, delivered_at=day(6)).promises.received_until == day(11)
    one_day = Policy(apply_after_receipt_days=1)
    fewer = SomeParcel(before=promised, delivered_at=day(4), policy=one_day)
    assert fewer.promises.received_until == day(9)


def test_a_dispatch_ends_the_wait_for_it() -> None:
    waiting = SomeParcel(dispatched_at=None).promises
    assert waiting == Promises(5, None, day(4), None)
    sent = SomeParcel(before=waiting)
    assert sent.promises == Promises(5, None, day(5), day(25))


@pytest.mark.parametrize(
    ("parcel", "received", "now", "sentence"),
    [
        (
            SomeParcel(),
            False,
            day(5) - SECOND,
            "You can apply from 6 Nov 2026, 09:30 (UTC+00:00), five days after dispatch.",
        ),
        (
            SomeParcel(),
            False,
            day(25),
            (
                "The time to apply ended on 26 Nov 2026, 09:30 (UTC+00:00), "
                "15 days after the promised delivery date."
            ),
        ),
        (
            SomeParcel(delivered_at=day(4)),
            True,
            day(4) - SECOND,
            "You can apply from 5 Nov 2026, 09:30 (UTC+00:00), the day of delivery.",
        ),
        (
            SomeParcel(delivered_at=day(4)),
            True,
            day(9),
            "The time to apply ended on 10 Nov 2026, 09:30 (UTC+00:00), five days after delivery.",
        ),
        (
            SomeParcel(),
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
    parcel: SomeParcel, received: bool, now: datetime, sentence: str
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
        found = asked(SomeParcel(), day(1), received=False)
    assert found.closed_because == f"You can apply from {written}, five days after dispatch."


def test_a_day_is_24_hours_also_where_the_clocks_change() -> None:
    """Summer time ends in Madrid on 25 Oct 2026: the hour shown moves, the window does not."""
    dispatched = datetime(2026, 10, 22, 8, 0, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Madrid")):
        found = asked(SomeParcel(dispatched_at=dispatched), dispatched, received=False)
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
    found = window(SomeParcel(policy=policy), received=False, now=day(0))
    assert (found.opens_at, found.closes_at) == (opens, closes)


def test_one_day_is_said_in_the_singular() -> None:
    policy = Policy(apply_after_dispatch_days=1)
    found = window(SomeParcel(policy=policy), received=False, now=day(0))
    assert found.closed_because.endswith(", one day after dispatch.")


def test_the_promise_holds_a_case_about_a_missing_parcel_only() -> None:
    assert promised_until(SomeParcel()) == day(10)
    assert promised_until(SomeParcel(dispatched_at=None)) is None
    assert blocked_until(SomeParcel(), received=False) == day(10)
    assert blocked_until(SomeParcel(), received=True) is None
