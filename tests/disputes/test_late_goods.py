"""Goods that had not come when a case began: on their way still, or there after all."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from arbitration.verbs import assignment
from arbitration.verbs.evidence_requests import request_evidence
from disputes import clock
from disputes.errors import Code
from disputes.models import Dispute, Reason
from disputes.rules.solutions import Offer
from disputes.states import EventKind, FactKind, Party, ProposalStatus, SettledBy, Solution, State
from disputes.verbs import evidence, late_goods, negotiation, refund_requests
from disputes.verbs.parcels import NewFact, record_facts
from disputes.wording.history import sentence
from tests.support.case_pdfs import file_of, text_of
from tests.support.form_files import upload
from tests.support.moments import enforce_at, moment, run_out
from tests.support.rows import everything, refused
from tests.support.terms import BOTH, FULL_REFUND, HALF, RETURN_AND_REFUND
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def missing(world: World, state: State = State.AWAITING_SELLER) -> Dispute:
    """A case about a parcel that is promised in 30 days and was sent 6 days ago."""
    line = world.line(dispatched=6 * DAY, delivered=None, promised_days=30)
    dispute = world.file_not_received(line)
    if state != State.AWAITING_SELLER:
        negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    if state == State.HEARING:
        dispute = late_dispute(world)
    return world.again(dispute)


def late_dispute(world: World) -> Dispute:
    """Before the platform: past its promised time."""
    dispute = world.file_not_received(world.line(delivered=None))
    negotiation.reject(world.as_seller, dispute, text="It was sent.")
    negotiation.escalate(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    return dispute


def deliver(dispute: Dispute) -> None:
    facts = [NewFact(FactKind.DELIVERED, clock.now(), "d")]
    record_facts(dispute.item.parcel, facts, source="the carrier")


def arrive(world: World, dispute: Dispute, offer: Offer = HALF) -> Dispute:
    late_goods.report_arrival(
        world.as_buyer,
        dispute,
        reason=Reason.objects.get(code="colour"),
        offer=offer,
        text="It came, and it is green.",
        files=[world.photo(world.buyer)],
    )
    return world.again(dispute)


# The goods arrive


def test_a_delivery_is_said_to_both_sides_and_to_the_platform(world: World) -> None:
    dispute = missing(world)
    deliver(dispute)
    buyers = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert "The item was reported as delivered on" in buyers
    assert "If all is well, withdraw the request." in buyers
    sellers = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "The item was reported as delivered on" in sellers
    assert "withdraw the request" not in sellers
    assert "delivered on" in signed_in(world.arbitrator).get(address(dispute)).text


@pytest.mark.parametrize("state", [State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING])
def test_a_buyer_says_what_is_wrong_and_the_seller_answers_anew(world: World, state: State) -> None:
    dispute = missing(world, state)
    before = clock.now()
    dispute = arrive(world, dispute, RETURN_AND_REFUND)
    assert (dispute.state, dispute.received, dispute.reason_label) == (
        State.AWAITING_SELLER,
        True,
        "Different colour or pattern",
    )
    assert dispute.due_at is not None
    assert before + 5 * DAY <= dispute.due_at <= clock.now() + 5 * DAY
    assert (dispute.buyer_finished_at, dispute.seller_finished_at) == (None, None)
    request = dispute.proposals.get(party=Party.BUYER, status=ProposalStatus.LIVE)
    assert (request.version, request.offer.solution) == (2, Solution.RETURN_AND_REFUND)
    last = dispute.evidence.latest("number")
    assert (last.text, last.files.count()) == ("It came, and it is green.", 1)
    event = dispute.events.get(kind=EventKind.ARRIVAL_REPORTED)
    assert sentence(event).startswith(
        "The item arrived after all, says the buyer, and something is wrong with it: "
        "Different colour or pattern. The buyer asks for "
    )
    call_command("verify_history")
    negotiation.accept(world.as_seller, dispute, request)
    assert world.again(dispute).settled_by == SettledBy.AGREEMENT
    call_command("verify_history")


def test_a_case_that_was_heard_again_leaves_the_platform(world: World) -> None:
    dispute = late_dispute(world)
    evidence.finish_evidence(world.as_buyer, dispute)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    request_evidence(world.arbitrator, dispute, of=BOTH, text="Where is it now?")
    asked = world.again(dispute)
    assert (asked.state, asked.assignee) == (State.HEARING, world.arbitrator)
    assert asked.decide_by is not None
    dispute = arrive(world, asked)
    assert (dispute.state, dispute.assignee, dispute.decide_by) == (
        State.AWAITING_SELLER,
        None,
        None,
    )
    assert dispute.asked_sides == []


def test_only_once_and_only_of_what_had_not_come(world: World) -> None:
    dispute = arrive(world, missing(world))
    photo, colour = world.photo(world.buyer), Reason.objects.get(code="colour")
    for case in (dispute, world.open_dispute()):
        with refused(Code.NOT_ALLOWED, says="has arrived"):
            late_goods.report_arrival(
                world.as_buyer, case, reason=colour, offer=HALF, text="Again.", files=[photo]
            )


def test_it_needs_what_an_application_needs(world: World) -> None:
    dispute, photo = missing(world), world.photo(world.buyer)
    colour, transit = (Reason.objects.get(code=code) for code in ("colour", "in_transit"))

    def report(reason: Reason = colour, offer: Offer = HALF, text: str = "Green.") -> None:
        late_goods.report_arrival(
            world.as_buyer, dispute, reason=reason, offer=offer, text=text, files=[photo]
        )

    with refused(Code.REASON_INVALID, field="reason"):
        report(reason=transit)
    with refused(Code.SOLUTION_INVALID, field="solution"):
        report(offer=Offer(Solution.NO_REFUND))
    with refused(Code.AMOUNT_INVALID, field="amount"):
        report(offer=Offer(Solution.REFUND, FULL_REFUND.amount_minor + 1))
    with refused(Code.TEXT_MISSING, field="text"):
        report(text=" ")
    with refused(Code.PHOTO_REQUIRED, field="files"):
        late_goods.report_arrival(world.as_buyer, dispute, reason=colour, offer=HALF, text="Green.")


def test_by_its_page_with_nothing_lost(world: World) -> None:
    dispute = missing(world)
    client = signed_in(world.buyer)
    page = f"/buyer/cases/{dispute.reference}/report-arrival/"
    assert "If all is well, withdraw instead." in client.get(page).text
    said = {"reason": "colour", "solution": "refund", "amount": "10.00", "text": "It is green."}
    answer = client.post(page, said)
    assert "Add at least 1 photo" in answer.text
    assert "It is green." in answer.text
    assert world.again(dispute).received is False
    answer = client.post(page, said | {"files": [upload()]}, follow=True)
    assert "The seller now reads what is wrong with the item." in answer.text
    assert world.again(dispute).received is True


def test_the_paper_tells_it(world: World) -> None:
    dispute = arrive(world, missing(world))
    assert "The item arrived after all" in text_of(file_of(world, dispute))


def test_goods_that_came_meanwhile_can_be_sent_back(world: World) -> None:
    dispute = missing(world, State.NEGOTIATING)
    with refused(Code.SOLUTION_INVALID, field="solution"):
        negotiation.propose(world.as_seller, dispute, offer=RETURN_AND_REFUND)
    deliver(dispute)
    negotiation.propose(world.as_seller, dispute, offer=RETURN_AND_REFUND)
    offered = dispute.proposals.get(party=Party.SELLER)
    negotiation.accept(world.as_buyer, dispute, offered)
    assert world.again(dispute).state in (State.AWAITING_ADDRESS, State.AWAITING_RETURN)


def test_the_buyer_can_ask_to_send_them_back_then(world: World) -> None:
    dispute = missing(world)
    with refused(Code.SOLUTION_INVALID, field="solution"):
        refund_requests.change_request(world.as_buyer, dispute, offer=RETURN_AND_REFUND)
    deliver(dispute)
    refund_requests.change_request(world.as_buyer, dispute, offer=RETURN_AND_REFUND)
    request = dispute.proposals.get(party=Party.BUYER, status=ProposalStatus.LIVE)
    assert request.solution == Solution.RETURN_AND_REFUND


def test_or_the_buyer_withdraws(world: World) -> None:
    dispute = missing(world)
    deliver(dispute)
    refund_requests.withdraw(world.as_buyer, dispute)
    assert world.again(dispute).state == State.WITHDRAWN


# It is on its way still


def test_silence_pays_within_the_promised_time_and_the_seller_is_told_before(
    world: World,
) -> None:
    dispute = missing(world)
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "If you do not answer, the refund is paid before that all the same." in page
    assert "It is still on its way" in page
    run_out(world, dispute)
    assert world.again(dispute).settled_by == SettledBy.SELLER_SILENCE


def test_one_word_holds_the_case_until_the_promise_ends(world: World) -> None:
    dispute = missing(world)
    until = dispute.blocked_until
    late_goods.hold(world.as_seller, dispute)
    dispute = world.again(dispute)
    assert (dispute.state, dispute.due_at, dispute.held_until) == (
        State.AWAITING_SELLER,
        until,
        until,
    )
    buyers = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert "The item is still on its way, says the seller" in buyers
    assert until is not None
    assert enforce_at(until - DAY) == 0
    run_out(world, dispute)
    assert world.again(dispute).settled_by == SettledBy.SELLER_SILENCE
    call_command("verify_history")


def test_a_change_of_the_request_does_not_shorten_it(world: World) -> None:
    dispute = missing(world)
    until = dispute.blocked_until
    late_goods.hold(world.as_seller, dispute)
    refund_requests.change_request(world.as_buyer, dispute, offer=HALF)
    assert world.again(dispute).due_at == until
    assert until is not None
    with moment(until - DAY):
        refund_requests.change_request(world.as_buyer, dispute, offer=FULL_REFUND)
        due_at = world.again(dispute).due_at
        assert due_at is not None
        assert due_at > until


def test_it_is_said_once_and_only_where_it_holds_something(world: World) -> None:
    dispute = missing(world)
    late_goods.hold(world.as_seller, dispute)
    with refused(Code.NOT_ALLOWED, says="already"):
        late_goods.hold(world.as_seller, dispute)
    for other in (world.file_not_received(), world.open_dispute()):
        with refused(Code.NOT_ALLOWED, says="Answer the request instead"):
            late_goods.hold(world.as_seller, other)


def test_an_arrival_ends_the_wait(world: World) -> None:
    dispute = missing(world)
    late_goods.hold(world.as_seller, dispute)
    dispute = arrive(world, dispute)
    assert dispute.held_until is None
    assert dispute.due_at is not None
    assert dispute.due_at < clock.now() + 6 * DAY


# After the end


def test_what_comes_after_a_forced_refund_is_noted_once_for_both(world: World) -> None:
    dispute = missing(world)
    due_at = run_out(world, dispute)
    with moment(due_at + DAY):
        deliver(dispute)
        before = everything()
        deliver_again = NewFact("ready_for_pickup", clock.now(), "p")
        record_facts(dispute.item.parcel, [deliver_again], source="the carrier")
    dispute = world.again(dispute)
    assert (dispute.state, dispute.received) == (State.RESOLVED, False)
    assert dispute.came_after_at is not None
    assert dispute.came_after_at >= due_at + DAY
    assert everything()["disputes_event"] == before["disputes_event"]
    event = dispute.events.get(kind=EventKind.CAME_AFTER)
    assert sentence(event).endswith("says the carrier, after this case had ended with a refund.")
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        page = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/").text
        assert "after this case had ended with a refund" in page
    call_command("verify_history")


def test_no_note_where_nothing_was_refunded_or_it_had_come_before(world: World) -> None:
    withdrawn = missing(world)
    refund_requests.withdraw(world.as_buyer, withdrawn)
    came = world.dispute_in(State.RESOLVED)
    for dispute in (withdrawn, came):
        before = dispute.events.count()
        deliver(dispute)
        assert dispute.events.count() == before
