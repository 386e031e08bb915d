"""Every state with every transition of the machine, and with every verb of every party."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django_fsm import TransitionNotAllowed

from arbitration.verbs import approval, assignment, evidence_requests, rulings
from disputes.errors import Code, Refused
from disputes.models import Dispute, Ground, Policy, Proposal, Reason
from disputes.permissions import DECLARED, Actor
from disputes.rules.addresses import Address
from disputes.rules.solutions import Offer
from disputes.states import (
    OTHER_SIDE,
    PLATFORM_STATES,
    RETURN_STATES,
    FreightPayer,
    Party,
    ProposalStatus,
    ReturnClaim,
    SettledBy,
    Solution,
    State,
    Verb,
)
from disputes.verbs import (
    appeals,
    evidence,
    evidence_revisions,
    freight,
    late_goods,
    messages,
    negotiation,
    refund_requests,
    return_addresses,
    returns,
)
from tests.support.people import make_user
from tests.support.rows import everything
from tests.support.terms import BOTH, HALF, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

# The machine

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
REFUND, RETURN = Solution.REFUND, Solution.RETURN_AND_REFUND
UNSETTLED = {State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING, State.AWAITING_RULING}

# Transition and arguments → where it leads, from each state that it may start from.
MACHINE: list[tuple[str, tuple[Any, ...], dict[State, State]]] = [
    ("change", (NOW,), {State.AWAITING_SELLER: State.AWAITING_SELLER}),
    ("start_negotiation", (NOW, None), {State.AWAITING_SELLER: State.NEGOTIATING}),
    ("withdraw", (NOW,), dict.fromkeys(UNSETTLED, State.WITHDRAWN)),
    ("agree", (NOW, REFUND), dict.fromkeys(UNSETTLED, State.RESOLVED)),
    ("agree", (NOW, RETURN), dict.fromkeys(UNSETTLED, State.AWAITING_ADDRESS)),
    ("force", (NOW, REFUND), {State.AWAITING_SELLER: State.RESOLVED}),
    ("force", (NOW, RETURN), {State.AWAITING_SELLER: State.AWAITING_ADDRESS}),
    ("escalate", (NOW,), {State.NEGOTIATING: State.HEARING}),
    (
        "ask",
        (NOW, BOTH, NOW),
        {State.AWAITING_RULING: State.HEARING, State.APPEALED: State.APPEALED},
    ),
    ("hold", (NOW, NOW), {State.AWAITING_SELLER: State.AWAITING_SELLER}),
    (
        "report_arrival",
        (NOW,),
        dict.fromkeys(
            {State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING}, State.AWAITING_SELLER
        ),
    ),
    ("close_evidence", (NOW,), {State.HEARING: State.AWAITING_RULING}),
    ("reassign", (NOW, None), {state: state for state in PLATFORM_STATES}),
    ("hand_back", (NOW,), {state: state for state in PLATFORM_STATES}),
    ("propose_ruling", (NOW,), {state: state for state in PLATFORM_STATES}),
    ("send_ruling_back", (NOW,), {state: state for state in PLATFORM_STATES}),
    ("rule", (NOW, [Party.BUYER]), dict.fromkeys(PLATFORM_STATES, State.RULED)),
    ("accept_ruling", (NOW, Party.BUYER), {State.RULED: State.RULED}),
    ("appeal", (NOW, Party.BUYER), {State.RULED: State.APPEALED}),
    (
        "carry_out_ruling",
        (NOW, REFUND, SettledBy.RULING),
        dict.fromkeys({State.RULED, State.APPEALED}, State.RESOLVED),
    ),
    (
        "carry_out_ruling",
        (NOW, RETURN, SettledBy.APPEAL),
        dict.fromkeys({State.RULED, State.APPEALED}, State.AWAITING_ADDRESS),
    ),
    ("end_unruled", (NOW, REFUND), {State.AWAITING_RULING: State.RESOLVED}),
    ("end_unruled", (NOW, RETURN), {State.AWAITING_RULING: State.AWAITING_ADDRESS}),
    (
        "take_over",
        (NOW,),
        dict.fromkeys(
            set(State) - PLATFORM_STATES - {State.RESOLVED, State.WITHDRAWN}, State.AWAITING_RULING
        ),
    ),
    (
        "give_address",
        (NOW, Address("Muelle 5", "ES")),
        dict.fromkeys({State.AWAITING_ADDRESS, State.AWAITING_RETURN}, State.AWAITING_RETURN),
    ),
    (
        "ship_return",
        (NOW, "Correos", "CX1", Offer(RETURN, 500, FreightPayer.SELLER, 200)),
        {State.AWAITING_RETURN: State.RETURN_IN_TRANSIT},
    ),
    ("claim_freight", (NOW, 300), {State.RETURN_IN_TRANSIT: State.RETURN_IN_TRANSIT}),
    ("correct_tracking", ("DHL", "CX2"), {State.RETURN_IN_TRANSIT: State.RETURN_IN_TRANSIT}),
    ("report_return_delivered", (NOW, NOW), {State.RETURN_IN_TRANSIT: State.RETURN_IN_TRANSIT}),
    (
        "contest_return",
        (NOW, ReturnClaim.NOT_ARRIVED, None),
        {State.RETURN_IN_TRANSIT: State.HEARING},
    ),
    (
        "end_return",
        (NOW,),
        dict.fromkeys(RETURN_STATES, State.RESOLVED),
    ),
]


def declared() -> set[tuple[str, str]]:
    """Every transition that the machine itself declares, with each of its sources."""
    field = Dispute._meta.get_field("state")
    return {(t.name, str(t.source)) for t in field.get_all_transitions(Dispute)}


def test_the_table_above_is_the_whole_machine() -> None:
    assert declared() == {
        (name, source.value) for name, _arguments, leads in MACHINE for source in leads
    }


@pytest.mark.parametrize("state", list(State))
def test_exactly_the_declared_transitions_are_possible(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    for name, arguments, leads in MACHINE:
        row = world.again(dispute)
        before = dict(vars(row), _state=None)
        if state in leads:
            getattr(row, name)(*arguments)
            assert row.state == leads[state], name
        else:
            with pytest.raises(TransitionNotAllowed):
                getattr(row, name)(*arguments)
            assert dict(vars(row), _state=None) == before, name


@pytest.mark.parametrize("state", list(State))
def test_a_state_has_a_clock_unless_it_is_final(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    for name, arguments, leads in MACHINE:
        if state in leads:
            row = world.again(dispute)
            getattr(row, name)(*arguments)
            is_final = row.state in (State.RESOLVED, State.WITHDRAWN)
            assert (row.due_at is None, row.closed_at is None) == (is_final, not is_final), name


def test_a_state_cannot_be_written_by_hand() -> None:
    dispute = World().open_dispute()
    with pytest.raises(AttributeError):
        dispute.state = State.RESOLVED


# The verbs

Try = Callable[[World, Dispute, Actor], object]


def _accept(world: World, dispute: Dispute, actor: Actor) -> None:
    other = OTHER_SIDE.get(actor.party, Party.BUYER)
    shown = dispute.proposals.filter(party=other, status=ProposalStatus.LIVE).first()
    negotiation.accept(actor, dispute, shown or Proposal.objects.earliest("id"))


def _rule(world: World, dispute: Dispute, actor: Actor) -> None:
    assert actor.user is not None
    ground = Ground.objects.get(code="minor_difference")
    rulings.issue_ruling(
        actor.user, dispute, offer=HALF, ground=ground, reasons=reasons_for(1), cites=[1]
    )


def _request(world: World, dispute: Dispute, actor: Actor) -> None:
    assert actor.user is not None
    evidence_requests.request_evidence(actor.user, dispute, of=BOTH, text="In daylight, please.")


def _approve(world: World, dispute: Dispute, actor: Actor) -> None:
    assert actor.user is not None
    approval.approve_ruling(actor.user, dispute)


def _send_back(world: World, dispute: Dispute, actor: Actor) -> None:
    assert actor.user is not None
    approval.send_ruling_back(actor.user, dispute, comment="Look at the label again.")


def _hand_back(world: World, dispute: Dispute, actor: Actor) -> None:
    assert actor.user is not None
    assignment.hand_back(actor.user, dispute, comment="I have to leave.")


def _take(world: World, dispute: Dispute, actor: Actor) -> None:
    assert actor.user is not None
    assignment.take_next(actor.user)


def _reassign(world: World, dispute: Dispute, actor: Actor) -> None:
    by = world.supervisor if actor.party == Party.PLATFORM else actor.user
    assert by is not None
    assignment.reassign(by, dispute, to=world.supervisor)


def _contest(world: World, dispute: Dispute, actor: Actor) -> None:
    photo = world.photo(actor.user or world.seller)
    returns.contest_return(actor, dispute, text="Empty.", files=[photo])


def _claim_freight(world: World, dispute: Dispute, actor: Actor) -> None:
    receipt = world.photo(actor.user or world.buyer)
    freight.claim_freight(actor, dispute, amount_minor=300, files=[receipt])


def _report_delivered(world: World, dispute: Dispute, actor: Actor) -> None:
    returns.report_return_delivered(
        actor,
        dispute,
        delivered_at=dispute.return_shipped_at or dispute.opened_at,
        files=[world.photo(actor.user or world.buyer)],
    )


def _change_evidence(world: World, dispute: Dispute, actor: Actor) -> None:
    """The last statement of the actor's side, or another one where it has none."""
    own = dispute.evidence.filter(party=actor.party).last() or dispute.evidence.get(number=1)
    evidence_revisions.change_evidence(actor, dispute, own, text="See.")


