"""One item can be applied for so often, and whoever judges the next case reads those before it."""

import pytest
from django.test import Client

from arbitration.models import AccessLog
from arbitration.verbs import approval, assignment, comments, evidence_requests, rulings
from disputes.errors import Code
from disputes.models import Attachment, Dispute, OrderLine, Policy, Reason
from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from disputes.verbs import applications, evidence, negotiation, refund_requests
from tests.support.policies import publish
from tests.support.rows import refused
from tests.support.terms import BOTH, FULL_REFUND, HALF, PAID, ground_for, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db


def again(world: World, line: OrderLine, times: int = 1) -> Dispute:
    """Applied for and withdrawn so often."""
    for _ in range(times):
        dispute = world.open_dispute(line)
        refund_requests.withdraw(world.as_buyer, dispute)
    return world.again(dispute)


def apply(world: World, line: OrderLine, photo: Attachment, pieces: int | None = None) -> Dispute:
    return applications.open_dispute(
        world.buyer,
        line.items.get(),
        pieces=pieces,
        reason=Reason.objects.get(code="colour"),
        offer=Offer(Solution.REFUND, 100),
        text="It is green.",
        files=[photo],
    )


def test_a_line_is_applied_for_as_often_as_the_policy_says() -> None:
    world = World()
    line = world.line()
    first = again(world, line)
    assert (first.application, first.applications_left) == (1, 1)
    second = again(world, line)
    assert (second.application, second.applications_left) == (2, 0)
    photo = world.photo(world.buyer)
    with refused(
        Code.LIMIT_REACHED,
        says="You have applied for a refund of this item 2 times, which is the most.",
    ):
        apply(world, line, photo)
    apply(world, world.line(), photo)


def test_a_case_about_other_pieces_is_another_thing() -> None:
    world = World()
    line = world.line(quantity=3)
    first, second = (apply(world, line, world.photo(world.buyer), pieces=1) for _ in range(2))
    assert (first.application, second.application) == (1, 1)
    refund_requests.withdraw(world.as_buyer, first)
    refund_requests.withdraw(world.as_buyer, second)
    third = apply(world, line, world.photo(world.buyer), pieces=1)
    assert (third.application, third.applications_left) == (2, 0)


def test_what_was_promised_when_it_was_withdrawn_is_kept() -> None:
    world = World()
    line = world.line()
    again(world, line)
    publish(world, applications_per_line=1)
    dispute = again(world, line)
    assert (dispute.application, dispute.applications_left) == (2, 0)
    other = world.line()
    again(world, other)
    photo = world.photo(world.buyer)
    with refused(Code.LIMIT_REACHED, says="1 time, which is the most"):
        apply(world, other, photo)


def test_changes_of_the_request_are_counted_through() -> None:
    world = World()
    line = world.line()
    dispute = world.open_dispute(line)
    for offer in (HALF, FULL_REFUND):
        refund_requests.change_request(world.as_buyer, dispute, offer=offer)
    refund_requests.withdraw(world.as_buyer, dispute)
    second = world.open_dispute(line)
    assert second.changes == 2
    refund_requests.change_request(world.as_buyer, second, offer=HALF)
    with refused(
        Code.LIMIT_REACHED,
        says="You have changed your request about this item 3 times, which is the most.",
    ):
        refund_requests.change_request(world.as_buyer, second, offer=FULL_REFUND)


@pytest.mark.parametrize(
    ("times", "told", "then"),
    [
        (
            0,
            "You can apply for this item once more, only while the time to apply for it lasts.",
            "A new request is possible while the time to apply lasts.",
        ),
        (
            1,
            "You cannot apply for a refund of this item again.",
            "No other request about this item is possible.",
        ),
    ],
)
def test_the_buyer_is_told_before(times: int, told: str, then: str) -> None:
    world = World()
    line = world.line()
    if times:
        again(world, line, times)
    dispute = world.open_dispute(line)
    client = Client()
    client.force_login(world.buyer)
    page = f"/buyer/cases/{dispute.reference}/"
    assert told in client.get(f"{page}withdraw/").text
    refund_requests.withdraw(world.as_buyer, dispute)
    assert then in client.get(page).text


