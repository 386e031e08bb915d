"""Decided cases like the one in hand stand beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.selectors.precedents import FEW, CaseSimilarity, precedents
from disputes.models import Dispute, Ground, Reason, Store
from disputes.states import Outcome, State
from disputes.verbs import applications, evidence, negotiation
from tests.support.moments import enforce_at
from tests.support.people import make_store
from tests.support.terms import FULL_REFUND, HALF
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def decided(world: World, dispute: Dispute | None = None) -> Dispute:
    """Half was ruled, and the time to appeal is over."""
    dispute = dispute or world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, HALF)
    carry_out(world, dispute)
    return world.again(dispute)


def carry_out(world: World, dispute: Dispute) -> None:
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)


def awaiting(world: World, *, title: str = "Blue mug", reason: str = "colour") -> Dispute:
    line = world.line()
    line.title = title
    line.save()
    dispute = applications.open_dispute(
        world.buyer,
        line.items.get(),
        reason=Reason.objects.get(code=reason),
        offer=FULL_REFUND,
        text="It is green, not blue.",
        files=[world.photo(world.buyer, f"{title}-{number}") for number in range(2)],
    )
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.")
    negotiation.escalate(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    return dispute


def of_store(world: World, store: Store) -> World:
    """The same people, who now buy from and sell for this store."""
    world.store = store
    return world


def found(world: World, dispute: Dispute, ground: Ground | None = None) -> dict[str, list[Dispute]]:
    alike = precedents(dispute, world.arbitrator2, ground)
    return {each.similarity: [one.dispute for one in each.found] for each in alike}


def test_each_stands_under_what_is_closest_and_only_once() -> None:
    world = World()
    store, other_store = world.store, make_store(world.seller)
    same_listing = decided(world, awaiting(world))
    same_store = decided(world, awaiting(world, title="A plate", reason="damaged"))
    same_reason = decided(of_store(world, other_store), awaiting(world, title="A bowl"))
    same_ground = decided(world, awaiting(world, title="A lamp", reason="damaged"))
    world.dispute_in(State.RESOLVED)  # settled by agreement: nobody has ruled
    of_store(world, store).dispute_in(State.RULED)  # can still be appealed
    dispute = world.dispute_in(State.AWAITING_RULING)
    expected = {
        CaseSimilarity.LISTING: [same_listing],
        CaseSimilarity.REASON: [same_reason],
        CaseSimilarity.STORE: [same_store],
    }
    assert found(world, dispute) == expected
    ground = Ground.objects.get(code="differs_from_listing")
    assert found(world, dispute, ground) == expected | {CaseSimilarity.GROUND: [same_ground]}


def test_a_precedent_says_what_came_of_it() -> None:
    world = World()
    dispute = decided(world)
    [[one]] = [each.found for each in precedents(world.open_dispute(), world.arbitrator2, None)]
    assert (one.dispute, one.outcome, one.share) == (dispute, Outcome.PARTIAL, 50)
    assert (one.ruling, one.replaced) == (dispute.rulings.get(), None)
    page = signed_in(world.arbitrator2).get(address(world.open_dispute())).text
    assert "Partial refund" in page
    assert "50% of what was paid" in page
    assert address(dispute) in page


def test_what_an_appeal_replaced_is_named() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    world.rule(dispute, FULL_REFUND, by=world.arbitrator2)
    carry_out(world, dispute)
    [[one]] = [each.found for each in precedents(world.open_dispute(), world.arbitrator2, None)]
    first, final = dispute.rulings.all()
    assert (one.replaced, one.ruling, one.outcome) == (first, final, Outcome.FULL)


def test_cases_of_the_viewer_are_not_among_them() -> None:
    world = World()
    decided(world)
    other = World(buyer=world.other_buyer)
    dispute = other.open_dispute()
    assert list(found(world, dispute)) == [CaseSimilarity.REASON]
    world.store.memberships.create(user=world.arbitrator2)
    assert found(world, dispute) == {}


def test_what_the_viewer_bought_is_not_among_them() -> None:
    world = World()
    bought = World(buyer=world.arbitrator2, seller=world.seller)
    bought.store = world.store
    own = decided(bought)
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert found(world, dispute) == {}
    for_others = precedents(dispute, world.arbitrator, None)
    assert [one.dispute for each in for_others for one in each.found] == [own]
    page = signed_in(world.arbitrator2).get(address(dispute)).text
    assert own.reference not in page
    assert "No case like this one was ruled on yet." in page


def test_the_latest_few_at_a_fixed_number_of_queries() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert dispute.snapshot.title == "Blue mug"  # the page has it already
    decided(world)
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            precedents(dispute, world.arbitrator2, None)
        numbers.append(len(queries))
        latest = [decided(world) for _ in range(FEW + 1)][::-1]
    assert numbers == [7, 7]
    shown = found(world, dispute)
    assert shown[CaseSimilarity.LISTING] == latest[:FEW]
    assert len(shown[CaseSimilarity.REASON]) == FEW
