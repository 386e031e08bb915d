"""A buyer sees in one line how far a case has come, on the list and on its page."""

import pytest

from disputes.models import Dispute
from disputes.states import State
from disputes.wording.progress import progress
from tests.support.terms import RETURN_AND_REFUND
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def line(dispute: Dispute) -> str:
    """What is done without a mark, what is now with a star, what is ahead in brackets."""
    marks = {"done": "{}", "now": "*{}", "ahead": "({})"}
    return " · ".join(marks[stage.where].format(stage.label) for stage in progress(dispute))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.AWAITING_SELLER, "Applied · *Seller's answer · (Platform decides) · (Refund)"),
        (State.NEGOTIATING, "Applied · *Seller's answer · (Platform decides) · (Refund)"),
        (State.HEARING, "Applied · Seller's answer · *Platform decides · (Refund)"),
        (State.AWAITING_RULING, "Applied · Seller's answer · *Platform decides · (Refund)"),
        (State.RULED, "Applied · Seller's answer · *Platform decides · (Refund)"),
        (State.APPEALED, "Applied · Seller's answer · *Platform decides · (Refund)"),
        (State.RESOLVED, "Applied · Seller's answer · Refund"),
        (State.WITHDRAWN, "Applied · Withdrawn"),
    ],
)
def test_the_stages_of_a_refund(state: State, told: str) -> None:
    assert line(World().dispute_in(state)) == told


@pytest.mark.parametrize(
    "state", [State.AWAITING_ADDRESS, State.AWAITING_RETURN, State.RETURN_IN_TRANSIT]
)
def test_the_stages_of_a_return(state: State) -> None:
    dispute = World().dispute_in(state, RETURN_AND_REFUND)
    assert line(dispute) == "Applied · Seller's answer · *Return · (Refund)"


def test_every_state_has_a_line() -> None:
    for state in State:
        stages = progress(World().dispute_in(state))
        assert [stage.where for stage in stages].count("now") == (
            state not in (State.RESOLVED, State.WITHDRAWN)
        )


def test_it_stands_on_the_list_and_on_the_page() -> None:
    world = World()
    dispute = world.open_dispute()
    client = signed_in(world.buyer)
    for address in ("/buyer/cases/", f"/buyer/cases/{dispute.reference}/"):
        page = client.get(address).text
        assert page.count('class="progress-line"') == 1
        assert page.count('aria-current="step"') == 1
    seller = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "progress-line" not in seller
