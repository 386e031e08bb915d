"""One sentence for a deadline: the same second in every zone, on page, paper and in the history."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from disputes import clock, wording
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.selectors import dispute_view
from disputes.states import Party, State
from disputes.wording.deadlines import Deadline, time_left
from tests.support.moments import moment, run_out
from tests.support.workspace import signed_in
from tests.support.world import World

BERLIN, NEW_YORK, KOLKATA = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Kolkata"))
FORCED = (
    "If the seller does not answer by then, the platform forces the request: a refund of $23.00."
)


def of(dispute: Dispute, now: datetime | None = None) -> Deadline:
    found = dispute_view(dispute, Actor(None, Party.PLATFORM), now or clock.now()).deadline
    assert found is not None
    return found


def at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ({"days": 4, "hours": 3, "minutes": 59}, "4 days, 3 hours"),
        ({"days": 5}, "5 days"),
        ({"hours": 1, "seconds": 61}, "1 hour, 1 minute"),
        ({"hours": 1}, "1 hour"),
        ({"minutes": 59, "seconds": 59}, "59 minutes"),
        ({"minutes": 1}, "1 minute"),
        ({"seconds": 59}, "less than a minute"),
        ({"microseconds": 1}, "less than a minute"),
        ({}, ""),
        ({"seconds": -1}, ""),
    ],
)
def test_the_time_left_is_never_more_than_it_is(left: dict[str, int], words: str) -> None:
    now = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
    assert time_left(now + timedelta(**left), now) == words


# A day of 25 hours, one of 23, and days on which nothing moves there.
@pytest.mark.parametrize(
    ("zone", "begin", "end", "words"),
    [
        (BERLIN, "2026-10-23T14:02", "2026-10-28T13:02", "Wed 28 Oct 2026, 13:02 (UTC+01:00)"),
        (NEW_YORK, "2026-10-30T14:02", "2026-11-04T13:02", "Wed 4 Nov 2026, 13:02 (UTC-05:00)"),
        (BERLIN, "2027-03-26T14:02", "2027-03-31T15:02", "Wed 31 Mar 2027, 15:02 (UTC+02:00)"),
        (KOLKATA, "2026-10-23T14:02", "2026-10-28T14:02", "Wed 28 Oct 2026, 14:02 (UTC+05:30)"),
        # Kazakhstan gave up UTC+06:00 in 2024, for good.
        (
            ZoneInfo("Asia/Almaty"),
            "2024-02-27T14:02",
            "2024-03-03T13:02",
            "Sun 3 Mar 2024, 13:02 (UTC+05:00)",
        ),
    ],
    ids=str,
)
def test_no_change_of_clocks_moves_a_deadline(
    zone: ZoneInfo, begin: str, end: str, words: str
) -> None:
    began, ends = at(begin, zone), at(end, zone)
    assert ends.astimezone(UTC) - began.astimezone(UTC) == timedelta(days=5)
    assert time_left(ends, began) == "5 days"
    told = Deadline(at=ends, left="5 days", urgent=False, seconds_left=1, follows="Then it ends.")
    assert wording.deadline_sentence(told, zone) == (f"Deadline: {words}, in 5 days. Then it ends.")


# 02:30 comes twice in Berlin on that day, and the offset says which of them it is.
def test_an_hour_that_comes_twice_is_told_apart() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    told = [
        wording.deadline_on_paper(
            Deadline(at=each, left="", urgent=True, seconds_left=0, follows="Then it ends."), BERLIN
        )
        for each in (first, second)
    ]
    assert told == [
        "Deadline: Sun 25 Oct 2026, 02:30 (UTC+02:00). Then it ends.",
        "Deadline: Sun 25 Oct 2026, 02:30 (UTC+01:00). Then it ends.",
    ]


@pytest.mark.django_db
class TestOfACase:
    @pytest.mark.parametrize("weekend", ["2026-10-25", "2026-11-01", "2027-03-28"])
    def test_over_such_a_weekend_it_has_its_hours(self, world: World, weekend: str) -> None:
        opened = datetime.fromisoformat(f"{weekend}T12:00:00+00:00") - timedelta(days=2)
        with moment(opened):
            dispute = world.open_dispute()
        event = dispute.events.get()
        due_at = event.at + timedelta(hours=120)
        assert dispute.due_at == event.due_at == due_at
        left = of(dispute, event.at)
        for zone in (BERLIN, NEW_YORK, KOLKATA, ZoneInfo("Africa/Casablanca")):
            local = f"{due_at.astimezone(zone):%a %-d %b %Y, %H:%M}"
            sentence = wording.deadline_sentence(left, zone)
            assert sentence.startswith(f"Deadline: {local} (UTC")
            assert sentence.endswith(f", in 5 days. {FORCED}")

    def test_page_sentence_and_event_name_the_same_second(self, world: World) -> None:
        dispute = world.open_dispute()
        world.buyer.time_zone, world.seller.time_zone = "Asia/Kolkata", "America/New_York"
        world.buyer.save()
        world.seller.save()
        told, event = of(dispute), dispute.events.get()
        for user, portal, zone in [
            (world.buyer, "buyer", KOLKATA),
            (world.seller, "seller", NEW_YORK),
        ]:
            page = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/").text
            term = re.search(
                r'<dt>Deadline</dt>\s*<dd>\s*<time datetime="([^"]+)">(.*?)</time>', page, re.DOTALL
            )
            assert term is not None
            assert datetime.fromisoformat(term[1]) == dispute.due_at == event.due_at
            when = re.sub(r"<.*?>", "", term[2])
            sentence = wording.deadline_sentence(told, zone)
            assert sentence == f"Deadline: {when}, in 4 days, 23 hours. {FORCED}"
            assert FORCED in page

    # What follows names an instant of its own.
    def test_it_is_one_zone_throughout(self, world: World) -> None:
        dispute = world.dispute_in(State.AWAITING_RULING)
        with timezone.override(NEW_YORK):
            sentence = wording.deadline_sentence(of(dispute), KOLKATA)
        assert "The platform decides by " in sentence
        assert re.findall(r"UTC[+-]\d\d:\d\d", sentence) == ["UTC+05:30"] * 2

    def test_once_it_has_passed_it_says_so(self, world: World) -> None:
        dispute = world.open_dispute()
        assert dispute.due_at is not None
        told = of(dispute, dispute.due_at)
        assert (told.left, told.seconds_left) == ("", 0)
        local = f"{dispute.due_at.astimezone(BERLIN):%a %-d %b %Y, %H:%M}"
        assert wording.deadline_sentence(told, BERLIN) == (
            f"The deadline passed on {local} (UTC+01:00). The platform carries out what follows "
            "from that."
        )

    def test_in_the_last_minute_the_page_does_not_say_that_there_are_none(
        self, world: World
    ) -> None:
        dispute = world.open_dispute()
        assert dispute.due_at is not None
        with moment(dispute.due_at - timedelta(seconds=50)):
            page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
        assert ">less than a minute</time>" in page

    def test_a_closed_case_has_none(self, world: World) -> None:
        dispute = world.open_dispute()
        run_out(world, dispute)
        dispute = world.again(dispute)
        assert dispute_view(dispute, Actor(None, Party.PLATFORM), clock.now()).deadline is None
