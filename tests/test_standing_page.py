"""What a seller reads of the standing of the own store."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes import clock
from disputes.models import Policy
from disputes.services import negotiation
from sellers.models import MedianRates, StoreRates
from sellers.selectors.standing import StoreStanding
from sellers.services.appeals import appeal_penalty, decide_appeal
from sellers.services.counting import count_rates
from sellers.services.settling import enforce_standing
from tests.standings import given_by_hand, left_unanswered
from tests.world import World, make_store, make_user

pytestmark = pytest.mark.django_db

PAGE = "/seller/standing/"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def seller(world: World) -> Client:
    client = Client()
    client.force_login(world.seller)
    return client


def shown(seller: Client, **query: str) -> tuple[StoreStanding, str]:
    response = seller.get(PAGE, query)
    assert response.status_code == 200
    standing: StoreStanding = response.context["standing"]
    return standing, " ".join(response.text.split())


def test_a_store_without_points(seller: Client) -> None:
    standing, page = shown(seller)
    assert standing.balance == 0
    assert "No points, and nothing restricts the store." in page
    assert "Next threshold: 6 points. Warning." in page
    assert "None. Answer every request in time, and it stays like this." in page
    assert "None in the last year." in page


def test_a_penalty_is_listed_with_its_case_its_times_and_its_record(
    world: World, seller: Client
) -> None:
    penalty = left_unanswered(world)
    case = penalty.breach.dispute
    assert case is not None
    standing, page = shown(seller)
    assert [line.penalty for line in standing.penalties] == [penalty]
    assert f'<a href="{PAGE}penalties/{penalty.pk}/">No answer in time</a>' in page
    assert f'href="/seller/cases/{case.reference}/"' in page
    for at in (penalty.given_at, penalty.expires_at):
        assert f'<time datetime="{at.isoformat()}"' in page
    assert standing.expiries[0].penalty == penalty


def test_what_holds_and_what_comes_next(world: World, seller: Client) -> None:
    given_by_hand(world, "false_evidence")
    standing, page = shown(seller)
    [restricted, warning] = standing.in_force
    assert (restricted.sanction.points, warning.sanction.points) == (12, 6)
    assert restricted.state.startswith("In force until ")
    assert warning.state == "In force until the points fall below 6."
    assert [step.is_reached for step in standing.steps] == [True, True, False, False, False]
    assert standing.next_step is not None
    assert standing.next_step.leads_to == "Restricted for 14 days"
    assert "You can still answer your cases, show evidence and appeal penalties." in page


def test_a_closing_is_announced_before_it_holds(world: World, seller: Client) -> None:
    for _time in range(3):
        given_by_hand(world, "false_evidence")
    standing, page = shown(seller)
    assert [line.sanction.measure for line in standing.ahead] == ["closed"]
    assert "Notice: Closed" in page
    assert "It begins on " in page


def test_what_is_over_stays_readable_and_counts_no_more(world: World, seller: Client) -> None:
    penalty = given_by_hand(world, "false_evidence")
    with clock.shifted(timedelta(days=366)):
        enforce_standing()
        standing, page = shown(seller)
    assert standing.balance == 0
    assert standing.in_force == []
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
    appeal = appeal_penalty(world.seller, penalty, words="It was not us.")
    decide_appeal(
        make_user("supervisor", "Supervisors"), appeal, points=0, reasons="It was another store."
    )
    fallen = shown(seller)[0].chart.line
    assert (flat.count("V"), risen.count("V"), fallen.count("V")) == (1, 2, 4)


def test_good_marks_are_for_agreements_within_two_days(world: World, seller: Client) -> None:
    early, late = world.file(), world.file()
    rejected = world.file()
    negotiation.reject(world.as_seller, rejected, words="The mug is blue.")
    negotiation.accept(world.as_seller, early, early.proposals.get())
    with clock.shifted(timedelta(hours=48, minutes=1)):
        negotiation.accept(world.as_seller, late, late.proposals.get())
        standing, page = shown(seller)
    assert standing.mark_count == 1
    assert [mark.case for mark in standing.marks] == [early.reference]
    assert f'href="/seller/cases/{early.reference}/"' in page


def test_rates_stand_beside_the_median_of_the_platform(world: World, seller: Client) -> None:
    for _number in range(4):
        world.line()
    world.file()
    assert "have not been counted for this store yet" in shown(seller)[1]
    count_rates()
    standing, page = shown(seller)
    assert [line.days for line in standing.rates] == [30, 90]
    assert [line.counts.orders for line in standing.rates] == [5, 5]
    assert [line.counts.cases_rate for line in standing.rates] == [20.0, 20.0]
    assert "20.0" in page
    assert "With fewer than 50 orders there, it is only a warning." in page
    # Too small to count for the median of the platform.
    assert list(MedianRates.objects.values_list("stores", flat=True)) == [0, 0]
    assert StoreRates.objects.get(store=world.store).orders_90 == 5


def test_a_warning_for_rates_is_shown_without_points(world: World, seller: Client) -> None:
    world.file()
    count_rates()
    enforce_standing()
    standing, page = shown(seller)
    assert standing.balance == 0
    assert [breach.trigger for breach in standing.warnings] == ["many_cases"]
    assert "without points: Too many cases for the number of orders." in page


def test_each_store_is_a_page_of_its_own_and_no_foreign_one_is(
    world: World, seller: Client
) -> None:
    left_unanswered(world)
    own, second = world.store, make_store(world.seller)
    assert shown(seller, store=str(second.pk))[0].balance == 0
    assert shown(seller, store=str(own.pk))[0].balance == 3
    world.store = world.other_store
    foreign = left_unanswered(world)
    standing, page = shown(seller, store=str(world.other_store.pk))
    assert standing.store == own
    assert world.other_store.name not in page
    for address in (f"{PAGE}penalties/{foreign.pk}/", f"{PAGE}penalties/{foreign.pk}/appeal/"):
        assert seller.get(address).status_code == 404


def test_a_store_costs_as_many_queries_with_many_penalties_as_with_one(
    world: World, seller: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            seller.get(PAGE)
        return len(found)

    given_by_hand(world, "off_platform")
    seller.get(PAGE)
    one = queries()
    for _time in range(4):
        given_by_hand(world, "off_platform")
    assert queries() == one


def test_the_rules_in_force_can_be_read(seller: Client) -> None:
    page = shown(seller)[1]
    assert "No answer in time" in page
    assert "Broken again within 30 days, they count 2 times." in page
    assert Policy.objects.latest().early_hours == 48


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
    case = first.breach.dispute
    assert case is not None
    restricted = world.store.sanctions.get(points=12)
    page = " ".join(seller.get(f"{PAGE}sanctions/{restricted.pk}/").text.split())
    assert f"the points of {world.store.name} reached 12, the threshold for this measure." in page
    assert case.reference in page
    for penalty in (first, second):
        assert f'href="{PAGE}penalties/{penalty.pk}/"' in page
    assert "this measure ends at once" in page


def test_nobody_else_reads_a_statement(world: World) -> None:
    given_by_hand(world, "false_evidence")
    sanction = world.store.sanctions.get(points=12)
    client = Client()
    client.force_login(world.other_seller)
    assert client.get(f"{PAGE}sanctions/{sanction.pk}/").status_code == 404
    client.force_login(world.buyer)
    assert client.get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
