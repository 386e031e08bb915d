"""The pages on which a side acts in several cases of one application at once, or in one."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes.models import Dispute
from disputes.states import Party, State
from disputes.verbs import negotiation, refund_requests
from tests.support.groups import file_group
from tests.support.world import World

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields(page: str) -> dict[str, list[str]]:
    """What the form of the page carries along."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)"\s+value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def states(disputes: Sequence[Dispute]) -> list[str]:
    return [Dispute.objects.get(pk=dispute.pk).state for dispute in disputes]


def test_each_case_page_leads_to_the_others(world: World) -> None:
    disputes = file_group(world)
    for side, user in (("buyer", world.buyer), ("seller", world.seller)):
        page = signed_in(user).get(f"/{side}/cases/{disputes[0].reference}/").text
        for other in disputes[1:]:
            assert f'href="/{side}/cases/{other.reference}/"' in page


def test_a_case_alone_has_no_such_part(world: World) -> None:
    dispute = world.open_dispute()
    for side, user in (("buyer", world.buyer), ("seller", world.seller)):
        page = signed_in(user).get(f"/{side}/cases/{dispute.reference}/").text
        assert "Applied for together" not in page


def test_the_seller_accepts_all_of_them_and_reads_what_each_means(world: World) -> None:
    disputes = file_group(world)
    client, address = signed_in(world.seller), f"/seller/cases/{disputes[0].reference}/"
    assert "Accept request in all 3 cases" in text(client.get(address).text)
    page = client.get(f"{address}accept/?together=yes").text
    assert "You do this in 3 cases at once: in all of them, or in none." in text(page)
    for dispute in disputes:
        assert f"{dispute.snapshot.title} {dispute.reference}" in text(page)
    assert text(page).count("You agree to a refund of $23.00.") == 3
    assert "In all: $69.00" in text(page)
    response = client.post(f"{address}accept/", fields(page), follow=True)
    assert "This was done in 3 cases." in text(response.text)
    assert states(disputes) == [State.RESOLVED] * 3


def test_or_one_by_itself(world: World) -> None:
    disputes = file_group(world)
    client = signed_in(world.seller)
    page = client.get(f"/seller/cases/{disputes[1].reference}/accept/").text
    assert "Do this at once in all 3 cases that were applied for together" in text(page)
    client.post(f"/seller/cases/{disputes[1].reference}/accept/", fields(page))
    assert states(disputes) == [State.AWAITING_SELLER, State.RESOLVED, State.AWAITING_SELLER]


def test_what_cannot_be_done_any_more_is_not_offered(world: World) -> None:
    disputes = file_group(world)
    negotiation.accept(world.as_seller, disputes[1], disputes[1].proposals.get())
    client, address = signed_in(world.seller), f"/seller/cases/{disputes[0].reference}/"
    assert "Accept request in all 2 cases" in text(client.get(address).text)
    page = client.get(f"{address}reject/?together=yes").text
    assert [each.partition(":")[0] for each in fields(page)["others"]] == [disputes[2].reference]


def test_the_reasons_that_were_typed_are_sent_to_each(world: World) -> None:
    disputes = file_group(world)
    client = signed_in(world.seller)
    address = f"/seller/cases/{disputes[0].reference}/reject/"
    sent = fields(client.get(f"{address}?together=yes").text)
    empty = client.post(address, sent | {"text": " "})
    assert empty.status_code == 200
    assert fields(empty.text)["others"] == sent["others"], "the error forgets nothing"
    assert states(disputes) == [State.AWAITING_SELLER] * 3
    client.post(address, sent | {"text": "The carrier has a signature."})
    assert states(disputes) == [State.NEGOTIATING] * 3


def test_a_case_that_went_on_meanwhile_is_named_and_nothing_is_done(world: World) -> None:
    disputes = file_group(world)
    client = signed_in(world.seller)
    address = f"/seller/cases/{disputes[0].reference}/accept/"
    sent = fields(client.get(f"{address}?together=yes").text)
    refund_requests.withdraw(world.as_buyer, disputes[2])
    page = client.post(address, sent).text
    assert "Mug 3: " in text(page)
    assert states(disputes) == [State.AWAITING_SELLER] * 2 + [State.WITHDRAWN]
    # What is left can be sent as it is shown now.
    client.post(address, fields(page))
    assert states(disputes) == [State.RESOLVED] * 2 + [State.WITHDRAWN]


