"""A seller chooses cases in the queue and answers them at once: in all of them, or in none."""

import re
from typing import Any

import pytest

from disputes.models import Dispute
from disputes.states import EventKind, State
from disputes.verbs import negotiation
from tests.support.rows import everything
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

SEVERAL = "/seller/several/"


def chosen(world: World, verb: str, *disputes: Dispute) -> Any:
    named = {"verb": verb, "case": [dispute.reference for dispute in disputes]}
    return signed_in(world.seller).get(SEVERAL, named, follow=True)


def form_of(page: Any) -> dict[str, Any]:
    """What the page sends, as a browser would."""
    return {
        "read": page.context["read_to"],
        "others": [f"{other.reference}:{other.read_to}" for other in page.context["others"]],
    }


def address_of(page: Any) -> str:
    address: str = page.request["PATH_INFO"]
    return address


def states(world: World, *disputes: Dispute) -> list[str]:
    return [world.again(dispute).state for dispute in disputes]


def test_the_queue_offers_it_for_what_waits(world: World) -> None:
    dispute = world.open_dispute()
    page = signed_in(world.seller).get("/seller/").text
    assert f'name="case" value="{dispute.reference}" form="several"' in re.sub(r"\s+", " ", page)
    assert "Accept the chosen requests" in page
    assert (
        "Accept the chosen requests" not in signed_in(world.seller).get("/seller/?tab=closed").text
    )


def test_one_page_says_what_will_happen_in_each_and_does_it(world: World) -> None:
    disputes = [world.open_dispute() for _ in range(3)]
    page = chosen(world, "accept", *disputes)
    assert address_of(page) == f"/seller/cases/{disputes[0].reference}/accept/"
    for dispute in disputes:
        assert dispute.reference in page.text
    assert "In all: $69.00" in page.text
    assert page.text.count("is paid to the buyer, and the case closes.") == 3
    version = {"version": page.context["form"].initial.get("version", 1)}
    answer = signed_in(world.seller).post(address_of(page), form_of(page) | version)
    assert answer.status_code == 302
    assert states(world, *disputes) == [State.RESOLVED] * 3


def test_the_way_back_leads_to_where_they_were_chosen(world: World) -> None:
    disputes = [world.open_dispute() for _ in range(2)]
    back = re.compile(r'href="([^"]+)">\s*Go back without changing anything')
    assert back.findall(chosen(world, "accept", *disputes).text) == ["/seller/"]
    case = f"/seller/cases/{disputes[0].reference}/"
    assert back.findall(signed_in(world.seller).get(f"{case}accept/").text) == [case]


def test_the_same_reasons_reject_them_all(world: World) -> None:
    disputes = [world.open_dispute() for _ in range(2)]
    page = chosen(world, "reject", *disputes)
    text = "Both were sent as the listings show them."
    signed_in(world.seller).post(address_of(page), form_of(page) | {"text": text})
    assert states(world, *disputes) == [State.NEGOTIATING] * 2
    for dispute in disputes:
        assert dispute.events.filter(kind=EventKind.REJECTED).count() == 1
        assert dispute.evidence.filter(text=text).count() == 1


def test_what_cannot_be_done_is_named_and_left_alone(world: World) -> None:
    first, settled = world.open_dispute(), world.open_dispute()
    negotiation.accept(world.as_seller, settled, settled.proposals.get())
    page = chosen(world, "reject", first, settled)
    assert page.context["left_out"] == [settled.reference]
    assert "It cannot be done now in these cases" in page.text


def test_one_that_changed_meanwhile_stops_them_all(world: World) -> None:
    first, second = world.open_dispute(), world.open_dispute()
    page = chosen(world, "reject", first, second)
    negotiation.accept(world.as_seller, second, second.proposals.get())
    client = signed_in(world.seller)
    before = everything()
    text = {"text": "Both were sent as the listings show them."}
    answer = client.post(address_of(page), form_of(page) | text)
    assert answer.status_code in (200, 409)
    assert "Both were sent as the listings show them." in answer.text
    assert everything() == before


def test_cases_of_others_are_not_there(world: World) -> None:
    other = World()
    mine, theirs = world.open_dispute(), other.open_dispute()
    page = chosen(world, "accept", mine, theirs)
    assert [each.reference for each in page.context["others"]] == []
    form = {"read": 1, "version": 1, "others": [f"{theirs.reference}:9"]}
    signed_in(world.seller).post(address_of(page), form)
    assert states(world, mine, theirs) == [State.RESOLVED, State.AWAITING_SELLER]


@pytest.mark.parametrize("named", [{}, {"verb": "accept"}, {"verb": "withdraw", "case": "R-1"}])
def test_nothing_chosen_is_said_in_a_sentence(world: World, named: dict[str, str]) -> None:
    page = signed_in(world.seller).get(SEVERAL, named, follow=True)
    assert page.request["PATH_INFO"] == "/seller/"
    assert "Choose the cases first" in page.text


def test_none_that_can_be_answered_is_said_in_a_sentence(world: World) -> None:
    dispute = world.dispute_in(State.RESOLVED)
    assert "In none of these cases this can be done now." in chosen(world, "accept", dispute).text


def test_a_buyer_has_no_such_page(world: World) -> None:
    dispute = world.open_dispute()
    page = signed_in(world.buyer).get(SEVERAL, {"verb": "accept", "case": dispute.reference})
    assert page.templates[0].name == "sellers/no_store.html"