def test_the_order_page_and_the_form_say_so() -> None:
    world = World()
    line = world.line()
    again(world, line, 2)
    client = Client()
    client.force_login(world.buyer)
    said = "You have applied for a refund of this item 2 times, which is the most."
    orders = client.get("/buyer/").text
    assert said in orders
    assert "Apply for a refund" not in orders
    response = client.get(f"/buyer/orders/{line.order.reference}/1/apply/")
    assert response.status_code == 409
    assert said in response.text


def test_the_earlier_case_lies_before_whoever_judges() -> None:
    """With what was said and shown, and what people of the platform wrote."""
    world = World()
    Policy.objects.update(large_amounts={"USD": PAID})
    line = world.line()
    first = world.open_dispute(line)
    negotiation.reject(world.as_seller, first, text="It left us in blue.")
    negotiation.escalate(world.as_buyer, first)
    for actor in (world.as_buyer, world.as_seller):
        evidence.finish_evidence(actor, first)
    assignment.reassign(world.supervisor, first, to=world.arbitrator)
    nothing = Offer(Solution.NO_REFUND)
    rulings.issue_ruling(
        world.arbitrator,
        first,
        offer=nothing,
        ground=ground_for(nothing),
        reasons=reasons_for(1),
        cites=[1],
    )
    assignment.reassign(world.supervisor, first, to=world.arbitrator2)
    approval.send_ruling_back(world.arbitrator2, first, comment="Ask the seller first.")
    comments.write_comment(world.arbitrator, first, text="The buyer was in a hurry.")
    evidence_requests.request_evidence(world.arbitrator, first, of=BOTH, text="More, please.")
    refund_requests.withdraw(world.as_buyer, first)
    second = world.open_dispute(line)

    client = Client()
    client.force_login(world.arbitrator)
    page = client.get(f"/admin/disputes/dispute/{second.reference}/").text
    assert "Earlier cases about this item" in page
    for part in (
        first.reference,
        "It left us in blue.",
        "Ruling that was written and never issued",
        "The listing shows a blue mug",
        "Ask the seller first.",
        "The buyer was in a hurry.",
        str(first.evidence.get(number=1).files.get().public_id),
    ):
        assert part in page, part
    # Reading it is logged like any other reading.
    looks = AccessLog.objects.filter(user=world.arbitrator, page=AccessLog.Page.CASE)
    assert set(looks.values_list("dispute", flat=True)) == {first.pk, second.pk}
    # The sides read nothing of this.
    client.force_login(world.seller)
    page = client.get(f"/seller/cases/{second.reference}/").text
    assert "The label says blue." not in page


def test_and_beside_the_form_of_a_ruling() -> None:
    world = World()
    line = world.line()
    first = again(world, line)
    second = world.open_dispute(line)
    due_at = second.due_at
    assert due_at is not None
    negotiation.reject(world.as_seller, second, text="It is blue.")
    negotiation.escalate(world.as_buyer, second)
    for actor in (world.as_buyer, world.as_seller):
        evidence.finish_evidence(actor, second)
    assignment.reassign(world.supervisor, second, to=world.arbitrator)
    client = Client()
    client.force_login(world.arbitrator)
    page = client.get(f"/admin/disputes/dispute/{second.reference}/rule/").text
    assert "There were earlier cases about this item." in page
    assert first.reference in page


def test_a_case_without_any_says_nothing_of_earlier_ones() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    client = Client()
    client.force_login(world.arbitrator)
    page = client.get(f"/admin/disputes/dispute/{dispute.reference}/").text
    assert "Earlier cases about this item" not in page