def _report_arrival(world: World, dispute: Dispute, actor: Actor) -> None:
    late_goods.report_arrival(
        actor,
        dispute,
        reason=Reason.objects.get(code="colour"),
        offer=HALF,
        text="It is green.",
        files=[world.photo(actor.user or world.buyer)],
    )


TRIES: dict[Verb, Try] = {
    Verb.CHANGE: lambda _, case, actor: refund_requests.change_request(actor, case, offer=HALF),
    Verb.WITHDRAW: lambda _, case, actor: refund_requests.withdraw(actor, case),
    Verb.REPORT_ARRIVAL: _report_arrival,
    Verb.HOLD: lambda _, case, actor: late_goods.hold(actor, case),
    Verb.ACCEPT: _accept,
    Verb.REJECT: lambda _, case, actor: negotiation.reject(actor, case, text="It is blue."),
    Verb.PROPOSE: lambda _, case, actor: negotiation.propose(
        actor, case, offer=Offer(Solution.REFUND, 700)
    ),
    Verb.ESCALATE: lambda _, case, actor: negotiation.escalate(actor, case),
    Verb.ADD_EVIDENCE: lambda _, case, actor: evidence.add_evidence(actor, case, text="See."),
    Verb.CHANGE_EVIDENCE: _change_evidence,
    Verb.FINISH_EVIDENCE: lambda _, case, actor: evidence.finish_evidence(actor, case),
    Verb.SEND_MESSAGE: lambda _, case, actor: messages.send_message(actor, case, text="Hello."),
    Verb.ACCEPT_RULING: lambda _, case, actor: appeals.accept_ruling(actor, case),
    Verb.APPEAL: lambda _, case, actor: appeals.appeal(actor, case, text="Look again."),
    Verb.GIVE_ADDRESS: lambda _, case, actor: return_addresses.give_address(
        actor, case, address="Muelle 5", country="ES"
    ),
    Verb.SHIP_RETURN: lambda _, case, actor: returns.ship_return(
        actor, case, carrier="Correos", tracking="CX1"
    ),
    Verb.CLAIM_FREIGHT: _claim_freight,
    Verb.CORRECT_TRACKING: lambda _, case, actor: returns.correct_tracking(
        actor, case, carrier="DHL", tracking="CX2"
    ),
    Verb.CONFIRM_RETURN: lambda _, case, actor: returns.confirm_return(actor, case),
    Verb.CONTEST_RETURN: _contest,
    Verb.TAKE: _take,
    Verb.REQUEST_EVIDENCE: _request,
    Verb.RULE: _rule,
    Verb.APPROVE: _approve,
    Verb.SEND_BACK: _send_back,
    Verb.HAND_BACK: _hand_back,
    Verb.REASSIGN: _reassign,
    Verb.REPORT_RETURN_DELIVERED: _report_delivered,
}
# Services of the platform alone take its user, so that a side cannot even speak as itself there.
PLATFORMS_OWN = {
    verb for verb, declared in DECLARED.items() if set(declared.by) == {Party.PLATFORM}
}
OF_ITS_JUDGE = {Verb.RULE, Verb.REQUEST_EVIDENCE, Verb.HAND_BACK, Verb.SEND_MESSAGE}
# Here the goods came; see test_late_goods.
OF_WHAT_HAD_NOT_COME = {Verb.REPORT_ARRIVAL, Verb.HOLD}
REVIEWS = {Verb.APPROVE, Verb.SEND_BACK}
# Whoever has asked for evidence may write to both sides; here nobody has.
NOT_TAKEN = (Verb.SEND_MESSAGE, State.HEARING, Party.PLATFORM)
DONE = "done"


