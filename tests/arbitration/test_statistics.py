"""What the public may know: counted by month, exact, and of so many cases that it names nobody."""

import csv
from codecs import BOM_UTF8
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from arbitration.background.statistics import count_months
from arbitration.models import MonthStatistics
from arbitration.selectors.statistics import LEAST, statistics
from disputes.rules.solutions import Offer
from disputes.states import Outcome, Solution, State
from tests.support.moments import moment
from tests.support.world import World

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
    assert response.content.startswith(BOM_UTF8)  # else Excel reads another alphabet
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_what_few_cases_came_to_is_not_told(world: World) -> None:
    with moment(FIRST):
        for _ in range(LEAST - 1):
            world.dispute_in(State.RESOLVED)
        count_months()
        assert rows("cases") == [{"Month": "2026-03", "Filed": "", "Closed": ""}]
        assert set(rows("endings")[0].values()) == {"2026-03", ""}
        assert set(rows("outcomes")[0].values()) == {"2026-03", ""}
        assert rows("days") == [{"Month": "2026-03", "Median days": ""}]
        world.dispute_in(State.RESOLVED)
        count_months()
    [month] = statistics().months()
    assert (month.numbers.closed, month.numbers.agreed) == (LEAST, LEAST)
    assert month.numbers.outcomes == {
        Outcome.FULL: LEAST,
        Outcome.PARTIAL: 0,
        Outcome.RETURN: 0,
        Outcome.NONE: 0,
    }
    # Nobody ruled, so an appeal could only be of few.
    assert (month.numbers.appealed, month.numbers.overturned) == (None, None)
    assert rows("appeals") == [{"Month": "2026-03", "Ruled": "", "Appealed": "", "Overturned": ""}]


def test_of_what_few_settled_cases_came_to_nothing_is_told(world: World) -> None:
    with moment(FIRST):
        world.dispute_in(State.RESOLVED)
        for _ in range(LEAST):
            world.dispute_in(State.WITHDRAWN)
        count_months()
    [month] = statistics().months()
    assert (month.numbers.closed, month.numbers.withdrawn) == (LEAST + 1, LEAST)
    assert (month.numbers.outcomes, month.numbers.median_days) == (None, None)
    assert "Too few cases for a drawing." in Client().get(PAGE).text


def test_the_last_instant_of_a_year_belongs_to_it(world: World) -> None:
    with moment(datetime(2025, 12, 31, 23, 59, 50, tzinfo=UTC)):
        for _ in range(LEAST):
            world.dispute_in(State.WITHDRAWN)
    with moment(datetime(2026, 1, 1, 0, 0, 0, tzinfo=UTC)):
        for _ in range(LEAST):
            world.dispute_in(State.WITHDRAWN)
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


def test_it_can_be_counted_by_hand(world: World) -> None:
    with moment(FIRST):
        world.open_dispute()
        said = StringIO()
        call_command("count_months", stdout=said)
    assert said.getvalue() == "Months counted: 1\n"
    assert MonthStatistics.objects.get().numbers["opened"] == 1


def test_every_page_leads_there() -> None:
    assert f'href="{PAGE}"' in Client().get("/rules/").text
