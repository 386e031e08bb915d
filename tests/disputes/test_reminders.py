"""A reminder comes at half time and a day before the end, only to whom a clock waits for."""

from datetime import datetime, timedelta

import pytest

from disputes import clock
from disputes.background.reminders import remind, still_matters
from disputes.models import Dispute, Notice, User
from disputes.rules.notices import first_reminder, next_reminder
from disputes.states import NoticeKind, State
from disputes.verbs import negotiation
from tests.support.moments import moment
from tests.support.world import World

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)


def reminded(person: User) -> list[str]:
    kinds = [NoticeKind.REMINDER, NoticeKind.LAST_DAY]
    rows = Notice.objects.filter(person=person, kind__in=kinds).order_by("id")
    return list(rows.values_list("kind", flat=True))


def remind_at(at: datetime) -> None:
    with moment(at):
        remind()


def end(dispute: Dispute) -> datetime:
    assert dispute.due_at is not None
    return dispute.due_at


@pytest.mark.parametrize(
    ("hours", "first", "second"),
    [
        (120, 60, 96),
        (72, 36, 48),
        (48, 24, None),  # half of it is the last day's beginning: one, not two
        (47, 23, None),
        (60, 36, None),  # half of it would be six hours before
        (24, 12, None),
        (2, 1, None),
        (1, None, None),
    ],
)
def test_when(hours: int, first: int | None, second: int | None) -> None:
    began = datetime.fromisoformat("2026-03-27T12:00:00+00:00")
    due = began + timedelta(hours=hours)
    at = first_reminder(began, due)
    assert at == (None if first is None else began + timedelta(hours=first))
    if at is not None:
        then = next_reminder(at, due)
        assert then == (None if second is None else began + timedelta(hours=second))


def test_a_closed_case_has_none() -> None:
    assert first_reminder(clock.now(), None) is None


def test_the_seller_is_reminded_twice_and_the_buyer_who_waits_is_not() -> None:
    world = World()
    dispute = world.open_dispute()
    remind_at(dispute.opened_at + timedelta(hours=60) - HOUR)
    assert reminded(world.seller) == []
    remind_at(dispute.opened_at + timedelta(hours=60))
    remind_at(dispute.opened_at + timedelta(hours=61))
    assert reminded(world.seller) == [NoticeKind.REMINDER]
    remind_at(end(dispute) - DAY)
    remind_at(end(dispute) - HOUR)
    assert reminded(world.seller) == [NoticeKind.REMINDER, NoticeKind.LAST_DAY]
    assert reminded(world.buyer) == []
    assert world.again(dispute).remind_at is None


def test_nobody_is_reminded_after_the_act() -> None:
    world = World()
    dispute = world.open_dispute()
    half = dispute.opened_at + timedelta(hours=60)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    for at in (half, end(dispute) - DAY):
        remind_at(at)
    assert reminded(world.seller) == reminded(world.buyer) == []


def test_after_a_standstill_only_what_is_still_ahead_is_told() -> None:
    world = World()
    dispute = world.open_dispute()
    remind_at(end(dispute) - HOUR)
    assert reminded(world.seller) == [NoticeKind.LAST_DAY]


def test_a_clock_that_ran_out_is_not_reminded_of() -> None:
    world = World()
    dispute = world.open_dispute()
    remind_at(end(dispute))
    assert reminded(world.seller) == []
    assert world.again(dispute).remind_at is None


def test_both_are_reminded_while_both_can_act() -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    remind_at(end(dispute) - DAY)
    for person in (world.buyer, world.seller):
        assert reminded(person) == [NoticeKind.LAST_DAY]


def test_an_arbitrator_is_reminded_and_where_nobody_has_the_case_a_supervisor() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    remind_at(end(dispute) - DAY)
    assert reminded(world.supervisor) == [NoticeKind.LAST_DAY]
    assert reminded(world.arbitrator) == []


def test_one_that_is_sent_late_is_looked_at_again() -> None:
    world = World()
    dispute = world.open_dispute()
    remind_at(end(dispute) - DAY)
    [notice] = Notice.objects.filter(kind=NoticeKind.LAST_DAY).select_related("dispute")
    assert still_matters(notice, end(dispute) - HOUR)
    assert not still_matters(notice, end(dispute))
    negotiation.reject(world.as_seller, dispute, text="It is blue, as the listing shows it.")
    notice = Notice.objects.select_related("dispute").get(pk=notice.pk)
    assert not still_matters(notice, end(dispute) - HOUR)


def test_queries_do_not_grow_with_the_cases(django_assert_max_num_queries: object) -> None:
    world = World()
    disputes = [world.open_dispute() for _ in range(12)]
    with moment(end(disputes[0]) - HOUR), django_assert_max_num_queries(20):  # type: ignore[operator]
        remind()
    assert reminded(world.seller) == [NoticeKind.LAST_DAY] * 12


def test_nobody_of_the_platform_is_reminded_of_what_the_sides_have_to_do() -> None:
    world = World()
    for state in (State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING, State.RULED):
        dispute = world.dispute_in(state)
        remind_at(end(dispute) - HOUR)
    assert reminded(world.supervisor) == reminded(world.arbitrator) == []
