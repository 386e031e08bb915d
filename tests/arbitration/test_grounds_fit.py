"""A ruling rests on a ground that fits what the case is about."""

from typing import Any

import pytest

from arbitration.verbs import assignment, rulings
from disputes.errors import Code
from disputes.models import Dispute, Ground, Reason
from disputes.rules.solutions import Offer
from disputes.states import Outcome, Solution, State
from disputes.verbs import negotiation, returns
from tests.support.rows import refused
from tests.support.terms import HALF, reasons_for
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def rule(world: World, dispute: Dispute, code: str, offer: Offer = HALF) -> None:
    rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=offer,
        ground=Ground.objects.get(code=code),
        reasons=reasons_for(1),
        cites=[1],
    )


def in_hand(world: World, dispute: Dispute) -> Dispute:
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    return world.again(dispute)


def not_received(world: World) -> Dispute:
    dispute = world.file_not_received()
    negotiation.reject(world.as_seller, dispute, text="It was handed over.")
    negotiation.escalate(world.as_buyer, dispute)
    world.finish(dispute)
    return dispute


def offered(world: World, dispute: Dispute) -> set[str]:
    page = signed_in(world.arbitrator).get(address(dispute, "rule/"))
    return {ground.code for ground in page.context["form"].fields["ground"].queryset}


def test_a_colour_is_not_ruled_on_a_parcel_that_did_not_come(world: World) -> None:
    dispute = in_hand(world, world.dispute_in(State.AWAITING_RULING))
    with refused(
        Code.REASON_INVALID,
        field="ground",
        says="“Delivery is not proven” is no ground for the reason of this case: Different colour "
        "or pattern.",
    ):
        rule(world, dispute, "not_delivered")
    assert "not_delivered" not in offered(world, dispute)
    assert "differs_from_listing" in offered(world, dispute)


def test_nor_a_parcel_that_did_not_come_on_its_colour(world: World) -> None:
    dispute = not_received(world)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    with refused(Code.REASON_INVALID, field="ground", says="is no ground for the reason"):
        rule(world, dispute, "differs_from_listing")
    assert offered(world, dispute) == {
        "not_delivered",
        "forged_delivery",
        "delivery_proven",
        "evidence_missing",
        "no_defence",
    }


def test_a_ground_of_returns_waits_for_one_that_is_contested(world: World) -> None:
    dispute = in_hand(world, world.dispute_in(State.AWAITING_RULING))
    with refused(
        Code.REASON_INVALID,
        field="ground",
        says="“The return is in order” is only a ground where a return was contested.",
    ):
        rule(world, dispute, "return_complete")
    sent_back = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.contest_return(
        world.as_seller, sent_back, text="An empty box.", files=[world.photo(world.seller)]
    )
    world.finish(sent_back)
    in_hand(world, sent_back)
    assert {"return_complete", "return_not_in_order"} <= offered(world, sent_back)
    rule(world, sent_back, "return_not_in_order", Offer(Solution.NO_REFUND))


def test_every_reason_can_be_ruled_to_every_outcome() -> None:
    grounds = list(Ground.objects.filter(active=True, only_returns=False))
    for leaf in Reason.objects.filter(children=None):
        fits = [each for each in grounds if not each.reasons or set(each.reasons) & set(leaf.codes)]
        found = {outcome for ground in fits for outcome in ground.outcomes}
        assert found == set(Outcome.values), leaf


def test_supervisors_say_what_a_ground_fits(world: World) -> None:
    ground = Ground.objects.get(code="minor_difference")
    page = f"/admin/disputes/ground/{ground.pk}/change/"
    client = signed_in(world.supervisor)
    form = client.get(page)
    assert "I received it, but it is not as described → Something is wrong with it" in form.text
    typed: dict[str, Any] = {
        "article": ground.article,
        "title": ground.title,
        "text": ground.text,
        "outcomes": ground.outcomes,
        "position": ground.position,
        "active": "on",
        "reasons": ["faulty", "size"],
        "needs": "photo",
    }
    assert client.post(page, typed).status_code == 302
    ground.refresh_from_db()
    assert (ground.reasons, ground.needs) == (["faulty", "size"], "photo")
    dispute = in_hand(world, world.dispute_in(State.AWAITING_RULING))
    assert "minor_difference" not in offered(world, dispute)


def test_the_last_ground_of_an_outcome_for_a_reason_stays(world: World) -> None:
    ground = Ground.objects.get(code="evidence_missing")
    typed: dict[str, Any] = {
        "article": ground.article,
        "title": ground.title,
        "text": ground.text,
        "outcomes": ground.outcomes,
        "position": ground.position,
        "active": "on",
        "reasons": ["not_received", "colour"],
    }
    Ground.objects.filter(code="matches_listing").update(reasons=["colour", "size"])
    answer: Any = signed_in(world.supervisor).post(
        f"/admin/disputes/ground/{ground.pk}/change/", typed
    )
    [error] = answer.context["adminform"].form.errors["outcomes"]
    assert error.startswith("No other ground that can be chosen fits this: No refund (")
    assert "Different material" in error
    assert "Different size" not in error
    ground.refresh_from_db()
    assert ground.reasons == []
