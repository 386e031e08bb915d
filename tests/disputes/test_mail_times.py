"""What is critical goes out at once; the rest when its reader wants it, in the reader's zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from disputes import clock
from disputes.kernel.mail_times import to_mail_now
from disputes.models import Notice, NoticeSettings
from disputes.rules.notices import mail_time
from disputes.states import OPTIONAL_NOTICES, NoticeKind, State
from disputes.verbs.notices import mark_read
from tests.support.world import World

MADRID, NEW_YORK = ZoneInfo("Europe/Madrid"), ZoneInfo("America/New_York")


def wishes(*muted: NoticeKind, digest: bool = False, quiet: str = "") -> NoticeSettings:
    start, end = (time.fromisoformat(each) for each in quiet.split("-")) if quiet else (None, None)
    return NoticeSettings(muted=list(muted), digest=digest, quiet_from=start, quiet_until=end)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind not in OPTIONAL_NOTICES])
def test_what_is_critical_waits_for_nothing(kind: NoticeKind) -> None:
    now = at("2026-06-01T02:00")
    everything = wishes(*NoticeKind, digest=True, quiet="00:00-23:59")
    assert mail_time(kind, everything, MADRID, now) == now


def test_what_is_switched_off_does_not_go_out() -> None:
    now = at("2026-06-01T12:00")
    chosen = wishes(NoticeKind.NEWS)
    assert mail_time(NoticeKind.NEWS, chosen, MADRID, now) is None
    assert mail_time(NoticeKind.MESSAGE, chosen, MADRID, now) == now
    assert mail_time(NoticeKind.NEWS, None, MADRID, now) == now


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-06-01T20:59", "2026-06-01T20:59"),  # 22:59 in Madrid
        ("2026-06-01T21:00", "2026-06-02T05:00"),
        ("2026-06-02T04:59", "2026-06-02T05:00"),
        ("2026-06-02T05:00", "2026-06-02T05:00"),
        # The nights in which clocks change: 07:00 is an hour later, and earlier, by UTC.
        ("2026-10-24T22:00", "2026-10-25T06:00"),
        ("2027-03-27T23:00", "2027-03-28T05:00"),
    ],
)
def test_quiet_hours_end_in_the_morning_of_the_reader(now: str, until: str) -> None:
    chosen = wishes(quiet="23:00-07:00")
    assert mail_time(NoticeKind.MESSAGE, chosen, MADRID, at(now)) == at(until)


def test_an_hour_that_clocks_skip_is_the_same_stretch_after_midnight() -> None:
    chosen = wishes(quiet="01:00-02:30")  # on that night 02:00 is 03:00
    assert mail_time(NoticeKind.NEWS, chosen, MADRID, at("2027-03-28T00:30")) == at(
        "2027-03-28T01:30"
    )


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-10-31T11:59", "2026-10-31T12:00"),  # 08:00 in summer
        ("2026-10-31T12:00", "2026-11-01T13:00"),  # and in winter
    ],
)
def test_the_mail_of_the_day_goes_out_at_eight(now: str, then: str) -> None:
    chosen = wishes(digest=True)
    assert mail_time(NoticeKind.PROGRESS, chosen, NEW_YORK, at(now)) == at(then)


@pytest.mark.django_db
def test_notices_are_sorted_as_their_reader_wants() -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    NoticeSettings.objects.create(person=world.seller, digest=True)
    turn = Notice.objects.get(person=world.seller)
    news = Notice.objects.create(
        person=world.seller,
        key="news-1",
        kind=NoticeKind.NEWS,
        party="seller",
        dispute=dispute,
        at=turn.at,
        mail_due_at=turn.at,
    )
    now = clock.now()
    assert to_mail_now([turn, news], now) == [turn]
    news.refresh_from_db()
    assert news.mail_due_at is not None
    assert news.in_digest
    assert now < news.mail_due_at <= now + timedelta(days=1)
    assert to_mail_now([news], news.mail_due_at) == [news]
    mark_read(world.seller, dispute)
    read = {notice.kind: notice for notice in Notice.objects.filter(person=world.seller)}
    assert to_mail_now([read[NoticeKind.NEWS]], clock.now()) == []
    assert Notice.objects.get(kind=NoticeKind.NEWS).mail_due_at is None
    assert to_mail_now([read[NoticeKind.TURN]], now) == [turn], "read in the portal, and mailed"