def expected(state: State, verb: Verb, party: Party) -> set[str]:
    """What the table of turns makes of it; a set, where two answers are as good."""
    states = DECLARED[verb].by.get(party)
    if states is None:
        return {Code.NOT_FOUND, Code.NOT_ALLOWED} if verb in PLATFORMS_OWN else {Code.NOT_ALLOWED}
    if state in states and (verb, state, party) == NOT_TAKEN:
        return {Code.NOT_ALLOWED}
    if state in states:
        return {Code.NOT_ALLOWED} if verb in OF_WHAT_HAD_NOT_COME else {DONE}
    return {Code.NOTHING_TO_TAKE} if verb == Verb.TAKE else {Code.WRONG_STATE}


def tried(world: World, dispute: Dispute, verb: Verb, actor: Actor) -> str:
    """What comes of it; undone again, and a refusal is shown to have changed nothing."""
    point = transaction.savepoint()
    try:
        if verb in OF_ITS_JUDGE and dispute.state in PLATFORM_STATES:
            assignment.take_next(world.arbitrator2)
            world.hear_out(dispute)
        if verb in REVIEWS and dispute.state in PLATFORM_STATES:
            world.hear_out(dispute)
            _propose(world, dispute)
            assignment.take_next(world.arbitrator2)
        if verb == Verb.CHANGE_EVIDENCE and dispute.state in DECLARED[verb].by.get(actor.party, ()):
            evidence.add_evidence(actor, dispute, text="Mine.")
        if verb == Verb.FINISH_EVIDENCE and dispute.state == State.APPEALED:
            for other in (world.as_buyer, world.as_seller):  # so that each has something to answer
                evidence.add_evidence(other, dispute, text="Mine.")
        before = everything()
        try:
            TRIES[verb](world, dispute, actor)
        except Refused as refused:
            after = everything()
            after["disputes_attachment"] = before[
                "disputes_attachment"
            ]  # held for the form before the act
            assert after == before
            return refused.code
        return DONE
    finally:
        transaction.savepoint_rollback(point)


