"""Each clock at the second before, at, and after; and what the platform then does, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from arbitration.verbs import assignment, evidence_requests, rulings
from disputes.errors import Code
from disputes.models import Dispute, Ground, OutboxMessage, Refund
from disputes.rules.solutions import Offer
from disputes.states import (
    EventKind,
    Party,
    ProposalStatus,
    SettledBy,
    Solution,
    State,
)
from disputes.verbs import appeals, evidence, negotiation, refund_requests, returns
from sellers.models import Breach, Penalty
from sellers.states import Trigger
from tests.support.moments import IN_TIME, enforce_at, moment, settle_at
from tests.support.rows import everything, refused
from tests.support.terms import BOTH, HALF, PAID, RETURN_AND_REFUND, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

# State → days of its clock, where it leads, how the case is then settled, whether money moves,
# which rule the store may have broken by it, what the history says.
CONSEQUENCES: list[tuple[State, int, State, str, bool, Trigger | None, EventKind]] = [
    (
        State.AWAITING_SELLER,
        5,
        State.RESOLVED,
        SettledBy.SELLER_SILENCE,
        True,
        Trigger.NO_RESPONSE,
        EventKind.FORCED,
    ),
    (State.NEGOTIATING, 7, State.HEARING, "", False, None, EventKind.ESCALATED),
    (State.HEARING, 3, State.AWAITING_RULING, "", False, None, EventKind.EVIDENCE_CLOSED),
    (State.AWAITING_RULING, 2, State.AWAITING_RULING, "", False, None, EventKind.REASSIGNED),
    (
        State.RULED,
        7,
        State.RESOLVED,
        SettledBy.RULING,
        True,
        Trigger.RULING_LOST,
        EventKind.RULING_CARRIED_OUT,
    ),
    (State.APPEALED, 5, State.APPEALED, "", False, None, EventKind.REASSIGNED),
    (
        State.AWAITING_RETURN,
        10,
        State.RESOLVED,
        SettledBy.AGREEMENT,
        False,
        None,
        EventKind.RETURN_LAPSED,
    ),
    (
        State.RETURN_IN_TRANSIT,
        30,
        State.RESOLVED,
        SettledBy.AGREEMENT,
        True,
        None,
        EventKind.RETURN_PASSED,
    ),
]


@pytest.mark.parametrize(("state", "days"), [row[:2] for row in CONSEQUENCES])
def test_a_clock_runs_the_policys_days_from_the_step_that_started_it(
    state: State, days: int
) -> None:
    dispute = World().dispute_in(state)
    started = dispute.events.filter(to_state=state).exclude(from_state=state).get()
    assert dispute.due_at == started.due_at == started.at + days * DAY


@pytest.mark.parametrize(
    ("state", "_days", "leads", "settled_by", "pays", "breaks", "kind"), CONSEQUENCES
)
@pytest.mark.parametrize("late", [timedelta(), SECOND, 3 * DAY])
def test_what_follows_from_the_deadline_on_and_once(
    state: State,
    _days: int,
    leads: State,
    settled_by: str,
    pays: bool,
    breaks: Trigger | None,
    kind: EventKind,
    late: timedelta,
) -> None:
    world = World()
    dispute = world.dispute_in(state)
    assert dispute.due_at is not None
    before = everything()
    assert enforce_at(dispute.due_at - IN_TIME) == 0
    assert everything() == before

    assert enforce_at(dispute.due_at + late) == 1
    after, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (after.state, after.settled_by) == (leads, settled_by)
    assert after.event_count == dispute.event_count + 1
    assert (event.kind, event.party, event.actor) == (kind, Party.PLATFORM, None)
    assert (event.from_state, event.to_state, event.due_at) == (state, leads, after.due_at)
    assert event.at >= dispute.due_at + late
    assert Refund.objects.count() == OutboxMessage.objects.count() == int(pays)
    noted = [(breach.trigger, breach.at) for breach in Breach.objects.all()]
    assert noted == ([] if breaks is None else [(breaks, dispute.due_at)])

    once = everything()
    assert enforce_at(dispute.due_at + late) == 0
    assert everything() == once


def test_the_sellers_silence_imposes_the_request_and_costs_points() -> None:
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    settle_at(dispute.due_at)
    forced, penalty, request = world.again(dispute), Penalty.objects.get(), dispute.proposals.get()
    assert (forced.settlement, request.status) == (request, ProposalStatus.IMPOSED)
    assert request.answered_at == forced.closed_at
    assert Refund.objects.get().amount_minor == PAID
    assert (penalty.store, penalty.breach.dispute) == (world.store, dispute)
    assert (penalty.rule.code, penalty.points) == ("no_response", 3)
    assert penalty.given_at == dispute.due_at
    assert penalty.expires_at == dispute.due_at + 365 * DAY


def test_a_forced_return_waits_for_the_goods() -> None:
    world = World()
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    forced, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert (forced.state, forced.settled_by) == (State.AWAITING_RETURN, SettledBy.SELLER_SILENCE)
    assert forced.due_at == event.at + 10 * DAY
    assert not Refund.objects.exists()
    assert Breach.objects.get().trigger == Trigger.NO_RESPONSE


def test_what_was_changed_last_is_what_is_forced() -> None:
    world = World()
    dispute = world.open_dispute()
    refund_requests.change_request(world.as_buyer, dispute, offer=Offer(Solution.REFUND, 900))
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    assert Refund.objects.get().amount_minor == 900


# Parties after the deadline, while nobody has enforced it

LATE: list[tuple[State, Callable[[World, Dispute], None]]] = [
    (State.AWAITING_SELLER, lambda w, c: negotiation.accept(w.as_seller, c, c.proposals.get())),
    (State.AWAITING_SELLER, lambda w, c: negotiation.reject(w.as_seller, c, text="Blue.")),
    (State.AWAITING_SELLER, lambda w, c: negotiation.propose(w.as_seller, c, offer=HALF)),
    (State.AWAITING_SELLER, lambda w, c: refund_requests.change_request(w.as_buyer, c, offer=HALF)),
    (State.AWAITING_SELLER, lambda w, c: refund_requests.withdraw(w.as_buyer, c)),
    (State.NEGOTIATING, lambda w, c: negotiation.accept(w.as_seller, c, c.proposals.get())),
    (State.NEGOTIATING, lambda w, c: negotiation.propose(w.as_buyer, c, offer=HALF)),
    (State.NEGOTIATING, lambda w, c: negotiation.escalate(w.as_buyer, c)),
    (State.HEARING, lambda w, c: evidence.add_evidence(w.as_buyer, c, text="See.")),
    (State.HEARING, lambda w, c: evidence.finish_evidence(w.as_seller, c)),
    (State.AWAITING_RULING, lambda w, c: refund_requests.withdraw(w.as_buyer, c)),
    (State.RULED, lambda w, c: appeals.appeal(w.as_seller, c, text="Too much.")),
    (State.APPEALED, lambda w, c: evidence.add_evidence(w.as_seller, c, text="See.")),
    (
        State.AWAITING_RETURN,
        lambda w, c: returns.ship_return(w.as_buyer, c, carrier="Correos", tracking="CX1"),
    ),
    (State.RETURN_IN_TRANSIT, lambda w, c: returns.confirm_return(w.as_seller, c)),
]


@pytest.mark.parametrize(("state", "verb"), LATE)
def test_an_act_counts_to_the_last_second_and_no_longer(
    state: State, verb: Callable[[World, Dispute], None]
) -> None:
    world = World()
    dispute, other = world.dispute_in(state), world.dispute_in(state)
    assert dispute.due_at is not None
    assert other.due_at is not None
    for late in (timedelta(), SECOND, DAY):
        says = "The time for this ended on"
        with moment(dispute.due_at + late), refused(Code.TOO_LATE, says=says):
            verb(world, dispute)
    with moment(other.due_at - IN_TIME):
        verb(world, other)
    assert world.again(other).event_count > other.event_count


def test_an_arbitrator_too_can_be_too_late() -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    dispute = assignment.take_next(world.arbitrator)
    ground = Ground.objects.get(code="minor_difference")
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        with refused(Code.TOO_LATE):
            rulings.issue_ruling(
                world.arbitrator,
                dispute,
                offer=HALF,
                ground=ground,
                reasons=reasons_for(1),
                cites=[1],
            )
        with refused(Code.TOO_LATE):
            evidence_requests.request_evidence(
                world.arbitrator, dispute, of=BOTH, text="More, please."
            )
    with moment(dispute.due_at - IN_TIME):
        rulings.issue_ruling(
            world.arbitrator,
            dispute,
            offer=HALF,
            ground=ground,
            reasons=reasons_for(1),
            cites=[1],
        )
    assert world.again(dispute).state == State.RULED
