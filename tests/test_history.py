"""The history of a case: chained, complete, and told in the same words to everybody."""

import json
from datetime import timedelta

import pytest

from arbitration.services import approval, assignment, due, requests, retention, rulings
from disputes import clock
from disputes.models import Dispute, Event, Ground, OrderLine, Policy
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.services import appeals, negotiation, opening, outbox, returns, revisions, statements
from disputes.services.chain import is_intact
from disputes.services.corrections import correct_order
from disputes.services.seen import record_seen
from disputes.states import EventKind, FreightPayer, Party, ProposalStatus, Solution, State
from disputes.wording import sentence, too_late, what_happened
from tests.world import BOTH, HALF, PAID, World, enforce_at, ground_for

pytestmark = pytest.mark.django_db


def long_case(world: World) -> Dispute:
    """From the request over everything that can happen on the way to a refund that is paid."""
    case = world.file(offer=Offer(Solution.RETURN_AND_REFUND, PAID))
    opening.change_request(
        world.as_buyer, case, offer=Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.BUYER)
    )
    negotiation.propose(world.as_seller, case, offer=HALF)
    negotiation.propose(world.as_buyer, case, offer=Offer(Solution.RETURN_AND_REFUND, PAID))
    statements.add_evidence(world.as_seller, case, text="100% <blue> %(offer)s")
    negotiation.escalate(world.as_seller, case)
    statements.finish_evidence(world.as_buyer, case)
    statements.finish_evidence(world.as_seller, case)
    assignment.take_next(world.arbitrator)
    requests.request_evidence(world.arbitrator, case, of=BOTH, text="100% sure? Daylight, please.")
    statements.finish_evidence(world.as_seller, case)
    statements.finish_evidence(world.as_buyer, case)
    assignment.reassign(world.supervisor, case, to=world.arbitrator2)
    ground = Ground.objects.get(code="differs_from_listing")
    rulings.issue_ruling(
        world.arbitrator2, case, offer=HALF, ground=ground, reasons="It is 100% green.", cites=[1]
    )
    appeals.appeal(world.as_buyer, case, text="More.")
    assignment.take_next(world.arbitrator)
    rulings.issue_ruling(
        world.arbitrator,
        case,
        offer=Offer(Solution.RETURN_AND_REFUND, PAID),
        ground=ground,
        reasons="All of it, for the goods.",
        cites=[1],
    )
    due_at = world.again(case).due_at
    assert due_at is not None
    enforce_at(due_at)
    with clock.shifted(timedelta(days=8)):
        returns.ship_return(world.as_buyer, case, carrier="Correos", tracking="CX%1")
        returns.report_return_delivered(Actor(None, Party.PLATFORM), case, delivered_at=clock.now())
        returns.confirm_return(world.as_seller, case)
        assert outbox.deliver_outbox().delivered == 1
    return world.again(case)


def test_the_chain_recomputes_from_the_rows() -> None:
    world = World()
    for case in [long_case(world), *[world.case(state) for state in State]]:
        previous = ""
        for number, event in enumerate(case.events.all(), start=1):
            assert event.number == number
            assert event.previous_hash == previous
            assert is_intact(event)
            previous = event.hash
        now = world.again(case)
        assert (now.event_count, now.chain_head) == (number, previous)


def test_any_change_of_a_line_breaks_its_hash() -> None:
    world = World()
    event = world.case(State.RULED).events.last()
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
    case = world.case(state)
    at = ""
    for event in case.events.all():
        assert event.from_state == at
        at = event.to_state
    assert (at, event.due_at) == (case.state, case.due_at)


def test_the_time_never_runs_backwards() -> None:
    instants = list(long_case(World()).events.values_list("at", flat=True))
    assert instants == sorted(instants)


