"""What stands beside each side's proposal is what has become of it."""

import re

import pytest

from disputes.models import Dispute
from disputes.states import State
from disputes.verbs import evidence, negotiation, returns
from tests.support.moments import run_out
from tests.support.terms import HALF
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def page_of(world: World, dispute: Dispute, side: str = "buyer") -> str:
    return signed_in(getattr(world, side)).get(f"/{side}/cases/{dispute.reference}/").text


def cards(page: str) -> list[tuple[str, str]]:
    """Whose proposal, and what has become of it."""
    found = re.findall(r"<h3>(.*?)</h3>\s*<p class=\"proposal-status small-print\">(.*?)</p>", page)
    return [(party, status) for party, status in found]


@pytest.mark.parametrize(
    ("state", "buyer_reads", "seller_reads"),
    [
        (
            State.AWAITING_SELLER,
            "The seller has not answered yet.",
            "You have not answered yet.",
        ),
        (
            State.NEGOTIATING,
            "The seller rejected the request, and has proposed nothing.",
            "You rejected the request, and have proposed nothing.",
        ),
        (State.AWAITING_RETURN, "The seller accepted the request.", "You accepted the request."),
    ],
)
def test_where_the_seller_proposed_nothing_stands_what_the_answer_was(
    world: World, state: State, buyer_reads: str, seller_reads: str
) -> None:
    dispute = world.dispute_in(state)
    assert buyer_reads in page_of(world, dispute)
    assert seller_reads in page_of(world, dispute, "seller")


def test_of_a_seller_who_stayed_silent_that_is_said(world: World) -> None:
    dispute = world.open_dispute()
    run_out(world, dispute)
    assert "The seller did not answer." in page_of(world, dispute)


def test_nothing_is_on_the_table_beside_a_ruling(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    negotiation.propose(world.as_seller, dispute, offer=HALF, text="Half.")
    assert cards(page_of(world, dispute)) == [("You", "On the table"), ("Seller", "On the table")]
    world.finish(dispute)
    world.rule(dispute, HALF)
    assert cards(page_of(world, dispute)) == [
        ("You", "No longer on the table"),
        ("Seller", "No longer on the table"),
        ("Platform", "Ruled"),
    ]


def test_what_was_accepted_is_overtaken_when_the_return_is_contested(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert cards(page_of(world, dispute)) == [("You", "Accepted")]
    shown = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="An empty box.", files=[shown])
    assert cards(page_of(world, dispute)) == [("You", "Overtaken")]


def test_what_was_answered_is_not_called_unseen(world: World) -> None:
    dispute = world.open_dispute()
    assert "Not seen yet by the other side." in page_of(world, dispute)
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.")
    page = page_of(world, dispute)
    assert "Not seen yet" not in page
    evidence.add_evidence(world.as_buyer, dispute, text="It is green.", files=[])
    assert page_of(world, dispute).count("Not seen yet by the other side.") == 1


def test_a_hearing_names_both_ways_out(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    assert "Add your evidence, or accept the request" in page_of(world, dispute, "seller")
    assert "or accept the proposal" not in page_of(world, dispute)
    negotiation.propose(world.as_seller, dispute, offer=HALF, text="Half.")
    page = page_of(world, dispute)
    assert "Add your evidence, or accept the proposal" in page
    assert "If you accept it, the case ends with that." in page
