"""What follows when the platform's own time is over: a case ends without a ruling, and nobody pays
for the platform's lateness with points."""

from arbitration.kernel.terms import RulingTerms
from arbitration.verbs.approval import proposed_ruling
from arbitration.verbs.rulings import rule
from disputes.kernel.changes import Change
from disputes.kernel.final_rulings import carry_out_ruling
from disputes.kernel.settlement import address_return, conclude, offer_data, put_forward
from disputes.models import Proposal
from disputes.permissions import latest_offers
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, ProposalStatus, Solution, State


def end_unruled(change: Change) -> None:
    """A ruling that is written counts without a second signature. Else, on appeal, the ruling that
    stands is carried out; and without any ruling, what the buyer asks for: of the two sides, the
    one that waits for its money should not lose by waiting."""
    if change.dispute.proposed_by_id is not None:
        _issue(change)
    elif change.dispute.state == State.APPEALED:
        _let_ruling_stand(change)
    else:
        _carry_out_request(change)


def _issue(change: Change) -> None:
    proposed = proposed_ruling(change.dispute)
    assert proposed is not None, "somebody wrote it"
    terms = RulingTerms(proposed.offer, proposed.ground, proposed.reasons, tuple(proposed.cites))
    evidence = list(change.dispute.evidence.filter(number__in=proposed.cites))
    rule(change, terms, evidence, arbitrator=proposed.author)


def _let_ruling_stand(change: Change) -> None:
    """It costs the store no points where its own appeal was never decided."""
    counts = change.dispute.seller_appealed_at is None
    change.record_event(EventKind.NOT_RULED, counts=counts)
    carry_out_ruling(change, counts=counts)


def _carry_out_request(change: Change) -> None:
    request = _request(change)
    put_forward_now = {"put_forward": True} if request.party == Party.PLATFORM else {}
    address_return(change, Solution(request.solution))
    change.dispute.end_unruled(change.now, Solution(request.solution))
    conclude(change, request, ProposalStatus.IMPOSED)
    offered = offer_data(request.offer, request.currency)
    change.record_event(EventKind.NOT_RULED, **offered, **put_forward_now)


def _request(change: Change) -> Proposal:
    """What the buyer has on the table; where that fell with a return that was contested, the money
    for what went back."""
    live = change.live.get(Party.BUYER)
    if live is not None and (
        live.solution != Solution.RETURN_AND_REFUND or change.dispute.may_return
    ):
        return live
    asked = latest_offers(change.dispute)[Party.BUYER]
    return put_forward(change, Offer(Solution.REFUND, asked.amount_minor), "")
