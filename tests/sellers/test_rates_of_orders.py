"""Rates set orders against the same orders; what was withdrawn, or punished before, counts not."""

from datetime import timedelta

import pytest

from arbitration.background.deadlines import enforce_deadlines
from disputes import clock
from disputes.models import Dispute, OrderLine, StoreMember
from disputes.states import State
from disputes.verbs import refund_requests
from disputes.verbs.order_corrections import correct_order
from sellers.background.ledger_sweep import enforce_standing
from sellers.background.rates import count_rates
from sellers.models import Breach, Penalty, StoreRates
from sellers.states import BreachState, Trigger
from tests.histories.cast import StillClock
from tests.sellers.test_one_breach import lines_of_one_parcel
from tests.support.policies import publish
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LEAST = 4  # orders, in these tests


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    found = StillClock(clock.now().replace(month=1, day=25) + 366 * DAY)
    monkeypatch.setattr(clock, "sql", found.sql)
    return found


@pytest.fixture
def world(still: StillClock) -> World:
    """The policy allows 25 cases and as many of the rest in 100 orders."""
    world = World()
    publish(world, least_orders=LEAST, most_cases=25, most_lost=25, most_late=25)
    return world


def counted(world: World) -> tuple[int, int, int, int]:
    count_rates()
    row = StoreRates.objects.get(store=world.store)
    return row.orders_90, row.cases_90, row.lost_90, row.late_90


def breaches(world: World) -> list[tuple[str, str]]:
    found = Breach.objects.filter(store=world.store, dispute=None).order_by("at", "pk")
    return list(found.values_list("trigger", "state"))


def stay_silent(still: StillClock, *disputes: Dispute) -> None:
    still.at = max(each.due_at for each in disputes if each.due_at)
    assert enforce_deadlines() == len(disputes)


def test_three_cases_of_one_order_are_one_order(world: World, still: StillClock) -> None:
    lines = lines_of_one_parcel(world, 3)
    for _number in range(LEAST - 1):
        world.line()
    disputes = [world.open_dispute(line) for line in lines]
    assert counted(world) == (LEAST, 1, 0, 0)
    stay_silent(still, *disputes)
    enforce_standing()
    assert counted(world) == (LEAST, 1, 0, 1)
    assert breaches(world) == []


def test_filing_and_withdrawing_in_rounds_counts_against_nobody(world: World) -> None:
    lines = [world.line() for _number in range(LEAST)]
    for line in lines[:2]:
        refund_requests.withdraw(world.as_buyer, world.open_dispute(line))
    assert counted(world) == (LEAST, 0, 0, 0)
    assert breaches(world) == []


def test_what_an_order_came_to_counts_with_the_orders_of_its_own_days(
    world: World, still: StillClock
) -> None:
    """An order of long ago is in neither number, however young its case is."""
    old = world.line(dispatched=95 * DAY, delivered=DAY)
    assert old.order.placed_at < clock.now() - 90 * DAY
    dispute = world.open_dispute(old)
    assert counted(world) == (0, 0, 0, 0)
    stay_silent(still, dispute)
    for _number in range(LEAST):
        world.line()
    assert counted(world) == (LEAST, 0, 0, 0)


def cancel(line: OrderLine) -> None:
    correct_order(line.order, source="the shop", cancelled_at=clock.now())


def test_an_order_that_was_cancelled_before_it_was_sent_is_no_sale(world: World) -> None:
    """Fifty orders that nobody wanted do not make ten bad ones a small part."""
    for _number in range(LEAST):
        world.line()
    for _number in range(LEAST):
        cancel(world.line(dispatched=None, delivered=None))
    assert counted(world) == (LEAST, 0, 0, 0)


def test_an_order_that_was_sent_is_a_sale_whatever_came_of_it(world: World) -> None:
    cancel(world.line(delivered=None))
    cancel(world.line())
    assert counted(world) == (2, 0, 0, 0)


def test_cancelling_does_not_undo_the_case_that_came_before(
    world: World, still: StillClock
) -> None:
    line = world.line(dispatched=None, delivered=None)
    still.at = line.order.handling_until
    dispute = world.file_never_dispatched(line.items.get())
    cancel(line)
    assert counted(world) == (1, 1, 0, 0)
    refund_requests.withdraw(world.as_buyer, dispute)
    still.at += 2 * DAY
    assert counted(world) == (0, 0, 0, 0)


def bad_week(world: World) -> None:
    lines = [world.line() for _number in range(LEAST)]
    for line in lines[:2]:
        world.open_dispute(line)


def test_one_bad_week_is_punished_once(world: World, still: StillClock) -> None:
    bad_week(world)
    for _day in range(70):
        count_rates()
        still.at += DAY
    assert breaches(world) == [(Trigger.MANY_CASES, BreachState.NOTED)]
    enforce_standing()
    assert Penalty.objects.filter(breach__dispute=None).count() == 1


def test_something_new_is_a_new_breach(world: World, still: StillClock) -> None:
    bad_week(world)
    count_rates()
    still.at += 31 * DAY
    count_rates()
    assert len(breaches(world)) == 1
    still.at += DAY
    world.open_dispute()
    count_rates()
    assert breaches(world) == [(Trigger.MANY_CASES, BreachState.NOTED)] * 2


def test_a_new_case_that_is_withdrawn_is_nothing_new(world: World, still: StillClock) -> None:
    bad_week(world)
    count_rates()
    still.at += 31 * DAY
    refund_requests.withdraw(world.as_buyer, world.open_dispute())
    assert counted(world)[1] == 2
    assert len(breaches(world)) == 1


def test_a_small_store_is_warned_once_too(world: World, still: StillClock) -> None:
    world.open_dispute()
    for _month in range(2):
        count_rates()
        still.at += 31 * DAY
    assert breaches(world) == [(Trigger.MANY_CASES, BreachState.WARNED)]


def test_orders_of_members_of_the_store_count_in_no_rate(world: World) -> None:
    line: OrderLine = world.line()
    dispute = world.open_dispute(line)
    assert counted(world)[:2] == (1, 1)
    StoreMember.objects.create(store=world.store, user=world.buyer)
    StoreRates.objects.update(counted_at=clock.now() - DAY)
    assert counted(world) == (0, 0, 0, 0)
    assert world.again(dispute).state == State.AWAITING_SELLER
