"""The supervisors' board: load, pace, what ran out of time, and how alike people rule."""

import csv
from codecs import BOM_UTF8
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.verbs import approval, assignment
from disputes import clock
from disputes.models import Dispute, Ground, Policy, User
from disputes.states import State
from disputes.verbs import appeals
from tests.support.half import rule_half
from tests.support.moments import enforce_at, moment
from tests.support.people import make_user
from tests.support.terms import FULL_REFUND, HALF
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

BOARD = "/admin/board/"
TABLES = ("told", "load", "work", "grounds", "consistency")


def table(user: User, key: str, **query: Any) -> list[dict[str, str]]:
    response = signed_in(user).get(f"{BOARD}{key}.csv", query)
    assert response.status_code == 200
    assert response.content.startswith(BOM_UTF8)  # else Excel reads another alphabet
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def row_of(user: User, rows: list[dict[str, str]]) -> dict[str, str]:
    [row] = [row for row in rows if user.username in row.values()]
    return row


def news(user: User) -> int:
    number: int = signed_in(user).get("/admin/status/").context["board_news"]
    return number


def test_supervisors_and_auditors_read_it_and_nobody_else(world: World) -> None:
    auditor = make_user("auditor", "Auditors")
    for user in (world.supervisor, auditor):
        assert signed_in(user).get(BOARD).status_code == 200
        assert f'href="{BOARD}"' in signed_in(user).get("/admin/status/").text
    assert signed_in(world.arbitrator).get(BOARD).status_code == 403
    assert signed_in(world.arbitrator).get(f"{BOARD}load.csv").status_code == 403
    assert f'href="{BOARD}"' not in signed_in(world.arbitrator).get("/admin/status/").text
    assert signed_in(world.supervisor).get(f"{BOARD}no-such.csv").status_code == 404
    assert signed_in(world.supervisor).post(BOARD).status_code == 405


def test_what_each_has_in_hand_and_how_long_the_oldest_waits(world: World) -> None:
    with clock.shifted(timedelta(hours=-30)):
        oldest = world.dispute_in(State.AWAITING_RULING)
        assert assignment.take_next(world.arbitrator) == oldest
    world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    untaken = world.dispute_in(State.APPEALED)
    context = signed_in(world.supervisor).get(BOARD).context
    assert (context["untaken"].cases, context["untaken"].oldest) == (1, untaken.reference)
    rows = table(world.supervisor, "load")
    busy, free = row_of(world.arbitrator, rows), row_of(world.arbitrator2, rows)
    assert (busy["Cases in hand"], busy["Due within 24 hours"]) == ("2", "1")
    assert busy["The oldest waits (hours)"] == "30.0"
    assert oldest.reference in signed_in(world.supervisor).get(BOARD).text
    assert (free["Cases in hand"], free["Due within 24 hours"]) == ("0", "0")