def test_all_that_happened_in_words() -> None:
    case = long_case(World())
    delivered = case.events.get(kind=EventKind.RETURN_DELIVERED)
    said = [sentence(event) for event in case.events.all()]
    back = "a refund of $23.00 for the returned item, the seller paying the return"
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
        "The file was closed. An arbitrator now decides on the evidence in it.",
        (
            f"The platform replaced its ruling on appeal: {back}. Ground: The item differs from "
            "its listing."
        ),
        f"The ruling became final and is carried out: {back}.",
        "The buyer sent the item back with Correos, tracking CX%1.",
        f"The return was delivered on {delivered.at:%-d %b %Y, %H:%M} (UTC+00:00).",
        "The seller confirmed the return.",
        "The refund of $23.00 was paid to the buyer.",
    ]


def test_what_the_long_case_did_not_tell() -> None:
    world = World()
    told: list[tuple[Dispute, str]] = []

    case = world.case(State.WITHDRAWN)
    told.append((case, "The buyer withdrew the request."))
    case = world.case(State.RESOLVED)
    told.append((case, "The seller accepted the buyer's request: a refund of $23.00."))
    case = world.case(State.NEGOTIATING)
    negotiation.propose(world.as_seller, case, offer=Offer(Solution.NO_REFUND))
    negotiation.accept(world.as_buyer, case, case.proposals.get(party=Party.SELLER))
    told.append((case, "The buyer accepted the seller's proposal: no refund."))
    case = world.case(State.HEARING)
    told.append((case, "The buyer asked the platform to decide."))
    case = world.case(State.HEARING)
    statements.add_evidence(world.as_buyer, case, text="See.")
    told.append((case, "The buyer added evidence 3."))
    case = world.case(State.HEARING)
    record_seen(world.as_buyer, case, list(case.evidence.all()))
    told.append((case, "The buyer saw evidence 2 for the first time."))
    case = world.case(State.HEARING)
    statements.add_evidence(world.as_buyer, case, text="See.")
    record_seen(world.as_seller, case, list(case.evidence.all()))
    told.append((case, "The seller saw evidence 1 and 3 for the first time."))
    case = world.file()
    revisions.change_evidence(world.as_buyer, case, case.evidence.get(), text="Teal.")
    told.append((case, "The buyer changed evidence 1."))
    case = world.case(State.HEARING)
    revisions.change_evidence(world.as_seller, case, case.evidence.get(number=2), text="As listed.")
    told.append((case, "The seller changed evidence 2."))
    case = world.case(State.RULED)
    appeals.appeal(world.as_seller, case, text="Look at the listing.")
    told.append((case, "The seller added evidence 3."))
    assert sentence(case.events.get(kind=EventKind.APPEALED)) == "The seller appealed the ruling."

    for case, text in told:
        event = case.events.last()
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
    case = world.case(state)
    assert case.due_at is not None
    enforce_at(case.due_at)
    event = case.events.last()
    assert event is not None
    assert sentence(event) == text


def test_a_rejection_and_a_contested_return() -> None:
    world = World()
    case = world.case(State.NEGOTIATING)
    assert [sentence(event) for event in case.events.all()][1:] == [
        "The seller rejected the request.",
        "The seller added evidence 2.",
    ]
    case = world.case(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, case, text="Empty.", files=[photo])
    assert [sentence(event) for event in case.events.all()][-2:] == [
        "The seller contested the return. The platform hears both sides.",
        "The seller added evidence 2.",
    ]


def propose_and_send_back(world: World, case: Dispute) -> None:
    """Handed back by the supervisor, ruled by the first arbitrator, not approved by the second."""
    assignment.reassign(world.supervisor, case, to=world.supervisor)
    assignment.hand_back(world.supervisor, case, comment="I have to leave.")
    assignment.reassign(world.supervisor, case, to=world.arbitrator)
    rulings.issue_ruling(
        world.arbitrator, case, offer=HALF, ground=ground_for(HALF), reasons="Green.", cites=[1]
    )
    assignment.reassign(world.supervisor, case, to=world.arbitrator2)
    approval.send_ruling_back(world.arbitrator2, case, comment="The label says blue.")


