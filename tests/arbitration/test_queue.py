"""The arbitrators' queue: what it holds, in which order, and taking the next case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arbitration.verbs import assignment, evidence_requests
from arbitration.views import queue
from disputes import clock
from disputes.models import Dispute, Policy, User
from disputes.states import PLATFORM_STATES, EventKind, State
from tests.support.moments import moment
from tests.support.terms import BOTH, HALF
from tests.support.workspace import CASES, address, nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

TAKE = f"{CASES}take-next/"


def shown(user: User, **query: str) -> list[Dispute]:
    """The cases on the page, in their order."""
    page = signed_in(user).get(CASES, query)
    assert page.status_code == 200
    return [row.dispute for row in page.context["rows"]]


def counts(user: User) -> dict[str, int | None]:
    page = signed_in(user).get(CASES)
    return {tab.value: count for tab, count in page.context["tabs"]}


def test_the_workspace_begins_at_the_queue() -> None:
    response = signed_in(World().arbitrator).get("/admin/")
    assert (response.status_code, response["Location"]) == (302, CASES)


def test_the_most_urgent_case_is_on_top_and_urgency_is_marked() -> None:
    world = World()
    with clock.shifted(timedelta(hours=-30)):
        urgent = world.dispute_in(State.AWAITING_RULING)
    appealed = world.dispute_in(State.APPEALED)
    later = world.dispute_in(State.AWAITING_RULING)
    assert shown(world.arbitrator2) == [urgent, later, appealed]
    rows = signed_in(world.arbitrator2).get(CASES).context["rows"]
    assert [row.deadline.urgent for row in rows] == [True, False, False]
    assert [row.asked for row in rows] == ["$23.00"] * 3


def test_each_tab_holds_its_cases_and_says_how_many() -> None:
    world = World()
    cases = {state: world.dispute_in(state) for state in State}
    mine = assignment.take_next(world.arbitrator)
    asked = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, asked, to=world.arbitrator)
    evidence_requests.request_evidence(
        world.arbitrator, asked, of=BOTH, text="The parcel's label, please."
    )
    # The first arbitrator ruled on the appealed one, so it is nothing to take.
    appealed = cases[State.APPEALED]
    assert mine == cases[State.AWAITING_RULING]
    assert shown(world.arbitrator) == []
    assert shown(world.arbitrator2) == [appealed]
    assert set(shown(world.arbitrator, tab="mine")) == {mine, asked}
    assert shown(world.arbitrator, tab="party") == [asked]
    assert set(shown(world.arbitrator, tab="platform")) == {appealed, mine}
    assert set(shown(world.arbitrator, tab="all")) == {*cases.values(), asked}
    found = {"waiting": 0, "mine": 2, "party": 1, "closing": 0, "platform": 2, "all": None}
    assert counts(world.arbitrator) == found
    assert counts(world.arbitrator2) == found | {"waiting": 1, "mine": 0, "party": 0}


def test_what_ends_within_a_day_is_closing_today() -> None:
    world = World()
    with clock.shifted(timedelta(hours=-30)):
        urgent = world.dispute_in(State.AWAITING_RULING)
    world.dispute_in(State.AWAITING_RULING)
    assert shown(world.arbitrator, tab="closing") == [urgent]
    assert counts(world.arbitrator)["closing"] == 1


def why(user: User, **query: str) -> list[str]:
    return [row.why for row in signed_in(user).get(CASES, query).context["rows"]]


def test_each_row_says_why_it_is_urgent() -> None:
    world = World()
    with clock.shifted(timedelta(hours=-47)):
        world.dispute_in(State.AWAITING_RULING)
    world.dispute_in(State.AWAITING_RULING)
    left = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, left, to=world.arbitrator)
    assignment.hand_back(world.arbitrator, left, comment="I have to leave.")
    world.dispute_in(State.APPEALED)
    assert why(world.arbitrator2) == [
        "Less than 24 hours left",
        "In the order of deadlines",
        "Left by another arbitrator",
        "An appeal",
    ]
    with clock.shifted(timedelta(hours=2)):
        assert why(world.arbitrator2)[0] == "The time is over"


def test_a_ruling_to_approve_and_a_question_are_named() -> None:
    world = World()
    Policy.objects.update(large_amounts={})
    proposed = world.dispute_in(State.AWAITING_RULING)
    world.rule(proposed, HALF, by=world.arbitrator2)
    asked = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, asked, to=world.arbitrator)
    evidence_requests.request_evidence(world.arbitrator, asked, of=BOTH, text="The label, please.")
    assert why(world.arbitrator) == ["A ruling waits for approval"]
    assert why(world.arbitrator, tab="mine") == ["Evidence was asked for"]
    assert shown(world.arbitrator2) == []  # who wrote it does not approve it


# Filters


def test_a_store_is_found_by_a_part_of_its_name() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert shown(world.arbitrator, store=world.store.name.lower()) == [dispute]
    assert shown(world.arbitrator, store="no such store") == []


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ({"least": "5"}, "currency", "Choose the currency of the amount."),
        ({"currency": "USD", "least": "five"}, "least", "Enter an amount in digits"),
        ({"currency": "XXX"}, "currency", "Select a valid choice."),
        ({"reason": "none"}, "reason", "Select a valid choice."),
        ({"age": "-1"}, "age", "Select a valid choice."),
        ({"language": "tlh"}, "language", "Select a valid choice."),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_and_left_out(
    query: dict[str, str], field: str, sentence: str
) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    page = signed_in(world.arbitrator).get(CASES, query)
    assert sentence in page.context["form"].errors[field][0]
    assert [row.dispute for row in page.context["rows"]] == [dispute]


def test_each_filter_can_be_taken_off_and_pages_keep_them() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    page = signed_in(world.arbitrator).get(
        CASES, {"tab": "platform", "reason": "colour", "currency": "USD", "most": "30", "page": "1"}
    )
    assert page.context["active"] == [
        ("Reason", "Different colour or pattern", "?tab=platform&currency=USD&most=30"),
        ("Currency", "USD", "?tab=platform&reason=colour"),
        ("At most", "30", "?tab=platform&reason=colour&currency=USD"),
    ]


def test_closed_cases_come_last() -> None:
    world = World()
    closed = world.dispute_in(State.RESOLVED)
    dispute_for_staff = world.dispute_in(State.AWAITING_SELLER)
    assert shown(world.arbitrator, tab="all") == [dispute_for_staff, closed]


def test_a_search_looks_through_all_cases() -> None:
    world = World()
    world.buyer.first_name, world.buyer.last_name = "Bea", "Marin"
    world.buyer.save()
    dispute = world.dispute_in(State.AWAITING_SELLER)
    other = World().dispute_in(State.RESOLVED)
    for words in (
        dispute.reference,
        dispute.reference.lower()[2:],
        dispute.line.order.reference,
        world.buyer.username,
        "bea marin",
        world.store.name,
    ):
        assert shown(world.supervisor, tab="all", words=words) == [dispute], words
    assert shown(world.supervisor, tab="all", words="no such thing") == []
    assert shown(world.supervisor, tab="all", state="resolved") == [other]
    assert shown(world.supervisor, tab="all", state="resolved", words=dispute.reference) == []


@pytest.mark.parametrize(
    "query",
    [
        {"tab": "nonsense"},
        {"tab": "all", "state": "nonsense"},
        {"tab": "all", "words": "\x00"},
        {"tab": "all", "words": "x" * 5000},
        {"page": "-1"},
        {"page": "zero"},
    ],
)
def test_an_address_that_makes_no_sense_still_shows_the_queue(query: dict[str, str]) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert shown(world.arbitrator, **query) == [dispute]


def test_own_purchases_and_own_stores_are_not_in_the_queue() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    world.store.memberships.create(user=world.arbitrator)
    world.buyer.is_staff = True
    world.buyer.save()
    world.buyer.groups.set(world.arbitrator.groups.all())
    for involved in (world.arbitrator, world.buyer):
        assert shown(involved, tab="all") == []
        assert set(counts(involved).values()) == {0, None}


def test_the_number_of_queries_does_not_depend_on_the_number_of_cases() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    assert _queries(world.arbitrator) == 14
    for state in (*PLATFORM_STATES, State.HEARING, State.RESOLVED):
        World().dispute_in(state)
    assert _queries(world.arbitrator) == 14


def test_a_long_queue_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 1)
    world = World()
    first, second = world.dispute_in(State.AWAITING_RULING), world.dispute_in(State.AWAITING_RULING)
    assert shown(world.arbitrator) == [first]
    assert shown(world.arbitrator, page="2") == [second]
    assert b'rel="next"' in signed_in(world.arbitrator).get(CASES).content


def test_take_next_case_leads_to_the_most_urgent_one() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert b"Take next case" in signed_in(world.arbitrator).get(CASES).content
    response = signed_in(world.arbitrator).post(TAKE)
    assert (response.status_code, response["Location"]) == (302, address(dispute))
    assert world.again(dispute).assignee == world.arbitrator
    event = dispute.events.last()
    assert event is not None
    assert (event.kind, event.actor) == (EventKind.TAKEN, world.arbitrator)


def test_with_nothing_to_take_a_sentence_says_so_and_nothing_changes() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    client = signed_in(world.arbitrator2)
    with nothing_changes():
        response = client.post(TAKE)
    assert (response.status_code, response["Location"]) == (302, CASES)
    assert told(response) == ["No case is waiting for you now."]


def test_a_case_whose_time_to_rule_is_over_is_listed_but_not_taken() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert dispute.due_at is not None
    client = signed_in(world.arbitrator)
    with moment(dispute.due_at):
        page = client.get(CASES)
        [row] = page.context["rows"]
        assert (row.dispute, row.deadline.left) == (dispute, "")
        assert told(client.post(TAKE)) == ["No case is waiting for you now."]


def test_taking_is_done_by_post_with_a_token_only() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert signed_in(world.arbitrator).get(TAKE).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.arbitrator)
    assert strict.post(TAKE).status_code == 403
    assert world.again(dispute).assignee is None


def _queries(user: User) -> int:
    client = signed_in(user)
    with CaptureQueriesContext(connection) as queries:
        client.get(CASES, {"tab": "all"})
    return len(queries)
