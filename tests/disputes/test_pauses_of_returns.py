"""While the platform pauses the clocks of returns, no day of theirs passes: neither of those after
which a return can be missing, nor of those in which what it cost can be corrected."""

import pytest

from arbitration.background.pauses import spread_pauses
from disputes.errors import Code
from disputes.models import Dispute
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, ReturnClaim, Solution, State
from disputes.verbs import freight, negotiation, returns
from tests.support.moments import IN_TIME, moment
from tests.support.rests import DAY, due, pause_all
from tests.support.rows import refused
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def missing(world: World, dispute: Dispute) -> None:
    returns.contest_return(
        world.as_seller, dispute, text="Nothing came.", claim=ReturnClaim.NOT_ARRIVED
    )


def test_a_return_is_not_missing_for_a_strike(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert dispute.return_shipped_at is not None
    from_then = dispute.return_shipped_at + dispute.policy.return_missing_days * DAY
    pause_all(world)  # ten days
    with moment(from_then), refused(Code.STILL_IN_TRANSIT, field="claim", says="still be on its"):
        missing(world, dispute)
    with (
        moment(from_then + 10 * DAY - IN_TIME),
        refused(Code.STILL_IN_TRANSIT, field="claim", says="still be on its way"),
    ):
        missing(world, dispute)
    with moment(from_then + 10 * DAY + IN_TIME):
        missing(world, dispute)
    assert world.again(dispute).state == State.HEARING


def test_what_it_cost_can_be_corrected_while_the_seller_has_a_day_that_counts(world: World) -> None:
    """It is sent, and claimed, and then a strike lies over the end of the time on its way."""
    offer = Offer(Solution.RETURN_AND_REFUND, 2300, FreightPayer.SELLER, 700)
    dispute = world.open_dispute(offer=offer)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    receipt = world.photo(world.buyer)
    begins_at = due(dispute) - DAY / 2
    pause_all(world, begins_at=begins_at)
    assert spread_pauses() == 1
    end = due(dispute)
    assert end == begins_at + 10 * DAY + DAY / 2
    address = f"/buyer/cases/{dispute.reference}/claim-freight/"
    latest = begins_at - DAY / 2  # so that half a day before the strike counts, and half after it
    with moment(latest - IN_TIME):
        assert (
            f"and until {latest:%-d %b %Y, %H:%M} (UTC" in signed_in(world.buyer).get(address).text
        )
        freight.claim_freight(world.as_buyer, dispute, amount_minor=640, files=[receipt])
    other = world.photo(world.buyer)
    with moment(latest + IN_TIME), refused(Code.NOT_ALLOWED, says="stays as it is"):
        freight.claim_freight(world.as_buyer, dispute, amount_minor=700, files=[other])
    assert due(dispute) == end
