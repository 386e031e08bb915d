"""The history of a case: chained, complete, and told in the same words to everybody."""

import json
from datetime import timedelta

import pytest

from arbitration.background import pauses, retention
from arbitration.verbs import approval, assignment, evidence_requests, rulings, stuck_deadlines
from disputes import clock
from disputes.background import outbox
from disputes.kernel.chain import is_intact
from disputes.models import Dispute, Event, Ground, OrderLine, Policy, Reason
from disputes.rules.solutions import Offer
from disputes.states import EventKind, FreightPayer, Party, ProposalStatus, Solution, State
from disputes.verbs import (
    appeals,
    evidence,
    evidence_revisions,
    freight,
    late_goods,
    messages,
    negotiation,
    refund_requests,
    returns,
)
from disputes.verbs.parcels import NewFact, correct_parcel, record_facts
from disputes.verbs.seen import record_seen
from disputes.wording import sentence, too_late, what_happened
from tests.support.half import rule_half
from tests.support.moments import enforce_at, moment, run_out
from tests.support.old_cases import bring_back
from tests.support.rests import close_for_days, pause_all
from tests.support.terms import BOTH, HALF, PAID, reasons_for
from tests.support.world import World, without_bound

pytestmark = pytest.mark.django_db


def long_case(world: World) -> Dispute:
    """From the request over everything that can happen on the way to a refund that is paid."""
    dispute = world.open_dispute(offer=Offer(Solution.RETURN_AND_REFUND, PAID))
    refund_requests.change_request(
        world.as_buyer, dispute, offer=Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.BUYER)
    )
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    negotiation.propose(world.as_buyer, dispute, offer=Offer(Solution.RETURN_AND_REFUND, PAID))
    evidence.add_evidence(world.as_seller, dispute, text="100% <blue> %(offer)s")
    negotiation.escalate(world.as_seller, dispute)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    assignment.take_next(world.arbitrator)
    evidence_requests.request_evidence(
        world.arbitrator, dispute, of=BOTH, text="100% sure? Daylight, please."
    )
    evidence.finish_evidence(world.as_seller, dispute)
    evidence.finish_evidence(world.as_buyer, dispute)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    ground = Ground.objects.get(code="differs_from_listing")
    rulings.issue_ruling(
        world.arbitrator2,
        dispute,
        offer=HALF,
        ground=ground,
        reasons="It is 100% green: evidence 1 shows it, at the window.",
        cites=[1],
    )
    appeals.appeal(world.as_buyer, dispute, text="More.")
    assignment.take_next(world.arbitrator)
    world.hear_out(dispute)
    rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=Offer(Solution.RETURN_AND_REFUND, PAID),
        ground=ground,
        reasons=reasons_for(1),
        cites=[1],
    )
    run_out(world, dispute)
    with clock.shifted(timedelta(days=8)):
        bring_back(world, dispute, tracking="CX%1")
        assert outbox.deliver_outbox().delivered == 1
    return world.again(dispute)


def test_the_chain_recomputes_from_the_rows() -> None:
    world = World()
    for dispute in [long_case(world), *[world.dispute_in(state) for state in State]]:
        previous = ""
        for number, event in enumerate(dispute.events.all(), start=1):
            assert event.number == number
            assert event.previous_hash == previous
            assert is_intact(event)
            previous = event.hash
        now = world.again(dispute)
        assert (now.event_count, now.chain_head) == (number, previous)


def test_any_change_of_a_line_breaks_its_hash() -> None:
    world = World()
    event = world.dispute_in(State.RULED).events.last()
    assert event is not None
    for name, value in [
        ("number", 99),
        ("kind", EventKind.OPENED),
        ("party", Party.BUYER),
        ("actor", world.buyer),
        ("from_state", State.HEARING),
        ("to_state", State.RESOLVED),
        ("due_at", None),
        ("at", event.at + timedelta(microseconds=1)),
        ("data", {**event.data, "amount_minor": 1}),
        ("previous_hash", "0" * 64),
    ]:
        changed = Event.objects.get(pk=event.pk)
        setattr(changed, name, value)
        assert not is_intact(changed), name


