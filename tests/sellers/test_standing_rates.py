"""Rates count only where orders are many enough; a store with few gets a warning instead."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.background.deadlines import enforce_deadlines
from disputes import clock
from disputes.models import Policy, Store
from sellers.background.ledger_sweep import enforce_standing
from sellers.background.rates import count_rates
from sellers.models import Breach, MedianRates, Penalty, StoreRates
from sellers.rules.rates import Counts, exceeded, is_large_enough
from sellers.states import BreachState, Trigger
from sellers.verbs.penalties import lower_penalty
from tests.histories.cast import StillClock
from tests.support.batches import in_batches_of
from tests.support.goods import sent_items
from tests.support.people import make_store
from tests.support.policies import publish
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
LEAST = 4  # orders, in these tests


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """In the middle of a month, so that a few days do not lead into another."""
    found = StillClock(clock.now().replace(day=10) + 31 * DAY)
    monkeypatch.setattr(clock, "sql", found.sql)
    return found


@pytest.fixture
def world(still: StillClock) -> World:
    """The policy allows 25 cases, 10 lost rulings and 10 unanswered requests in 100 orders."""
    world = World()
    publish(world, least_orders=LEAST, most_cases=25, most_lost=10, most_late=10)
    return world


def order(world: World, store: Store, number: int, *, before: timedelta = DAY) -> None:
    placed = clock.now() - before
    sent_items(world.buyer.pk, store.pk, [placed + DAY] * number)


def stay_silent(world: World, still: StillClock) -> None:
    """An order of the store, and a case about it that it does not answer."""
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    still.at = dispute.due_at
    assert enforce_deadlines() == 1


def rates(store: Store) -> StoreRates:
    return StoreRates.objects.get(store=store)


def noted(store: Store) -> dict[str, str]:
    """What was made of the rates."""
    found = Breach.objects.filter(store=store, dispute=None)
    return dict(found.values_list("trigger", "state"))


# The rule


@pytest.mark.parametrize(
    ("cases", "lost", "late", "expected"),
    [
        (25, 10, 10, []),
        (26, 0, 0, [Trigger.MANY_CASES]),
        (0, 11, 0, [Trigger.MANY_LOST]),
        (0, 0, 11, [Trigger.MANY_LATE]),
        (26, 11, 11, [Trigger.MANY_CASES, Trigger.MANY_LOST, Trigger.MANY_LATE]),
    ],
)
def test_a_rate_is_exceeded_above_its_limit_and_not_at_it(
    cases: int, lost: int, late: int, expected: list[Trigger]
) -> None:
    policy = Policy(most_cases=25, most_lost=10, most_late=10)
    assert exceeded(Counts(100, cases, lost, late), policy) == expected


def test_without_orders_there_is_no_rate() -> None:
    assert exceeded(Counts(0, 3, 3, 3), Policy(least_orders=0)) == []
    assert Counts(0, 3, 3, 3).cases_rate is None


@pytest.mark.parametrize(("orders", "large"), [(49, False), (50, True)])
def test_from_the_least_number_of_orders_on_rates_count(orders: int, large: bool) -> None:
    assert is_large_enough(Counts(orders), Policy()) is large


# Counting


def test_a_large_store_gets_points_when_too_many_orders_end_in_a_case(
    world: World, still: StillClock
) -> None:
    stay_silent(world, still)
    order(world, world.store, LEAST - 2)
    world.open_dispute()
    count_rates()
    row = rates(world.store)
    assert (row.orders_90, row.cases_90, row.lost_90, row.late_90) == (LEAST, 2, 0, 1)
    assert noted(world.store) == {
        Trigger.MANY_CASES: BreachState.NOTED,
        Trigger.MANY_LATE: BreachState.NOTED,
    }
    enforce_standing()
    given = Penalty.objects.filter(breach__dispute=None)
    assert set(given.values_list("rule__code", "points")) == {("many_cases", 3), ("many_late", 3)}


def test_a_small_store_gets_a_warning_without_points(world: World, still: StillClock) -> None:
    order(world, world.store, LEAST - 2)
    world.open_dispute()
    count_rates()
    assert rates(world.store).orders_90 == LEAST - 1
    assert noted(world.store) == {Trigger.MANY_CASES: BreachState.WARNED}
    enforce_standing()
    assert not Penalty.objects.exists()


def test_a_rate_counts_once_in_a_calendar_month(world: World, still: StillClock) -> None:
    order(world, world.store, LEAST - 2)
    world.open_dispute()
    world.open_dispute()
    months = []
    for _day in range(60):
        world.open_dispute()  # something new, so that it can count again
        count_rates()
        months.append(f"{still.at:%Y-%m}")
        still.at += DAY
    keys = Breach.objects.filter(trigger=Trigger.MANY_CASES).values_list("key", flat=True)
    assert sorted(keys) == [
        f"rate:{world.store.pk}:many_cases:{month}" for month in sorted(set(months))
    ]
    assert len(set(months)) == 3


def test_a_store_is_counted_again_when_its_count_is_a_day_old(
    world: World, still: StillClock
) -> None:
    assert count_rates() == 2
    order(world, world.store, 3)
    still.at += DAY - TICK
    assert count_rates() == 0
    assert rates(world.store).orders_30 == 0
    still.at += TICK
    assert count_rates() == 2
    assert rates(world.store).orders_30 == 3


def test_what_is_older_than_a_period_does_not_count_in_it(world: World, still: StillClock) -> None:
    for days in (30, 90):
        order(world, world.store, 1, before=days * DAY - TICK)
        order(world, world.store, 1, before=days * DAY)
    order(world, world.store, 1, before=-DAY)  # not even placed yet
    count_rates()
    row = rates(world.store)
    assert (row.orders_30, row.orders_90) == (1, 3)


def test_what_was_revoked_does_not_count(world: World, still: StillClock) -> None:
    stay_silent(world, still)
    enforce_standing()
    lower_penalty(world.supervisor, Penalty.objects.get(), points=0, reasons="There was a flood.")
    count_rates()
    row = rates(world.store)
    assert (row.cases_90, row.late_90) == (1, 0)


def test_stores_are_counted_each_for_itself_with_as_many_queries_for_six_as_for_two(
    world: World, still: StillClock
) -> None:
    stores = [world.store, world.other_store]
    count_rates()  # the first time, the medians are new

    def queries_for(number: int) -> int:
        stores.extend(make_store() for _ in range(number - len(stores)))
        for place, store in enumerate(stores):
            order(world, store, place)
        still.at += DAY
        with CaptureQueriesContext(connection) as queries:
            assert count_rates() == number
        return len(queries)

    assert queries_for(2) == queries_for(6)
    assert [rates(store).orders_30 for store in stores] == [0, 2, 2, 3, 4, 5]


def test_the_command_counts_all_in_batches(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(5):
        make_store()
    in_batches_of(2, count_rates, monkeypatch, seconds=0)  # one batch at a time
    call_command("count_rates")
    call_command("count_rates")
    assert capsys.readouterr().out.splitlines() == ["Stores counted: 7", "Stores counted: 0"]


# The median


def test_the_median_is_that_of_stores_with_orders_enough(world: World, still: StillClock) -> None:
    """Of 0, 25 and 50 in 100 orders; what a small store has does not matter."""
    small = make_store()
    for store, orders, cases in (
        (world.other_store, LEAST, 0),
        (make_store(), LEAST - 1, 1),
        (make_store(), LEAST - 2, 2),
        (small, 0, LEAST - 1),
    ):
        order(world, store, orders)
        world.store = store
        for _case in range(cases):
            world.open_dispute()
    count_rates()
    for days in (30, 90):
        median = MedianRates.objects.get(days=days)
        assert (median.stores, median.cases, median.lost, median.late) == (3, 25, 0, 0)


def test_without_such_stores_there_is_no_median(world: World) -> None:
    count_rates()
    assert set(MedianRates.objects.values_list("days", "stores", "cases")) == {
        (30, 0, None),
        (90, 0, None),
    }
