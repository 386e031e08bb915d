"""What a seller reads of the standing of the own store."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes import clock
from sellers.background.ledger_sweep import enforce_standing
from sellers.background.rates import count_rates
from sellers.models import MedianRates, Sanction, StoreRates
from sellers.selectors.standing import SHOWN, StoreStanding
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from tests.support.given_penalties import (
    given_by_hand,
    left_unanswered,
    let_points_count_meanwhile,
)
from tests.support.people import make_store, make_user
from tests.support.policies import publish
from tests.support.world import World

pytestmark = pytest.mark.django_db

PAGE = "/seller/standing/"


def shown(seller: Client, **query: str) -> tuple[StoreStanding, str]:
    response = seller.get(PAGE, query)
    assert response.status_code == 200
    standing: StoreStanding = response.context["standing"]
    return standing, " ".join(response.text.split())


def statement(seller: Client, sanction: Sanction) -> str:
    response = seller.get(f"{PAGE}sanctions/{sanction.pk}/")
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_a_store_without_points(seller: Client) -> None:
    standing, page = shown(seller)
    assert standing.balance == 0
    assert "No points. Nothing restricts the store." in page
    assert "What comes next, with 6 more points (at 6): Warning." in page
    assert "None. Answer every request in time, and it stays like this." in page
    assert "Nothing has changed the points in the last year." in page
    assert "None in the last year." in page


def test_a_penalty_is_listed_with_its_case_its_times_and_its_record(
    world: World, seller: Client
) -> None:
    penalty = left_unanswered(world)
    dispute = penalty.breach.dispute
    assert dispute is not None
    standing, page = shown(seller)
    assert [line.penalty for line in standing.penalties] == [penalty]
    assert f'<a href="{PAGE}penalties/{penalty.pk}/">No answer in time</a>' in page
    assert f'href="/seller/cases/{dispute.reference}/"' in page
    for at in (penalty.given_at, penalty.expires_at):
        assert f'<time datetime="{at.isoformat()}"' in page
    assert standing.expiries[0].penalty == penalty


def test_what_holds_and_what_comes_next(world: World, seller: Client) -> None:
    given_by_hand(world, "false_evidence")
    standing, page = shown(seller)
    assert standing.in_force is not None
    assert standing.in_force.sanction.points == 12
    assert f"{standing.in_force.headline}</h3>" in page
    assert standing.in_force.headline.startswith("Restricted until ")
    assert "shown further down in searches." in page
    assert [line.state.split(" until ")[0] for line in standing.sanctions] == ["In force"] * 2
    assert standing.sanctions[1].state == "In force until the points fall below 6."
    assert [step.is_reached for step in standing.steps] == [True, True, False, False, False]
    assert "with 12 more points (at 24): Restricted for 14 days." in page
    assert "You can still answer your cases, upload evidence and appeal penalties." in page


def test_a_warning_restricts_nothing(world: World, seller: Client) -> None:
    given_by_hand(world, "off_platform")
    standing, page = shown(seller)
    assert standing.in_force is not None
    assert standing.in_force.headline == "Warning until the points fall below 6"
    assert "Nothing is restricted yet." in page


def test_a_closing_is_announced_before_it_holds(world: World, seller: Client) -> None:
    for _time in range(3):
        given_by_hand(world, "false_evidence")
    standing, page = shown(seller)
    assert standing.in_force is not None
    assert standing.in_force.sanction.measure == "paused"
    assert [line.sanction.measure for line in standing.ahead] == ["closed"]
    assert "Notice: Closed</h3>" in page
    assert "It begins on " in page
    assert standing.next_step is None
    queue = " ".join(seller.get("/seller/").text.split())
    assert "Restricted, listings paused until " in queue
    assert "Notice: Closed." in queue
    assert queue.count("Read why") == 2


def test_points_under_appeal_are_told_apart(world: World, seller: Client) -> None:
    left_unanswered(world)
    appealed = given_by_hand(world, "false_evidence")
    appeal_penalty(world.seller, appealed, text="It was not us.")
    standing, page = shown(seller)
    assert (standing.balance, standing.suspended) == (3, 12)
    assert "12 more do not count while an appeal is open." in page
    assert standing.in_force is None
    assert "Nothing restricts the store." in page
    assert "Interrupted since " in page


def test_what_is_over_stays_readable_and_counts_no_more(world: World, seller: Client) -> None:
    penalty = given_by_hand(world, "false_evidence")
    with clock.shifted(timedelta(days=366)):
        enforce_standing()
        standing, page = shown(seller)
    assert standing.balance == 0
    assert standing.in_force is None
    assert {line.state.split(" on ")[0] for line in standing.sanctions} == {
        "It ended",
        "It was lifted",
    }
    assert [line.penalty.pk for line in standing.penalties] == [penalty.pk]
    assert ">Expired<" in page


def test_the_line_of_the_chart_follows_the_ledger(world: World, seller: Client) -> None:
    flat = shown(seller)[0].chart.line
    penalty = given_by_hand(world, "off_platform")
    risen = shown(seller)[0].chart.line
    appeal = appeal_penalty(world.seller, penalty, text="It was not us.")
    decide_appeal(
        make_user("supervisor", "Supervisors"), appeal, points=0, reasons="It was another store."
    )
    fallen = shown(seller)[0].chart.line
    assert (flat.count("V"), risen.count("V"), fallen.count("V")) == (1, 2, 4)


def test_the_line_begins_with_what_was_there_a_year_ago(world: World, seller: Client) -> None:
    given_by_hand(world, "off_platform")
    with clock.shifted(timedelta(days=300)):
        left_unanswered(world)
    with clock.shifted(timedelta(days=364)):
        before = shown(seller)[0]
    with clock.shifted(timedelta(days=366)):
        enforce_standing()
        after = shown(seller)[0]
    assert [change.entry.balance for change in before.changes] == [9, 6]
    assert [change.entry.balance for change in after.changes] == [3, 9]
    # From nothing up to six; from six, which were there before the year began, up to nine.
    ground = before.chart.ground
    assert float(before.chart.line.split()[1]) == ground
    assert float(after.chart.line.split()[1]) < ground


def test_each_change_stands_in_a_table_with_its_penalty(world: World, seller: Client) -> None:
    penalty = given_by_hand(world, "off_platform")
    appeal_penalty(world.seller, penalty, text="It was not us.")
    standing, page = shown(seller)
    assert [
        (change.entry.kind, change.entry.points, change.entry.balance)
        for change in standing.changes
    ] == [("suspended", -6, 0), ("given", 6, 6)]
    record = f'<a href="{PAGE}penalties/{penalty.pk}/">Leading buyers off the platform</a>'
    assert f"Suspended by an appeal: {record}" in page
    assert f"Points given: {record}" in page
    assert "<td>-6</td> <td>0</td>" in page
    assert not standing.has_more_changes


def test_rates_stand_beside_the_median_of_the_platform(world: World, seller: Client) -> None:
    for _number in range(4):
        world.line()
    world.open_dispute()
    assert "have not been counted for this store yet" in shown(seller)[1]
    count_rates()
    standing, page = shown(seller)
    assert [line.days for line in standing.rates] == [30, 90]
    assert [line.counts.orders for line in standing.rates] == [5, 5]
    assert [line.counts.cases_rate for line in standing.rates] == [20.0, 20.0]
    assert "20.0" in page
    assert "The store had 5 orders in 90 days. With fewer than 50 its rates cost no points" in page
    assert "Above 10 cases, 3 lost rulings or 2 unanswered requests" in page
    # Too small to count for the median of the platform.
    assert list(MedianRates.objects.values_list("stores", flat=True)) == [0, 0]
    assert StoreRates.objects.get(store=world.store).orders_90 == 5


def test_a_warning_for_rates_is_shown_without_points(world: World, seller: Client) -> None:
    world.open_dispute()
    count_rates()
    enforce_standing()
    standing, page = shown(seller)
    assert standing.balance == 0
    assert [breach.trigger for breach in standing.warnings] == ["many_cases"]
    assert "Warnings, without points" in page
    assert "Too many cases for the number of orders" in page


def test_above_the_gate_the_page_says_that_rates_cost_points(world: World, seller: Client) -> None:
    publish(world, least_orders=1)
    world.line()
    count_rates()
    standing, page = shown(seller)
    assert standing.rates_count
    assert "in 100 orders over 90 days points follow, for each of them once a month" in page
    assert "its rates cost no points" not in page


def test_each_store_is_a_page_of_its_own_and_no_foreign_one_is(
    world: World, seller: Client
) -> None:
    left_unanswered(world)
    own, second = world.store, make_store(world.seller)
    assert shown(seller, store=str(second.pk))[0].balance == 0
    assert shown(seller, store=str(own.pk))[0].balance == 3
    queue = seller.get("/seller/").text
    for store in (own, second):
        assert f'href="{PAGE}?store={store.pk}"' in queue


def test_no_foreign_store_is_shown(world: World, seller: Client) -> None:
    foreign, world.store = world.store, world.other_store
    penalty = left_unanswered(world)
    world.store = foreign
    for address in (
        f"{PAGE}?store={world.other_store.pk}",
        f"{PAGE}?store=nothing",
        f"{PAGE}penalties/{penalty.pk}/",
        f"{PAGE}penalties/{penalty.pk}/appeal/",
        f"{PAGE}penalties/999999/",
    ):
        answer = seller.get(address)
        assert answer.status_code == 404, address
        assert world.other_store.name not in answer.text


def test_a_page_costs_as_many_queries_for_many_penalties_as_for_one(
    world: World, seller: Client
) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert seller.get(address).status_code == 200
        return len(found)

    first = given_by_hand(world, "off_platform", dispute=world.open_dispute())
    warning = world.store.sanctions.get()
    addresses = [PAGE, f"{PAGE}penalties/{first.pk}/", f"{PAGE}sanctions/{warning.pk}/", "/seller/"]
    for address in addresses:
        seller.get(address)
    once = [queries(address) for address in addresses]
    for _time in range(4):
        given_by_hand(world, "off_platform", dispute=world.open_dispute())
    assert [queries(address) for address in addresses] == once


def test_long_lists_go_on_on_the_next_page(world: World, seller: Client) -> None:
    given = [given_by_hand(world, "off_platform") for _number in range(SHOWN + 1)]
    standing, page = shown(seller)
    assert [line.penalty for line in standing.penalties] == given[:0:-1]
    assert "Page 1 of 2" in page
    assert len(standing.changes) == SHOWN
    assert "Earlier changes stand in the records of the penalties." in page
    standing, page = shown(seller, page="2")
    assert [line.penalty for line in standing.penalties] == [given[0]]


def test_the_rules_in_force_can_be_read(seller: Client) -> None:
    page = shown(seller)[1]
    assert "No answer in time" in page
    assert "Broken again within 30 days, they count 2 times." in page


def test_the_queue_tells_of_a_restriction_and_leads_to_its_reasons(
    world: World, seller: Client
) -> None:
    assert "Restricted" not in seller.get("/seller/").text
    given_by_hand(world, "false_evidence")
    page = " ".join(seller.get("/seller/").text.split())
    restricted = world.store.sanctions.get(points=12)
    assert "Restricted" in page
    assert f'href="{PAGE}sanctions/{restricted.pk}/"' in page


def test_a_statement_of_reasons_names_what_it_rests_on(world: World, seller: Client) -> None:
    first = left_unanswered(world)
    second = given_by_hand(world, "false_evidence")
    dispute = first.breach.dispute
    assert dispute is not None
    restricted = world.store.sanctions.get(points=12)
    page = statement(seller, restricted)
    assert f"the points of {world.store.name} reached 12, the threshold for this measure." in page
    assert f'href="/seller/cases/{dispute.reference}/"' in page
    for penalty, points in ((first, 3), (second, 12)):
        assert f'href="{PAGE}penalties/{penalty.pk}/"' in page
        assert f"{points} points, given on " in page
    for at in (restricted.decided_at, restricted.starts_at, restricted.ends_at):
        assert at is not None
        assert f'<time datetime="{at.isoformat()}"' in page
    assert "You can still answer your cases, upload evidence and appeal penalties." in page
    assert "While an appeal is open, their points do not count" in page
    assert "this measure ends at once" in page


def test_a_statement_promises_no_suspension_that_the_policy_does_not_give(
    world: World, seller: Client
) -> None:
    let_points_count_meanwhile(world)
    given_by_hand(world, "false_evidence")
    page = statement(seller, world.store.sanctions.get(points=12))
    assert "their points do not count" not in page
    assert "If an appeal brings the points below the threshold, this measure ends at once." in page


def test_a_statement_stays_after_the_measure_and_asks_for_nothing(
    world: World, seller: Client
) -> None:
    given_by_hand(world, "false_evidence")
    with clock.shifted(timedelta(days=8)):
        enforce_standing()
        page = statement(seller, world.store.sanctions.get(points=12))
    assert "It ended on " in page
    assert "What you can do" not in page


def test_nobody_else_reads_a_statement(world: World) -> None:
    given_by_hand(world, "false_evidence")
    sanction = world.store.sanctions.get(points=12)
    client = Client()
    client.force_login(world.other_seller)
    assert client.get(f"{PAGE}sanctions/{sanction.pk}/").status_code == 404
    client.force_login(world.buyer)
    assert client.get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