@pytest.mark.parametrize("state", list(State))
def test_replayed_it_gives_the_row(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    at = ""
    for event in dispute.events.all():
        assert event.from_state == at
        at = event.to_state
    assert (at, event.due_at) == (dispute.state, dispute.due_at)


def test_the_time_never_runs_backwards() -> None:
    instants = list(long_case(World()).events.values_list("at", flat=True))
    assert instants == sorted(instants)


def test_all_that_happened_in_words() -> None:
    dispute = long_case(World())
    delivered = dispute.events.get(kind=EventKind.RETURN_DELIVERED)
    said = [without_bound(sentence(event)) for event in dispute.events.all()]
    back = "a refund of $23.00 for the returned item, the seller paying the return up to $11.50"
    assert said == [
        f"The buyer applied for {back}. Reason: Different colour or pattern.",
        (
            "The buyer changed the request to a refund of $23.00 for the returned item, "
            "the buyer paying the return."
        ),
        "The seller proposed a refund of $11.50.",
        f"The buyer proposed {back}.",
        "The seller added evidence 2.",
        "The seller asked the platform to decide.",
        "The buyer has nothing to add.",
        "The seller has nothing to add.",
        "The file was closed. An arbitrator now decides on the evidence in it.",
        "An arbitrator took the case.",
        "The arbitrator asked both sides for evidence: 100% sure? Daylight, please.",
        "The seller has nothing to add.",
        "The buyer has nothing to add.",
        "The file was closed. An arbitrator now decides on the evidence in it.",
        "The case was given to another arbitrator.",
        ("The platform ruled: a refund of $11.50. Ground: The item differs from its listing."),
        "The buyer appealed the ruling.",
        "The buyer added evidence 3.",
        "An arbitrator took the case.",
        "The seller has nothing to add.",
        "The file was closed. An arbitrator now decides on the evidence in it.",
        (
            f"The platform replaced its ruling on appeal: {back}. Ground: The item differs from "
            "its listing."
        ),
        f"The ruling became final and is carried out: {back}.",
        "The item goes back to the return address of the store.",
        "The buyer sent the item back with Correos, tracking CX%1.",
        f"The return was delivered on {delivered.at:%-d %b %Y, %H:%M} (UTC+00:00).",
        "The seller confirmed the return.",
        "The refund of $23.00 was paid to the buyer.",
    ]


def test_what_the_long_case_did_not_tell() -> None:
    world = World()
    told: list[tuple[Dispute, str]] = []

    dispute = world.dispute_in(State.WITHDRAWN)
    told.append((dispute, "The buyer withdrew the request."))
    dispute = world.dispute_in(State.RESOLVED)
    told.append((dispute, "The seller accepted the buyer's request: a refund of $23.00."))
    dispute = world.dispute_in(State.NEGOTIATING)
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.NO_REFUND))
    negotiation.accept(world.as_buyer, dispute, dispute.proposals.get(party=Party.SELLER))
    told.append((dispute, "The buyer accepted the seller's proposal: no refund."))
    dispute = world.dispute_in(State.HEARING)
    told.append((dispute, "The buyer asked the platform to decide."))
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_buyer, dispute, text="See.")
    told.append((dispute, "The buyer added evidence 3."))
    dispute = world.dispute_in(State.HEARING)
    record_seen(world.as_buyer, dispute, list(dispute.evidence.all()))
    told.append((dispute, "The buyer saw evidence 2 for the first time."))
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_buyer, dispute, text="See.")
    record_seen(world.as_seller, dispute, list(dispute.evidence.all()))
    told.append((dispute, "The seller saw evidence 1 and 3 for the first time."))
    dispute = world.open_dispute()
    evidence_revisions.change_evidence(
        world.as_buyer, dispute, dispute.evidence.get(), text="Teal."
    )
    told.append((dispute, "The buyer changed evidence 1."))
    dispute = world.dispute_in(State.HEARING)
    evidence_revisions.change_evidence(
        world.as_seller, dispute, dispute.evidence.get(number=2), text="As listed."
    )
    told.append((dispute, "The seller changed evidence 2."))
    dispute = world.dispute_in(State.RULED)
    appeals.appeal(world.as_seller, dispute, text="Look at the listing.")
    told.append((dispute, "The seller added evidence 3."))
    assert (
        without_bound(sentence(dispute.events.get(kind=EventKind.APPEALED)))
        == "The seller appealed the ruling."
    )

    for dispute, text in told:
        event = dispute.events.last()
        assert event is not None
        assert sentence(event) == text


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (
            State.AWAITING_SELLER,
            (
                "The seller did not answer in time. The platform forced the request: "
                "a refund of $23.00."
            ),
        ),
        (
            State.NEGOTIATING,
            "No solution was agreed in time. The case went to the platform.",
        ),
        (
            State.AWAITING_ADDRESS,
            (
                "The seller gave no return address in time. The buyer keeps the item, and the "
                "refund is paid."
            ),
        ),
        (
            State.AWAITING_RETURN,
            "The buyer did not send the item back in time. The case closed without a refund.",
        ),
        (
            State.RETURN_IN_TRANSIT,
            "The seller did not answer about the return in time. The refund is paid.",
        ),
    ],
)
def test_what_a_clock_did(state: State, text: str) -> None:
    world = World()
    dispute = world.dispute_in(state)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    event = dispute.events.last()
    assert event is not None
    assert sentence(event) == text