def test_a_clock_that_ran_out_is_news_until_the_board_was_looked_at(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assert news(world.supervisor) == 0
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    with moment(due_at + timedelta(hours=1)):
        assert news(world.supervisor) == 1
        assert news(world.arbitrator2) == 0
        client = signed_in(world.supervisor)
        assert dispute.reference in client.get(BOARD).text
        assert client.get("/admin/status/").context["board_news"] == 0
        [told] = table(world.supervisor, "told")
        assert {dispute.reference, world.arbitrator.username} <= set(told.values())
    with moment(due_at + timedelta(days=8)):
        assert news(world.supervisor) == 0
        assert table(world.supervisor, "told") == []


def test_how_many_how_fast_and_what_became_of_them(world: World) -> None:
    Policy.objects.update(large_amounts={"USD": 10**9})
    cases = []
    for hours in (10, 20, 40):
        with clock.shifted(timedelta(days=-5)):
            dispute = world.dispute_in(State.AWAITING_RULING)
            assignment.take_next(world.arbitrator)
        with clock.shifted(timedelta(days=-5, hours=hours)):
            rule(world.arbitrator, dispute)
        cases.append(dispute)
    appeals.appeal(world.as_buyer, cases[0], text="Half is not enough.")
    world.rule(cases[0], FULL_REFUND, by=world.arbitrator2)
    given_back = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assignment.hand_back(world.arbitrator, given_back, comment="I know the seller.")
    assignment.take_next(world.arbitrator2)
    assignment.reassign(world.supervisor, given_back, to=world.supervisor)
    rows = table(world.supervisor, "work")
    first, second = row_of(world.arbitrator, rows), row_of(world.arbitrator2, rows)
    assert first["Rulings"] == "3"
    assert float(first["Time to rule, median (hours)"]) == pytest.approx(20, abs=0.1)
    assert float(first["90th percentile (hours)"]) == pytest.approx(36, abs=0.1)
    assert (first["Overturned"], first["Handed back"], first["Reassigned"]) == ("1", "1", "0")
    assert (second["Rulings"], second["Decided on appeal"], second["Reassigned"]) == ("1", "0", "1")


def rule(judge: User, dispute: Dispute) -> None:
    assert rule_half(judge, dispute)


def test_rulings_that_were_sent_back_count_for_their_author(world: World) -> None:
    Policy.objects.update(large_amounts={})
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assert not rule_half(world.arbitrator, dispute)
    assert signed_in(world.supervisor).get(BOARD).context["to_approve"] == 1
    assignment.take_next(world.arbitrator2)
    approval.send_ruling_back(world.arbitrator2, dispute, comment="Which photo?")
    assert signed_in(world.supervisor).get(BOARD).context["to_approve"] == 0
    rows = table(world.supervisor, "work")
    assert row_of(world.arbitrator, rows)["Sent back"] == "1"
    assert row_of(world.arbitrator2, rows)["Sent back"] == "0"


def test_a_case_that_nobody_may_judge_is_named(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    judges = (world.arbitrator, world.arbitrator2, world.supervisor)
    for judge in judges:
        assert signed_in(world.supervisor).get(BOARD).context["without_judge"] == []
        assignment.take_next(judge)
        assignment.hand_back(judge, dispute, comment="I know the seller.")
    assert signed_in(world.supervisor).get(BOARD).context["without_judge"] == [dispute]


def test_which_grounds_were_used_and_with_which_outcome(world: World) -> None:
    for offer in (HALF, HALF, FULL_REFUND):
        world.rule(world.dispute_in(State.AWAITING_RULING), offer)
    rows = table(world.supervisor, "grounds")
    title = Ground.objects.get(code="differs_from_listing").title
    [used] = [row for row in rows if title in row.values()]
    assert (used["Rulings"], used["Full refund"], used["Partial refund"]) == ("3", "1", "2")
    assert sum(int(row["Rulings"]) for row in rows) == 3


def test_what_lies_before_the_chosen_days_is_left_out(world: World) -> None:
    with clock.shifted(timedelta(days=-20)):
        world.rule(world.dispute_in(State.AWAITING_RULING), HALF)
    assert row_of(world.arbitrator, table(world.supervisor, "work", days=7))["Rulings"] == "0"
    assert row_of(world.arbitrator, table(world.supervisor, "work", days=30))["Rulings"] == "1"
    assert row_of(world.arbitrator, table(world.supervisor, "work", days="x"))["Rulings"] == "1"


def test_a_name_is_no_formula(world: World) -> None:
    world.arbitrator.first_name = "=HYPERLINK(1)"
    world.arbitrator.save()
    text = signed_in(world.supervisor).get(f"{BOARD}load.csv").text
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_own_cases_are_counted_and_not_named(world: World) -> None:
    world.store.memberships.create(user=world.supervisor)
    dispute = world.dispute_in(State.AWAITING_RULING)
    response = signed_in(world.supervisor).get(BOARD)
    assert response.context["untaken"].cases == 1
    assert dispute.reference not in response.text


def test_a_fixed_number_of_queries_however_much_there_is(world: World) -> None:
    client = signed_in(world.supervisor)
    numbers = []
    for _ in range(2):
        for _ in range(2):
            world.rule(world.dispute_in(State.AWAITING_RULING), HALF)
            world.dispute_in(State.AWAITING_RULING)
            assignment.take_next(make_user("arbitrator", "Arbitrators"))
        client.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(BOARD).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
