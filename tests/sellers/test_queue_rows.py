"""One case in the seller's queue: what to do, until when, for how much, with which pictures."""

import pytest
from django.test import Client

from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from disputes.verbs import evidence, refund_requests
from tests.support.seller_pages import filed_ago, row_of
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_a_row_says_what_to_do_until_when_and_what_happens_then(
    world: World, seller: Client
) -> None:
    dispute = filed_ago(world, days=4, hours=12)
    page = seller.get("/seller/").content.decode()
    photo = dispute.evidence.get().files.get()
    for text in (
        dispute.reference,
        f'href="/seller/cases/{dispute.reference}/"',
        "Blue mug",
        world.buyer.username,
        "$23.00",
        "Different colour or pattern",
        "Waiting for the seller",
        "Answer the request",
        "Urgent",
        "UTC+00:00",
        "If the seller does not answer by then, the platform forces the request:",
        "a refund of $23.00.",
        f"/cases/{dispute.reference}/listing/",
        f"/files/{photo.public_id}/small/",
    ):
        assert text in page


def test_a_closed_case_says_how_it_ended_and_what_it_cost(world: World, seller: Client) -> None:
    world.dispute_in(State.RESOLVED)
    page = seller.get("/seller/", {"tab": "closed"}).content.decode()
    assert "The two sides agreed on the solution." in page
    assert page.count("$23.00") == 2, "asked for, and refunded"


def test_a_withdrawn_case_cost_nothing(world: World, seller: Client) -> None:
    world.dispute_in(State.WITHDRAWN)
    page = seller.get("/seller/", {"tab": "closed"}).content.decode()
    assert "This request was withdrawn" in page
    assert page.count("$23.00") == 1, "asked for only"


def test_urgent_from_a_day_before_the_deadline(world: World, seller: Client) -> None:
    pressing, calm = filed_ago(world, days=4, minutes=1), filed_ago(world, days=3, hours=23)
    assert row_of(seller, pressing).urgent
    assert not row_of(seller, calm).urgent


def test_the_picture_is_the_first_one_of_the_buyer(world: World, seller: Client) -> None:
    dispute = world.open_dispute()
    first = dispute.evidence.get().files.get()
    evidence.add_evidence(
        world.as_buyer, dispute, text="Once more.", files=[world.photo(world.buyer)]
    )
    assert row_of(seller, dispute).photo == first.public_id


def test_a_photo_of_the_seller_is_not_taken_for_the_buyers(world: World, seller: Client) -> None:
    dispute = world.file_not_received()
    evidence.add_evidence(world.as_seller, dispute, text="Sent.", files=[world.photo(world.seller)])
    assert row_of(seller, dispute).photo is None
    assert "No photo" in seller.get("/seller/").content.decode()


def test_the_amount_is_that_of_the_latest_request(world: World, seller: Client) -> None:
    dispute = world.open_dispute()
    refund_requests.change_request(
        world.as_buyer, dispute, offer=Offer(Solution.REFUND, 700), text=""
    )
    assert row_of(seller, dispute).request.amount_minor == 700