def _propose(world: World, dispute: Dispute) -> None:
    """Somebody else wrote a ruling, on what counts as a large amount here."""
    Policy.objects.update(large_amounts={})
    author = make_user("arbitrator", "Arbitrators")
    assignment.reassign(world.supervisor, dispute, to=author)
    _rule(world, dispute, Actor(author, Party.PLATFORM))


def case_with_counter(world: World, state: State) -> Dispute:
    """A case in this state where, while the sides can still agree, both have a proposal."""
    talking = state in (State.NEGOTIATING, State.HEARING, State.AWAITING_RULING)
    if not talking:
        return world.dispute_in(state)
    dispute = world.dispute_in(State.NEGOTIATING)
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, 900))
    if state != State.NEGOTIATING:
        negotiation.escalate(world.as_buyer, dispute)
    if state == State.AWAITING_RULING:
        evidence.finish_evidence(world.as_buyer, dispute)
        evidence.finish_evidence(world.as_seller, dispute)
    return world.again(dispute)


def test_every_verb_is_tried() -> None:
    assert set(TRIES) == set(DECLARED) == set(Verb)


@pytest.mark.parametrize("party", list(Party))
@pytest.mark.parametrize("state", list(State))
def test_every_verb_of_every_party_in_every_state(state: State, party: Party) -> None:
    world = World()
    dispute = case_with_counter(world, state)
    actor = {
        Party.BUYER: world.as_buyer,
        Party.SELLER: world.as_seller,
        Party.PLATFORM: Actor(world.arbitrator2, Party.PLATFORM),  # the first may have ruled
    }[party]
    found = {verb: tried(world, dispute, verb, actor) for verb in Verb}
    wrong = {
        verb: (came, expected(state, verb, party))
        for verb, came in found.items()
        if came not in expected(state, verb, party)
    }
    assert wrong == {}