def test_a_rejection_and_a_contested_return() -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    assert [sentence(event) for event in dispute.events.all()][1:] == [
        "The seller rejected the request.",
        "The seller added evidence 2.",
    ]
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="Empty.", files=[photo])
    assert [sentence(event) for event in dispute.events.all()][-2:] == [
        "The seller contested the return. The platform hears both sides.",
        "The seller added evidence 2.",
    ]


def propose_and_send_back(world: World, dispute: Dispute) -> None:
    """Handed back by the supervisor, ruled by the first arbitrator, not approved by the second."""
    assignment.reassign(world.supervisor, dispute, to=world.supervisor)
    assignment.hand_back(world.supervisor, dispute, comment="I have to leave.")
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    rule_half(world.arbitrator, dispute)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    approval.send_ruling_back(world.arbitrator2, dispute, comment="The label says blue.")


def test_what_happened_at_the_desk_is_told_without_its_words() -> None:
    world = World()
    Policy.objects.update(large_amounts={})
    dispute = world.dispute_in(State.AWAITING_RULING)
    propose_and_send_back(world, dispute)
    assert [sentence(event, to_staff=True) for event in dispute.events.all()][-6:] == [
        "The case was given to another arbitrator.",
        "The arbitrator handed the case back. It waits for the next one.",
        "The case was given to another arbitrator.",
        "An arbitrator has written a ruling. A second one looks at it, as the amount is large.",
        "The case was given to another arbitrator.",
        "The second arbitrator sent the ruling back, to be thought over once more.",
    ]
    rule_half(world.arbitrator, dispute)
    assignment.take_next(world.arbitrator2)
    approval.approve_ruling(world.arbitrator2, dispute)
    event = dispute.events.last()
    assert event is not None
    assert sentence(event) == (
        "The platform ruled: a refund of $11.50. Ground: The item differs from its listing. A "
        "second arbitrator approved it, as the amount is large."
    )


def taken_over_and_cut(world: World) -> None:
    """Both, as nobody can do: its request is gone from the table; part of it is refunded."""
    taken, cut = world.open_dispute(), world.open_dispute()
    taken.proposals.update(status=ProposalStatus.LAPSED)
    OrderLine.objects.filter(pk=cut.line_id).update(refunded_minor=1)
    assert cut.due_at is not None
    enforce_at(cut.due_at)
    stuck_deadlines.let_arbitrator_decide(world.supervisor, taken)


