"""What follows, state by state, when a clock runs out. Nobody can block a case by silence."""

from collections.abc import Callable

from arbitration.background.unruled import end_unruled
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from arbitration.verbs.assignment import reassign_late
from disputes.kernel.changes import Change
from disputes.kernel.final_rulings import carry_out_ruling
from disputes.kernel.settlement import address_return, conclude, offer_data, pay
from disputes.states import PLATFORM_STATES, EventKind, Party, ProposalStatus, Solution, State
from disputes.verbs.evidence import close_evidence
from sellers.kernel.breaches import record_broken_agreement, record_silence


def carry_out_consequence(change: Change, eligible: EligibleArbitrators) -> None:
    """Build what the platform does to a case whose clock has run out; nothing is saved here."""
    state = State(change.dispute.state)
    if state in PLATFORM_STATES and change.dispute.is_last_round:
        end_unruled(change)
    elif state in PLATFORM_STATES:
        reassign_late(change, eligible)
    else:
        _CONSEQUENCES[state](change)


def _force_request(change: Change) -> None:
    """The seller stayed silent: what the buyer asked for is carried out, and it costs points."""
    request = change.live[Party.BUYER]
    address_return(change, Solution(request.solution))
    change.dispute.force(change.now, Solution(request.solution))
    conclude(change, request, ProposalStatus.IMPOSED)
    change.record_event(EventKind.FORCED, **offer_data(request.offer, request.currency))
    record_silence(change)


def _hear(change: Change) -> None:
    change.dispute.escalate(change.now)
    change.record_event(EventKind.ESCALATED)


def _waive_return(change: Change) -> None:
    """The seller has not said where the goods go, so the buyer keeps them and is paid."""
    change.dispute.end_return(change.now)
    pay(change)
    change.record_event(EventKind.RETURN_WAIVED)


def _end_unsent_return(change: Change) -> None:
    change.dispute.end_return(change.now)
    change.record_event(EventKind.RETURN_LAPSED)


def _pass_return(change: Change) -> None:
    change.dispute.end_return(change.now)
    pay(change)
    change.record_event(EventKind.RETURN_PASSED)
    record_broken_agreement(change)


_CONSEQUENCES: dict[State, Callable[[Change], None]] = {
    State.AWAITING_SELLER: _force_request,
    State.NEGOTIATING: _hear,
    State.HEARING: close_evidence,
    State.RULED: carry_out_ruling,
    State.AWAITING_ADDRESS: _waive_return,
    State.AWAITING_RETURN: _end_unsent_return,
    State.RETURN_IN_TRANSIT: _pass_return,
}
