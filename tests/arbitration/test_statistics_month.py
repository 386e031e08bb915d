"""The statistics of one month in which much happened, and of those after it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arbitration.background.statistics import count_months
from arbitration.models import MonthStatistics
from disputes.models import Dispute
from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from disputes.verbs import appeals
from tests.arbitration.test_statistics import FIRST, PAGE, rows
from tests.support.moments import enforce_at, moment
from tests.support.terms import FULL_REFUND, HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOTHING = Offer(Solution.NO_REFUND)
TABLES = ("cases", "endings", "outcomes", "days", "appeals")


def end(world: World, cases: list[Dispute]) -> None:
    """Let the time of each run out, one after the other."""
    for at in sorted({at for dispute in cases if (at := world.again(dispute).due_at)}):
        enforce_at(at)


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """Eleven cases: two agreed at once, one withdrawn, one silent, six ruled, one open."""
    with moment(FIRST):
        world = World()
    with moment(FIRST):
        for _ in range(2):
            world.dispute_in(State.RESOLVED)
        world.dispute_in(State.WITHDRAWN)
        silent = world.open_dispute()
        ruled = [world.dispute_in(State.AWAITING_RULING) for _ in range(6)]
        for dispute, offer in zip(
            ruled, (FULL_REFUND, FULL_REFUND, HALF, HALF, HALF, NOTHING), strict=True
        ):
            world.rule(dispute, offer)
        world.dispute_in(State.HEARING)
        for dispute in ruled[3:5]:
            appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
        world.rule(ruled[3], HALF, by=world.arbitrator2)
        world.rule(ruled[4], FULL_REFUND, by=world.arbitrator2)
    end(world, [silent, *ruled])
    return world


def test_each_case_is_counted_in_the_month_in_which_it_was_closed(world: World) -> None:
    with moment(FIRST + timedelta(days=10)):
        assert count_months() == 1
    assert rows("cases") == [{"Month": "2026-03", "Filed": "11", "Closed": "10"}]
    assert rows("endings") == [
        {
            "Month": "2026-03",
            "Agreed": "2",
            "Ruled by the platform": "6",
            "Seller did not answer": "1",
            "Platform did not rule in time": "0",
            "Withdrawn": "1",
        }
    ]
    assert rows("outcomes") == [
        {
            "Month": "2026-03",
            "Full refund": "6",
            "Partial refund": "2",
            "Return and refund": "0",
            "No refund": "1",
        }
    ]
    assert rows("appeals") == [
        {"Month": "2026-03", "Ruled": "6", "Appealed": "2", "Overturned": "1"}
    ]
    # Agreed at once, silent for five days, ruled and seven days to appeal.
    assert rows("days") == [{"Month": "2026-03", "Median days": "7"}]


def test_the_page_shows_the_latest_months_together(world: World) -> None:
    with moment(FIRST + timedelta(days=10)):
        count_months()
    response = Client().get(PAGE)
    assert [(fact.label, fact.number) for fact in response.context["facts"]] == [
        ("Cases closed", "10"),
        ("Half of them took at most", "7 days"),
        ("Settled by agreement", "20%"),
        ("Rulings overturned on appeal", "17%"),
    ]
    for table in TABLES:
        assert f'href="{PAGE}{table}.csv"' in response.text
    assert response.text.count("<svg") == len(TABLES)
    assert "March 2026" in response.text


def test_it_names_nobody(world: World) -> None:
    with moment(FIRST + timedelta(days=10)):
        count_months()
    page = Client().get(PAGE).text
    for name in (world.store.name, world.buyer.username, world.arbitrator.username, "R-"):
        assert name not in page


def test_after_days_of_standstill_no_month_is_missing(world: World) -> None:
    with moment(FIRST):
        count_months()
    with moment(datetime(2026, 6, 2, tzinfo=UTC)):
        assert count_months() == 4
        assert count_months() == 1  # only June can still change
    months = [(row.month, row.numbers["closed"]) for row in MonthStatistics.objects.all()]
    assert months == [
        (date(2026, 3, 1), 10),
        (date(2026, 4, 1), 0),
        (date(2026, 5, 1), 0),
        (date(2026, 6, 1), 0),
    ]


def test_counted_twice_it_is_the_same(world: World) -> None:
    with moment(FIRST + timedelta(days=10)):
        counted: list[Any] = []
        for _ in range(2):
            count_months()
            counted.append(list(MonthStatistics.objects.values("month", "numbers")))
    assert counted[0] == counted[1]


def test_the_page_costs_one_query_however_many_months(world: World) -> None:
    with moment(FIRST):
        count_months()
    for later in (FIRST, datetime(2027, 9, 1, tzinfo=UTC)):
        with moment(later):
            count_months()
        with CaptureQueriesContext(connection) as queries:
            response = Client().get(PAGE)
        assert len(queries) == 1
        assert len(response.context["blocks"][0]["rows"]) <= 12
    assert len(rows("cases")) == 19