def test_every_kind_of_event_is_told_somewhere_here() -> None:
    world = World()
    long_case(world)
    for state in State:
        dispute = world.dispute_in(state)
        if dispute.due_at is not None and state != State.RULED:
            enforce_at(dispute.due_at)
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="Empty.", files=[photo])
    appeals.accept_ruling(world.as_buyer, world.dispute_in(State.RULED))
    on_its_way = world.file_not_received(
        world.line(dispatched=timedelta(days=6), delivered=None, promised_days=30)
    )
    late_goods.hold(world.as_seller, on_its_way)
    late_goods.report_arrival(
        world.as_buyer,
        on_its_way,
        reason=Reason.objects.get(code="colour"),
        offer=HALF,
        text="It is green.",
        files=[world.photo(world.buyer)],
    )
    came_after = world.file_not_received()
    negotiation.accept(world.as_seller, came_after, came_after.proposals.get())
    record_facts(
        came_after.item.parcel, [NewFact("delivered", clock.now(), "d")], source="the carrier"
    )
    corrected = world.dispute_in(State.RETURN_IN_TRANSIT)
    receipt = world.photo(world.buyer)
    freight.claim_freight(world.as_buyer, corrected, amount_minor=700, files=[receipt])
    returns.correct_tracking(world.as_buyer, corrected, carrier="DHL", tracking="CX124")
    record_seen(world.as_buyer, dispute, list(dispute.evidence.all()))
    evidence_revisions.change_evidence(
        world.as_seller, dispute, dispute.evidence.get(number=2), text="A stone in it."
    )
    messages.send_message(world.as_seller, dispute, text="Look at it once more.")
    record_seen(world.as_buyer, dispute, [], list(dispute.messages.all()))
    Policy.objects.update(large_amounts={})
    dispute = world.dispute_in(State.AWAITING_RULING)
    propose_and_send_back(world, dispute)
    correct_parcel(dispute.item.parcel, source="the carrier", carrier="Correos")
    taken_over_and_cut(world)
    Policy.objects.update(large_amounts={"USD": 10**9})
    alone = world.dispute_in(State.APPEALED)
    for person in (world.arbitrator2, world.supervisor):
        world.store.memberships.create(user=person)
    for _ in range(2):
        due_at = world.again(alone).due_at
        assert due_at is not None
        enforce_at(due_at)
    world.store.memberships.exclude(user=world.seller).delete()
    closed = close_for_days(world)
    with moment(closed.begins_at):
        world.open_dispute()
    pause_all(world)
    pauses.spread_pauses()
    with clock.shifted(timedelta(days=800)):
        retention.erase_closed()
    for event in Event.objects.all():
        assert sentence(event).endswith((".", "please."))
        json.dumps(event.data)
    assert set(Event.objects.values_list("kind", flat=True)) == set(EventKind)


def test_a_stale_page_learns_the_last_step_and_its_time() -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    evidence.add_evidence(world.as_buyer, dispute, text="See.")  # changes no state
    rejected = dispute.events.get(kind=EventKind.REJECTED)
    assert what_happened(dispute) == (
        f"This is no longer possible. On {rejected.at:%-d %b %Y, %H:%M} (UTC+00:00): "
        "The seller rejected the request."
    )
    assert (
        what_happened(world.open_dispute()) == "This is not possible now. The page shows what is."
    )
    assert dispute.due_at is not None
    assert f"{dispute.due_at:%-d %b %Y, %H:%M} (UTC+00:00)" in too_late(dispute, dispute.due_at)


def test_the_same_words_twice_have_different_hashes() -> None:
    """Else, once they are erased, whoever guesses a short text could see that it is right."""
    world = World()
    first, second = (
        dispute.events.get() for dispute in (world.open_dispute(), world.open_dispute())
    )
    others = {"salt", "text_hash", "files", "line"}
    same = {key: value for key, value in first.data.items() if key not in others}
    assert same == {key: value for key, value in second.data.items() if key not in others}
    assert first.data_hash != second.data_hash


def test_what_holds_no_words_needs_no_salt() -> None:
    event = World().dispute_in(State.WITHDRAWN).events.last()
    assert event is not None
    assert event.data == {}
