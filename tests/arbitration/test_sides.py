"""The case page tells of both sides in the same order, and apart from that what nobody disputes."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from arbitration.presenters.milestones import Milestone
from arbitration.presenters.sides import Answer, SideColumn
from arbitration.verbs import assignment, evidence_requests
from disputes.models import Dispute
from disputes.rules.solutions import Offer
from disputes.states import AskedFor, Party, Solution, State
from disputes.verbs import evidence, negotiation, returns
from tests.support.moments import enforce_at
from tests.support.terms import BOTH
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def sides(world: World, dispute: Dispute) -> list[SideColumn]:
    return list(signed_in(world.arbitrator).get(address(dispute)).context["sides"])


def milestones(world: World, dispute: Dispute) -> list[Milestone]:
    return list(signed_in(world.arbitrator).get(address(dispute)).context["milestones"])


def answers(side: SideColumn) -> list[Answer]:
    return [asked.answer for asked in side.asked]


def ask(world: World, dispute: Dispute, of: Sequence[Party]) -> None:
    if dispute.assignee is None:
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    evidence_requests.request_evidence(
        world.arbitrator, dispute, of=of, kinds=[AskedFor.STOCK_PHOTOS]
    )


def test_buyer_and_seller_in_the_same_parts_and_order(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_seller, dispute, text="Ours.", files=[world.photo(world.seller)])
    page = signed_in(world.arbitrator).get(address(dispute)).text
    column = page.split('aria-labelledby="side-')[1:]
    assert [each.split('"')[0] for each in column] == [Party.BUYER, Party.SELLER]
    of_seller = column[1].split('aria-labelledby="signals"')[0]
    for part in ("Says", "Photos", "Did"):
        assert f"<h4>{part}</h4>" in column[0]
        assert f"<h4>{part}</h4>" in of_seller
    for text in ("Was asked to show", "Documents"):
        assert text not in page


def test_each_side_with_what_it_asked_said_showed_and_did(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, 500))
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, 900))
    buyer, seller = sides(world, dispute)
    assert (buyer.name, seller.name) == (world.buyer.username, world.store.name)
    assert [card.amount for card in buyer.proposals] == ["$23.00"]
    assert [card.amount for card in seller.proposals] == ["$9.00", "$5.00"]
    assert [item.text for item in buyer.evidence] == ["It is green, not blue."]
    assert [item.text for item in seller.evidence] == ["The mug is blue."]
    assert (len(buyer.photos), len(seller.photos)) == (1, 0)
    assert [(deed.label, deed.number) for deed in buyer.actions] == [
        ("Request submitted", 1),
        ("Platform asked to decide", None),
    ]
    assert [(deed.label, deed.number) for deed in seller.actions] == [
        ("Request rejected", None),
        ("Evidence added", 2),
        ("Solution proposed", None),
        ("Solution proposed", None),
    ]


def test_a_seller_without_an_offer_has_accepted_or_made_none(world: World) -> None:
    dispute = world.open_dispute()
    page = signed_in(world.arbitrator).get(address(dispute)).text
    assert "Has made no offer." in page
    contested = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert "Has accepted what the other side asks for." in (
        signed_in(world.arbitrator).get(address(contested)).text
    )


def test_what_became_of_a_request_for_evidence(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    ask(world, dispute, BOTH)
    buyer, seller = sides(world, dispute)
    assert answers(buyer) == answers(seller) == [Answer.WAITING]
    evidence.add_evidence(world.as_seller, dispute, text="From the shelf.")
    evidence.finish_evidence(world.as_buyer, dispute)
    buyer, seller = sides(world, dispute)
    assert answers(buyer) == answers(seller) == [Answer.GIVEN]
    evidence.finish_evidence(world.as_seller, dispute)
    ask(world, world.again(dispute), [Party.BUYER])
    buyer, seller = sides(world, dispute)
    assert answers(buyer) == [Answer.WAITING, Answer.GIVEN]
    assert answers(seller) == [Answer.GIVEN]
    until = world.again(dispute).asked_until
    assert until is not None
    enforce_at(until)
    buyer, seller = sides(world, dispute)
    assert answers(buyer) == [Answer.SILENT, Answer.GIVEN]


def test_what_the_sides_settled_meanwhile_needs_no_answer_any_more(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    ask(world, dispute, [Party.BUYER])
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    buyer, _ = sides(world, dispute)
    assert answers(buyer) == [Answer.OVERTAKEN]


def test_the_reason_is_the_buyers_word_and_no_fact(world: World) -> None:
    page = signed_in(world.arbitrator).get(address(world.open_dispute())).text
    before, facts = page.split('<h2 id="facts"')
    assert "The buyer's reason:" in before.replace("&#x27;", "'")
    assert "Different colour or pattern" in before
    assert "Different colour or pattern" not in facts.split('<h2 id="sides"')[0]


def test_what_happened_when_in_its_order_with_what_is_ahead(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    ask(world, dispute, [Party.SELLER])
    found = milestones(world, dispute)
    assert [each.label for each in found if not each.ahead] == [
        "Ordered",
        "Dispatched",
        "Delivery promised by",
        "Reported delivered",
        "Applied for",
        "Taken to the platform",
        "Evidence closed",
        "Evidence requested",
    ]
    assert [(each.label, each.at) for each in found if each.ahead] == [
        ("Deadline", world.again(dispute).due_at)
    ]


def test_a_contested_return_is_among_it(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    broken = [world.photo(world.seller)]
    returns.contest_return(world.as_seller, dispute, text="It came back broken.", files=broken)
    labels = [each.label for each in milestones(world, dispute)]
    assert labels[-3:] == ["Return sent", "Return contested", "Deadline"]


def test_a_delivery_that_nobody_reported_is_said_to_be_unknown(world: World) -> None:
    dispute = world.file_not_received(world.line(dispatched=timedelta(days=20), delivered=None))
    [delivered] = [
        each for each in milestones(world, dispute) if each.label == "Reported delivered"
    ]
    assert delivered.at is None
    assert "Not recorded" in signed_in(world.arbitrator).get(address(dispute)).text
