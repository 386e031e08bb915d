"""The case page: the same file for both sides, each with what it can do."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes.states import State
from tests.support.world import World

pytestmark = pytest.mark.django_db

# What each side is offered, state by state, in the order of the page.
OFFERED = {
    State.AWAITING_SELLER: (
        ["add-evidence", "change", "withdraw"],
        ["accept", "propose", "add-evidence", "reject"],
    ),
    State.NEGOTIATING: (
        ["propose", "add-evidence", "escalate", "withdraw"],
        ["accept", "propose", "add-evidence", "escalate"],
    ),
    State.HEARING: (
        ["propose", "add-evidence", "finish-evidence", "withdraw"],
        ["accept", "propose", "add-evidence", "finish-evidence"],
    ),
    State.AWAITING_RULING: (["withdraw"], ["accept"]),
    State.RULED: (["accept-ruling", "appeal"], ["accept-ruling", "appeal"]),
    State.APPEALED: (["add-evidence"], ["add-evidence", "finish-evidence"]),  # by the buyer
    State.AWAITING_ADDRESS: (["add-evidence"], ["give-address", "add-evidence"]),
    State.AWAITING_RETURN: (["ship-return", "add-evidence"], ["give-address", "add-evidence"]),
    State.RETURN_IN_TRANSIT: (
        ["report-return-delivered", "claim-freight", "correct-tracking", "add-evidence"],
        ["confirm-return", "add-evidence", "contest-return"],
    ),
    State.RESOLVED: ([], []),
    State.WITHDRAWN: ([], []),
}


def pages(world: World, state: State) -> list[str]:
    """The page of a case in this state, for its buyer and for its seller."""
    dispute = world.dispute_in(state)
    found = []
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        client = Client()
        client.force_login(user)
        answer = client.get(f"/{portal}/cases/{dispute.reference}/")
        assert answer.status_code == 200
        found.append(answer.text)
    return found


@pytest.mark.parametrize("state", State)
def test_each_side_is_offered_what_it_can_do_and_every_page_of_it_opens(
    world: World, state: State
) -> None:
    offered = [
        re.findall(
            r'class="btn [^"]*"\s+href="/(?:buyer|seller)/cases/R-[^/]+/([a-z-]+)/(?:\?read=\d+)?"',
            page,
        )
        for page in pages(world, state)
    ]
    assert offered == list(OFFERED[state])


@pytest.mark.parametrize("state", sorted(set(State) - {State.RESOLVED, State.WITHDRAWN}))
def test_an_open_case_shows_its_deadline_with_the_offset_and_what_follows(
    world: World, state: State
) -> None:
    for page in pages(world, state):
        assert "UTC+00:00" in page
        assert "What happens then" in page


def test_both_sides_see_the_same_evidence(world: World) -> None:
    for page in pages(world, State.NEGOTIATING):
        assert "It is green, not blue." in page
        assert "The mug is blue." in page
        assert page.count("photo.jpg</bdi>") == 2  # beside the listing, and in the evidence


def test_times_are_shown_in_the_zone_of_the_viewer(world: World) -> None:
    world.buyer.time_zone = "Asia/Kolkata"
    world.buyer.save()
    buyers, sellers = pages(world, State.AWAITING_SELLER)
    assert "UTC+05:30" in buyers
    assert "UTC+05:30" not in sellers


def test_the_ruling_is_read_by_both_with_its_ground_and_reasons(world: World) -> None:
    for page in pages(world, State.RULED):
        assert "A refund of $11.50" in page
        assert "The item differs from its listing" in page
        assert "The listing shows a blue mug" in page


@pytest.mark.parametrize(("portal", "number"), [("buyer", 16), ("seller", 36)])
def test_a_case_costs_a_fixed_number_of_queries_however_much_one_may_do(
    world: World, portal: str, number: int
) -> None:
    client = Client()
    client.force_login({"buyer": world.buyer, "seller": world.seller}[portal])
    world.open_dispute()  # which is next for the seller
    for state in (State.NEGOTIATING, State.HEARING):
        dispute = world.dispute_in(state)
        assert client.get(f"/{portal}/cases/{dispute.reference}/").status_code == 200  # all is seen
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/{portal}/cases/{dispute.reference}/").status_code == 200
        assert len(queries) == number
