"""What the public may know: counted by month, exact, and of so many cases that it names nobody."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arbitration.models import MonthFigures
from arbitration.selectors.figures import LEAST, statistics
from arbitration.services.figures import count_months
from disputes.models import Dispute
from disputes.rules.solutions import Offer
from disputes.services import appeals
from disputes.states import Outcome, Solution, State
from tests.world import FULL_REFUND, HALF, World, enforce_at, moment

pytestmark = pytest.mark.django_db

PAGE = "/statistics/"
FIRST = datetime(2026, 3, 10, 12, tzinfo=UTC)
NOTHING = Offer(Solution.NO_REFUND)
TABLES = ("cases", "endings", "outcomes", "days", "appeals")


@pytest.fixture
def world() -> World:
    with moment(FIRST):
        return World()


def rows(table: str) -> list[dict[str, str]]:
    response = Client().get(f"{PAGE}{table}.csv")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="statistics-{table}.csv"'
    return list(csv.DictReader(StringIO(response.text)))


def end(world: World, cases: list[Dispute]) -> None:
    """Let the time of each run out, one after the other."""
    for at in sorted({at for case in cases if (at := world.again(case).due_at)}):
        enforce_at(at)


def a_month_of_cases(world: World) -> None:
    """Eleven: two agreed at once, one withdrawn, one silent, six ruled, one open."""
    with moment(FIRST):
        for _ in range(2):
            world.case(State.RESOLVED)
        world.case(State.WITHDRAWN)
        silent = world.file()
        ruled = [world.case(State.AWAITING_RULING) for _ in range(6)]
        for case, offer in zip(
            ruled, (FULL_REFUND, FULL_REFUND, HALF, HALF, HALF, NOTHING), strict=True
        ):
            world.rule(case, offer)
        world.case(State.HEARING)
        for case in ruled[3:5]:
            appeals.appeal(world.as_buyer, case, words="Half is not enough.")
        world.rule(ruled[3], HALF, by=world.arbitrator2)
        world.rule(ruled[4], FULL_REFUND, by=world.arbitrator2)
    end(world, [silent, *ruled])


def test_each_case_is_counted_in_the_month_in_which_it_was_closed(world: World) -> None:
    a_month_of_cases(world)
    with moment(FIRST + timedelta(days=10)):
        assert count_months() == 1
    assert rows("cases") == [{"Month": "2026-03", "Filed": "11", "Closed": "10"}]
    assert rows("endings") == [
        {
            "Month": "2026-03",
            "Agreed": "2",
            "Ruled by the platform": "6",
            "Seller did not answer": "1",
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
    a_month_of_cases(world)
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
    a_month_of_cases(world)
    with moment(FIRST + timedelta(days=10)):
        count_months()
    page = Client().get(PAGE).text
    for name in (world.store.name, world.buyer.username, world.arbitrator.username, "R-"):
        assert name not in page


def test_what_few_cases_came_to_is_not_told(world: World) -> None:
    with moment(FIRST):
        for _ in range(LEAST - 1):
            world.case(State.RESOLVED)
        count_months()
        assert rows("cases") == [{"Month": "2026-03", "Filed": "", "Closed": ""}]
        assert set(rows("endings")[0].values()) == {"2026-03", ""}
        assert set(rows("outcomes")[0].values()) == {"2026-03", ""}
        assert rows("days") == [{"Month": "2026-03", "Median days": ""}]
        world.case(State.RESOLVED)
        count_months()
    [month] = statistics().months()
    assert (month.figures.closed, month.figures.agreed) == (LEAST, LEAST)
    assert month.figures.outcomes == {
        Outcome.FULL: LEAST,
        Outcome.PARTIAL: 0,
        Outcome.RETURN: 0,
        Outcome.NONE: 0,
    }
    # Nobody ruled, so an appeal could only be of few.
    assert (month.figures.appealed, month.figures.overturned) == (None, None)
    assert rows("appeals") == [{"Month": "2026-03", "Ruled": "", "Appealed": "", "Overturned": ""}]


def test_of_what_few_settled_cases_came_to_nothing_is_told(world: World) -> None:
    with moment(FIRST):
        world.case(State.RESOLVED)
        for _ in range(LEAST):
            world.case(State.WITHDRAWN)
        count_months()
    [month] = statistics().months()
    assert (month.figures.closed, month.figures.withdrawn) == (LEAST + 1, LEAST)
    assert (month.figures.outcomes, month.figures.median_days) == (None, None)
    assert "Too few cases for a drawing." in Client().get(PAGE).text


def test_after_days_of_standstill_no_month_is_missing(world: World) -> None:
    a_month_of_cases(world)
    with moment(FIRST):
        count_months()
    with moment(datetime(2026, 6, 2, tzinfo=UTC)):
        assert count_months() == 4
        assert count_months() == 1  # only June can still change
    months = [(row.month, row.figures["closed"]) for row in MonthFigures.objects.all()]
    assert months == [
        (date(2026, 3, 1), 10),
        (date(2026, 4, 1), 0),
        (date(2026, 5, 1), 0),
        (date(2026, 6, 1), 0),
    ]


def test_counted_twice_it_is_the_same(world: World) -> None:
    a_month_of_cases(world)
    with moment(FIRST + timedelta(days=10)):
        counted: list[Any] = []
        for _ in range(2):
            count_months()
            counted.append(list(MonthFigures.objects.values("month", "figures")))
    assert counted[0] == counted[1]


def test_the_last_instant_of_a_year_belongs_to_it(world: World) -> None:
    with moment(datetime(2025, 12, 31, 23, 59, 50, tzinfo=UTC)):
        for _ in range(LEAST):
            world.case(State.WITHDRAWN)
    with moment(datetime(2026, 1, 1, 0, 0, 0, tzinfo=UTC)):
        for _ in range(LEAST):
            world.case(State.WITHDRAWN)
        assert count_months() == 2
    assert [(row["Month"], row["Withdrawn"]) for row in rows("endings")] == [
        ("2025-12", "5"),
        ("2026-01", "5"),
    ]


def test_without_a_case_it_says_so_calmly() -> None:
    assert count_months() == 0
    assert "Nothing was counted yet" in Client().get(PAGE).text
    assert rows("cases") == []
    assert Client().get(f"{PAGE}everything.csv").status_code == 404


def test_the_page_costs_one_query_however_many_months(world: World) -> None:
    a_month_of_cases(world)
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


def test_it_can_be_counted_by_hand(world: World) -> None:
    with moment(FIRST):
        world.file()
        said = StringIO()
        call_command("count_months", stdout=said)
    assert said.getvalue() == "Months counted: 1\n"
    assert MonthFigures.objects.get().figures["filed"] == 1


def test_every_page_leads_there() -> None:
    assert f'href="{PAGE}"' in Client().get("/rules/").text
