"""My orders and My cases: what is listed, what can be done about it, and until when."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buyers.verbs import drafts
from disputes import clock
from disputes.models import Dispute, Order, OrderLine
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from disputes.verbs import appeals, evidence, negotiation
from disputes.verbs.order_corrections import correct_order
from tests.support.terms import PAID
from tests.support.world import World, parcel_of

pytestmark = pytest.mark.django_db

DAYS = timedelta(days=1)
APPLY = "Apply for a refund"
CONTINUE = "Continue your draft"
VIEW = "View case"


@pytest.fixture
def buyer(world: World) -> Client:
    client = Client()
    client.force_login(world.buyer)
    return client


def cards(client: Client, **query: str) -> list[Any]:
    """All line cards of the page, in its order."""
    response = client.get("/buyer/", query)
    assert response.status_code == 200
    return [card for _order, lines in response.context["orders"] for card in lines]


def text(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


def labels(card: Any) -> list[str]:
    return [str(action.label) for action in card.actions]


def at(line: OrderLine, days: float) -> str:
    """The instant this many days after the dispatch of a line, as a page writes it."""
    dispatched_at = parcel_of(line).dispatched_at
    assert dispatched_at is not None
    with timezone.override("UTC"):
        return instant(dispatched_at + days * DAYS)


def test_whoever_is_not_signed_in_signs_in_first() -> None:
    response = Client().get("/buyer/")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/buyer/"


def test_only_own_orders_are_listed(world: World) -> None:
    world.line()
    stranger = Client()
    stranger.force_login(world.other_buyer)
    assert cards(stranger) == []
    assert "No orders yet" in stranger.get("/buyer/").content.decode()


def test_a_line_shows_what_was_bought_and_how_it_fared(world: World, buyer: Client) -> None:
    line = world.line(dispatched=3 * DAYS, delivered=None)
    [card] = cards(buyer)
    assert (card.title, card.price, card.quantity) == ("Blue mug", "$23.00", 1)
    assert card.picture_url == f"/listing/{line.order.reference}/1/"
    assert [(str(fact.label), text(fact.value)) for fact in card.facts] == [
        ("Paid", "$23.00"),
        ("Dispatched", at(line, 0).split(",")[0]),
        ("Promised by", at(line, 10).split(",")[0]),
        ("Delivered", "Not yet"),
    ]


def test_nothing_can_be_done_before_dispatch(world: World, buyer: Client) -> None:
    world.line(dispatched=None, delivered=None)
    [card] = cards(buyer)
    assert labels(card) == []
    placed_at = Order.objects.get().placed_at
    assert card.window == (
        "The seller has not dispatched this item yet. If that stays so, you can "
        f"apply from {instant(placed_at + 7 * DAYS)}."
    )


UNREPORTED = (
    "If it is not as described: You can apply until five days after its delivery is reported; "
    "without a report,"
)


def test_a_parcel_on_its_way_says_from_when(world: World, buyer: Client) -> None:
    line = world.line(dispatched=1 * DAYS, delivered=None)
    [card] = cards(buyer)
    assert labels(card) == [APPLY]
    assert text(card.window) == (
        f"{UNREPORTED} until {at(line, 25)}. "
        f"If it does not arrive: You can apply from {at(line, 5)}, five days after dispatch."
    )


def test_a_late_parcel_says_until_when(world: World, buyer: Client) -> None:
    line = world.line(dispatched=12 * DAYS, delivered=None)
    [card] = cards(buyer)
    assert labels(card) == [APPLY]
    assert text(card.window) == (
        f"{UNREPORTED} until {at(line, 25)}. "
        f"If it did not arrive, you can apply until {at(line, 25)}."
    )


def test_a_delivered_item_has_a_deadline_for_each_trouble(world: World, buyer: Client) -> None:
    line = world.line(dispatched=20 * DAYS, delivered=1 * DAYS)
    [card] = cards(buyer)
    assert labels(card) == [APPLY]
    assert text(card.window) == (
        f"If it is not as described, you can apply until {at(line, 24)}. "
        f"If it did not arrive, you can apply until {at(line, 25)}."
    )


def test_when_the_time_is_over_the_line_says_since_when(world: World, buyer: Client) -> None:
    line = world.line(dispatched=60 * DAYS, delivered=40 * DAYS)
    [card] = cards(buyer)
    assert labels(card) == []
    assert card.window == f"The time to apply ended on {at(line, 25)}, five days after delivery."


def test_a_draft_is_offered_to_go_on_with(world: World, buyer: Client) -> None:
    line = world.line()
    drafts.keep(world.buyer, line.items.get(), {"received": "yes"})
    [card] = cards(buyer)
    assert labels(card) == [CONTINUE]
    assert card.actions[0].url == f"/buyer/orders/{line.order.reference}/1/apply/"
    assert card.window.startswith("You have a draft that is not submitted yet.")


def test_a_line_with_a_case_leads_to_it(world: World, buyer: Client) -> None:
    dispute = world.open_dispute()
    drafts.keep(world.buyer, dispute.item, {"received": "yes"})  # left over
    [card] = cards(buyer)
    assert labels(card) == [VIEW]
    assert card.window == ""
    assert (card.cases[0].reference, card.cases[0].state_label) == (
        dispute.reference,
        "Waiting for the seller",
    )
    assert card.cases[0].url == f"/buyer/cases/{dispute.reference}/"


def test_after_a_withdrawn_case_one_may_apply_again(world: World, buyer: Client) -> None:
    withdrawn = world.dispute_in(State.WITHDRAWN)
    [card] = cards(buyer)
    assert labels(card) == [VIEW, APPLY]
    assert card.cases[0].reference == withdrawn.reference
    again = world.open_dispute(withdrawn.line)
    [card] = cards(buyer)
    assert labels(card) == [VIEW]
    assert card.cases[0].reference == again.reference


def waiting(client: Client, **query: str) -> list[str]:
    context = client.get("/buyer/", query).context
    return [summary.dispute.reference for summary in context["waiting"]]


def test_cases_that_need_an_answer_come_first_due_and_with_a_deadline(
    world: World, buyer: Client
) -> None:
    cases = {state: world.dispute_in(state) for state in State}
    assert waiting(buyer) == [
        cases[state].reference
        for state in (State.HEARING, State.NEGOTIATING, State.RULED, State.AWAITING_RETURN)
    ]
    page = buyer.get("/buyer/").content.decode()
    assert page.index("Needs your answer") < page.index("Search by item")
    assert page.count("What happens then") == 4
    assert waiting(buyer, q="mug") == []


def test_a_case_stops_waiting_when_the_buyer_has_answered(world: World, buyer: Client) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_buyer, dispute)
    assert waiting(buyer) == []


def test_an_appeal_of_the_seller_needs_the_buyers_answer(world: World, buyer: Client) -> None:
    dispute = world.dispute_in(State.RULED)
    appeals.appeal(world.as_seller, dispute, text="Half is too much.")
    assert waiting(buyer) == [dispute.reference]
    evidence.finish_evidence(world.as_buyer, dispute)
    assert waiting(buyer) == []


def test_what_was_cancelled_and_refunded_elsewhere_is_said(world: World, buyer: Client) -> None:
    order = world.line().order
    correct_order(
        order, source="the shop", refunded_elsewhere_minor={1: 800}, cancelled_at=timezone.now()
    )
    [card] = cards(buyer)
    told = {fact.label: fact.value for fact in card.facts}
    assert "<time" in told["Cancelled"]
    assert told["Refunded elsewhere"] == "$8.00"


def test_a_ruling_that_gives_all_needs_no_answer(world: World, buyer: Client) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, Offer(Solution.REFUND, PAID))
    assert waiting(buyer) == []


def test_a_case_that_is_overdue_needs_no_answer_any_more(world: World, buyer: Client) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    assert dispute.due_at is not None
    with clock.shifted(dispute.due_at - clock.now() - timedelta(seconds=30)):
        assert waiting(buyer) == [dispute.reference]
    with clock.shifted(dispute.due_at - clock.now()):
        assert waiting(buyer) == []


def test_search_finds_titles_orders_and_cases(world: World, buyer: Client) -> None:
    dispute, other = world.open_dispute(), world.line()
    OrderLine.objects.filter(pk=other.pk).update(title="Red scarf")
    assert [card.title for card in cards(buyer, q="SCARF")] == ["Red scarf"]
    assert [card.title for card in cards(buyer, q=other.order.reference)] == ["Red scarf"]
    assert [card.title for card in cards(buyer, q=dispute.reference.lower())] == ["Blue mug"]
    assert cards(buyer, q="%\x00teapot") == []
    assert "Nothing found" in buyer.get("/buyer/", {"q": "teapot"}).content.decode()


def test_twenty_orders_fill_a_page(world: World, buyer: Client) -> None:
    for _number in range(21):
        world.line()
    world.dispute_in(State.NEGOTIATING)
    assert len(cards(buyer)) == 20
    assert len(cards(buyer, page="2")) == 2
    assert len(cards(buyer, page="nonsense")) == 20
    assert len(waiting(buyer)) == 1
    assert waiting(buyer, page="2") == []


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("address", "number"), [("/buyer/", 15), ("/buyer/cases/", 11)])
def test_the_number_of_queries_does_not_grow(
    world: World, buyer: Client, address: str, number: int
) -> None:
    _one_of_each(world)
    assert queries(buyer, address) == number
    _one_of_each(world)
    assert queries(buyer, address) == number


def _one_of_each(world: World) -> None:
    for state in (State.NEGOTIATING, State.HEARING, State.RULED, State.WITHDRAWN):
        world.dispute_in(state)
    countered = world.open_dispute()
    negotiation.propose(
        world.as_seller, countered, offer=Offer(Solution.REFUND, PAID // 2), text="Half?"
    )
    drafts.keep(world.buyer, world.line().items.get(), {"received": "yes"})


def listed(client: Client, **query: str) -> list[str]:
    response = client.get("/buyer/cases/", query)
    assert response.status_code == 200
    return [row["reference"] for row in response.context["rows"]]


def references(*cases: Dispute) -> list[str]:
    return [dispute.reference for dispute in cases]


def test_own_cases_are_listed_open_or_closed(world: World, buyer: Client) -> None:
    first, second = world.dispute_in(State.NEGOTIATING), world.open_dispute()
    resolved, withdrawn = world.dispute_in(State.RESOLVED), world.dispute_in(State.WITHDRAWN)
    assert listed(buyer) == references(second, first)
    assert listed(buyer, show="closed") == references(withdrawn, resolved)
    assert listed(buyer, show="nonsense") == references(second, first)
    stranger = Client()
    stranger.force_login(world.other_buyer)
    assert listed(stranger) == []
    assert "No open cases" in stranger.get("/buyer/cases/").content.decode()


def test_a_case_in_the_list_shows_what_it_is_about(world: World, buyer: Client) -> None:
    dispute = world.open_dispute(offer=Offer(Solution.REFUND, 1000))
    [row] = buyer.get("/buyer/cases/").context["rows"]
    photo = dispute.evidence.get().files.get()
    assert row["amount"] == "$10.00"
    assert row["photo_url"] == f"/files/{photo.public_id}/small/"
    assert row["deadline"].at == world.again(dispute).due_at
    assert "a refund of $10.00" in row["deadline"].consequence