def test_what_happened_at_the_desk_is_told_without_its_words() -> None:
    world = World()
    Policy.objects.update(large_amounts={})
    case = world.case(State.AWAITING_RULING)
    propose_and_send_back(world, case)
    assert [sentence(event) for event in case.events.all()][-6:] == [
        "The case was given to another arbitrator.",
        "The arbitrator handed the case back. It waits for the next one.",
        "The case was given to another arbitrator.",
        "An arbitrator has written a ruling. A second one looks at it, as the amount is large.",
        "The case was given to another arbitrator.",
        "The second arbitrator sent the ruling back, to be thought over once more.",
    ]
    rulings.issue_ruling(
        world.arbitrator, case, offer=HALF, ground=ground_for(HALF), reasons="Blue.", cites=[1]
    )
    assignment.take_next(world.arbitrator2)
    approval.approve_ruling(world.arbitrator2, case)
    event = case.events.last()
    assert event is not None
    assert sentence(event) == (
        "The platform ruled: a refund of $11.50. Ground: The item differs from its listing. A "
        "second arbitrator approved it, as the amount is large."
    )


def taken_over_and_cut(world: World) -> None:
    """Both, as nobody can do: its request is gone from the table; part of it is refunded."""
    taken, cut = world.file(), world.file()
    taken.proposals.update(status=ProposalStatus.LAPSED)
    OrderLine.objects.filter(pk=cut.line_id).update(refunded_minor=1)
    assert cut.due_at is not None
    enforce_at(cut.due_at)
    due.let_arbitrator_decide(world.supervisor, taken)


def test_every_kind_of_event_is_told_somewhere_here() -> None:
    world = World()
    long_case(world)
    for state in State:
        case = world.case(state)
        if case.due_at is not None and state != State.RULED:
            enforce_at(case.due_at)
    case = world.case(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, case, text="Empty.", files=[photo])
    record_seen(world.as_buyer, case, list(case.evidence.all()))
    revisions.change_evidence(
        world.as_seller, case, case.evidence.get(number=2), text="A stone in it."
    )
    Policy.objects.update(large_amounts={})
    case = world.case(State.AWAITING_RULING)
    propose_and_send_back(world, case)
    correct_order(case.line.order, source="the carrier", carrier="Correos")
    taken_over_and_cut(world)
    with clock.shifted(timedelta(days=800)):
        retention.erase_closed()
    for event in Event.objects.all():
        assert sentence(event).endswith((".", "please."))
        json.dumps(event.data)
    assert set(Event.objects.values_list("kind", flat=True)) == set(EventKind)


def test_a_stale_page_learns_the_last_step_and_its_time() -> None:
    world = World()
    case = world.case(State.NEGOTIATING)
    statements.add_evidence(world.as_buyer, case, text="See.")  # changes no state
    rejected = case.events.get(kind=EventKind.REJECTED)
    assert what_happened(case) == (
        f"This is no longer possible. On {rejected.at:%-d %b %Y, %H:%M} (UTC+00:00): "
        "The seller rejected the request."
    )
    assert what_happened(world.file()) == "This is not possible now. The page shows what is."
    assert case.due_at is not None
    assert f"{case.due_at:%-d %b %Y, %H:%M} (UTC+00:00)" in too_late(case)


def test_the_same_words_twice_have_different_hashes() -> None:
    """Else, once they are erased, whoever guesses a short text could see that it is right."""
    world = World()
    first, second = (case.events.get() for case in (world.file(), world.file()))
    others = {"salt", "files", "line"}
    same = {key: value for key, value in first.data.items() if key not in others}
    assert same == {key: value for key, value in second.data.items() if key not in others}
    assert first.data_hash != second.data_hash


def test_what_holds_no_words_needs_no_salt() -> None:
    event = World().case(State.WITHDRAWN).events.last()
    assert event is not None
    assert event.data == {}