def test_what_was_asked_for_anew_meanwhile_is_read_first(world: World) -> None:
    disputes = file_group(world)
    client = signed_in(world.seller)
    address = f"/seller/cases/{disputes[0].reference}/accept/"
    sent = fields(client.get(f"{address}?together=yes").text)
    half = world.half_of(disputes[2].proposals.get().amount_minor)
    refund_requests.change_request(world.as_buyer, disputes[2], offer=half)
    page = client.post(address, sent).text
    assert "Mug 3: The request was changed on" in text(page)
    assert states(disputes) == [State.AWAITING_SELLER] * 3
    client.post(address, fields(page))
    assert states(disputes) == [State.RESOLVED] * 3


@pytest.mark.parametrize("others", ["R-2222-2222:1", "x", "", ":", "é:1"])
def test_a_forged_case_is_left_out(world: World, others: str) -> None:
    disputes, stranger = file_group(world), World().open_dispute()
    client = signed_in(world.seller)
    address = f"/seller/cases/{disputes[0].reference}/accept/"
    sent = fields(client.get(address).text)
    client.post(address, sent | {"others": [others, f"{stranger.reference}:1"]})
    assert states([*disputes, stranger]) == [State.RESOLVED] + [State.AWAITING_SELLER] * 3


@pytest.mark.parametrize("number", ["x", "-1", "", "9" * 5000])
def test_what_is_no_number_was_not_read(world: World, number: str) -> None:
    disputes = file_group(world)
    half = world.half_of(disputes[1].proposals.get().amount_minor)
    refund_requests.change_request(world.as_buyer, disputes[1], offer=half)
    client = signed_in(world.seller)
    address = f"/seller/cases/{disputes[0].reference}/accept/"
    sent = fields(client.get(address).text)
    client.post(address, sent | {"others": [f"{disputes[1].reference}:{number}"]})
    assert states(disputes) == [State.AWAITING_SELLER] * 3


def test_a_number_that_nobody_can_read_was_not_read(world: World) -> None:
    dispute = world.open_dispute()
    half = world.half_of(dispute.proposals.get().amount_minor)
    refund_requests.change_request(world.as_buyer, dispute, offer=half)
    client = signed_in(world.seller)
    address = f"/seller/cases/{dispute.reference}/accept/"
    sent = fields(client.get(address).text)
    page = client.post(address, sent | {"read": ["9" * 5000]}).text
    assert "The request was changed on" in text(page)
    assert states([dispute]) == [State.AWAITING_SELLER]


def test_the_buyer_takes_all_of_them_back(world: World) -> None:
    disputes = file_group(world)
    client = signed_in(world.buyer)
    address = f"/buyer/cases/{disputes[0].reference}/withdraw/"
    client.post(address, fields(client.get(f"{address}?together=yes").text))
    assert states(disputes) == [State.WITHDRAWN] * 3
    assert {each.party for each in disputes[0].events.all()} == {Party.BUYER}


def test_the_queue_says_that_it_came_with_others(world: World) -> None:
    file_group(world, 2)
    page = text(signed_in(world.seller).get("/seller/").text)
    assert page.count("Applied for together with others") == 2


def test_silence_is_said_to_count_once_for_the_parcel(world: World) -> None:
    grouped, _other = file_group(world, 2)
    alone = world.open_dispute()
    once = "It counts once for the parcel, however many of its cases you leave unanswered."
    client = signed_in(world.seller)
    assert once in text(client.get(f"/seller/cases/{grouped.reference}/").text)
    assert once not in text(client.get(f"/seller/cases/{alone.reference}/").text)


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_a_page_asks_as_many_queries_for_many_cases_as_for_few(world: World, side: str) -> None:
    client = signed_in(getattr(world, side))
    few, many = file_group(world, 2), file_group(world, 9)

    def queries(dispute: Dispute) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/{side}/cases/{dispute.reference}/")
        return len(captured)

    queries(few[0])  # what is asked once in a process
    assert queries(few[1]) == queries(many[1])
