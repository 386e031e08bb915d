"""What a ruling and an agreement say of the goods follows from who has them."""

import pytest

from arbitration.verbs import assignment, rulings
from disputes.models import Dispute, Ground
from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from disputes.verbs import evidence, negotiation, returns
from tests.support.moments import run_out
from tests.support.terms import HALF, PAID, ground_for, reasons_for
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOTHING = Offer(Solution.NO_REFUND)


def contested(world: World) -> Dispute:
    """The goods are back with the seller, who says that they are not in order."""
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.contest_return(
        world.as_seller, dispute, text="Another mug.", files=[world.photo(world.seller)]
    )
    return dispute


def to_be_ruled(world: World, dispute: Dispute) -> Dispute:
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    return world.again(dispute)


def preview(world: World, dispute: Dispute, offer: Offer, ground: Ground) -> str:
    outcome = "none" if offer == NOTHING else "partial"
    typed = {
        "outcome": outcome,
        "amount": "11.50",
        "ground": ground.pk,
        "cites": ["1"],
        "reasons": reasons_for(1),
    }
    return signed_in(world.arbitrator).post(address(dispute, "rule/"), typed).text


def ground(code: str) -> Ground:
    return Ground.objects.get(code=code)


def test_no_refund_on_a_contested_return_says_who_has_both(world: World) -> None:
    dispute = to_be_ruled(world, contested(world))
    sentence = "The seller keeps the money, and what came back, too."
    page = preview(world, dispute, NOTHING, ground("return_not_in_order"))
    assert page.count(sentence) == 3, "for the platform and for each side"
    rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=NOTHING,
        ground=ground("return_not_in_order"),
        reasons=reasons_for(1),
        cites=[1],
    )
    for portal, user in (("buyer", world.buyer), ("seller", world.seller)):
        shown = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/").text
        assert sentence in shown
    run_out(world, dispute)
    closed = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert f"The platform&#x27;s ruling was carried out. {sentence}" in closed


def test_a_refund_on_a_contested_return_leaves_nothing_with_the_buyer(world: World) -> None:
    dispute = to_be_ruled(world, contested(world))
    page = preview(world, dispute, HALF, ground("return_complete"))
    assert page.count("What came back stays with the seller.") == 3
    assert "keeps the item" not in page


def test_goods_that_the_buyer_has_stay_there(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    page = preview(world, dispute, HALF, ground_for(HALF))
    assert page.count("The buyer keeps the item.") == 3
    page = preview(world, dispute, NOTHING, ground_for(NOTHING))
    assert page.count("The buyer keeps the item, and the seller the money.") == 3


def test_goods_that_never_came_are_kept_by_nobody(world: World) -> None:
    dispute = world.file_not_received()
    negotiation.reject(world.as_seller, dispute, text="It was handed over.")
    negotiation.escalate(world.as_buyer, dispute)
    to_be_ruled(world, dispute)
    page = preview(world, dispute, HALF, ground("not_delivered"))
    assert page.count("Nothing has to be sent back.") == 3
    assert "keeps the item" not in page


def test_whoever_accepts_reads_it_before(world: World) -> None:
    dispute = contested(world)
    negotiation.propose(world.as_seller, dispute, offer=NOTHING)
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/accept/").text
    assert "The seller keeps the money, and what came back, too." in page
    assert PAID == 2300
