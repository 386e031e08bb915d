"""The two sides talk: reject, propose, accept, or ask the platform."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act, act_on_all
from disputes.kernel.changes import Change
from disputes.kernel.settlement import (
    address_return,
    check_left,
    conclude,
    offer_data,
    put_forward,
)
from disputes.models import Attachment, Dispute, Proposal
from disputes.permissions import Actor, declares, no_exit
from disputes.rules.addresses import Address
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer, check
from disputes.rules.texts import check_length, check_text
from disputes.states import (
    OTHER_SIDE,
    TALKING_STATES,
    EventKind,
    Party,
    ProposalStatus,
    Solution,
    State,
    Verb,
)
from disputes.verbs.evidence import leave_time_to_answer, record_evidence


def _is_offered(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if refused := no_exit(dispute):
        return refused
    theirs = OTHER_SIDE[actor.party]
    # Of several cases at once they are read already.
    if any((p.party, p.status) == (theirs, ProposalStatus.LIVE) for p in dispute.proposals.all()):
        return None
    return Refused(Code.STALE, _("The other side has nothing on the table that you could accept."))


@declares(
    Verb.ACCEPT,
    by={Party.BUYER: TALKING_STATES | {State.AWAITING_RULING}, Party.SELLER: Dispute.agree},
    leaves=EventKind.ACCEPTED,
    check=_is_offered,
)
def accept(
    actor: Actor, dispute: Dispute, proposal: Proposal, *, address: Address | None = None
) -> None:
    """Accept what the other side has on the table; it is carried out at once.

    `proposal` is the one that the page showed: if it was replaced in the meantime, nothing is
    accepted, so that nobody agrees to an amount they have not seen. A seller can say with it to
    which `address` the goods go back; else they go to the store's.
    """
    accept_all(actor, {dispute: proposal}, address=address)


def accept_all(
    actor: Actor, offered: Mapping[Dispute, Proposal], *, address: Address | None = None
) -> None:
    """Accept what is on the table in each of these cases, or in none."""
    shown = {dispute.pk: proposal for dispute, proposal in offered.items()}

    def body(change: Change) -> None:
        proposal = _offered(change, shown[change.dispute.pk])
        check_left(change, proposal.offer)
        solution = Solution(proposal.solution)
        address_return(change, solution, address if actor.party == Party.SELLER else None)
        change.dispute.agree(change.now, solution)
        conclude(change, proposal, ProposalStatus.ACCEPTED)
        change.record_event(EventKind.ACCEPTED, **offer_data(proposal.offer, proposal.currency))

    act_on_all(actor, list(offered), Verb.ACCEPT, body)


@declares(Verb.REJECT, by={Party.SELLER: Dispute.start_negotiation}, leaves=EventKind.REJECTED)
def reject(actor: Actor, *disputes: Dispute, text: str, files: Sequence[Attachment] = ()) -> None:
    """The seller refuses the request, with reasons; both have the negotiation's time to agree.

    The request stays on the table: the seller may still come round and accept it. Of several cases
    all are rejected, or none.
    """
    text = check_text(text, sentence=_("Say why you reject the request."))

    def body(change: Change) -> None:
        change.dispute.start_negotiation(change.now, change.dispute.blocked_until)
        change.record_event(EventKind.REJECTED)
        record_evidence(change, text, files, copied=change.dispute.pk != disputes[0].pk)

    act_on_all(actor, disputes, Verb.REJECT, body)


@declares(
    Verb.PROPOSE,
    by={Party.BUYER: TALKING_STATES, Party.SELLER: TALKING_STATES | {State.AWAITING_SELLER}},
    leaves=EventKind.PROPOSED,
)
def propose(actor: Actor, dispute: Dispute, *, offer: Offer, text: str = "") -> None:
    """Put another solution on the table, beside the other side's.

    The seller's first one answers the request and starts the negotiation.
    """
    text = check_length(text)
    with act(actor, dispute, Verb.PROPOSE) as change:
        locked = change.dispute
        offer = check(
            offer,
            paid_minor=locked.snapshot.paid_minor,
            left_minor=change.left_minor,
            currency=locked.currency,
            may_return=locked.may_return,
            freight_percent=locked.policy.freight_percent,
        )
        _check_news(change, offer, text)
        if locked.state == State.AWAITING_SELLER:
            locked.start_negotiation(change.now, locked.blocked_until)
        put_forward(change, offer, text)
        moved = leave_time_to_answer(change)
        offered = offer_data(offer, locked.currency)
        change.record_event(EventKind.PROPOSED, **offered, text=text, **moved)


def _is_due(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.blocked_until is None or now >= dispute.blocked_until:
        return None
    return Refused(
        Code.STILL_IN_TRANSIT,
        _(
            "The parcel is still inside its promised delivery time. You can ask the "
            "platform to decide from %(instant)s."
        )
        % {"instant": instant(dispute.blocked_until)},
    )


@declares(
    Verb.ESCALATE,
    by={Party.BUYER: Dispute.escalate, Party.SELLER: Dispute.escalate},
    leaves=EventKind.ESCALATED,
    check=_is_due,
)
def escalate(actor: Actor, *disputes: Dispute) -> None:
    """Ask the platform to decide. Both sides then complete their evidence."""

    def body(change: Change) -> None:
        change.dispute.escalate(change.now)
        change.record_event(EventKind.ESCALATED)

    act_on_all(actor, disputes, Verb.ESCALATE, body)


def _offered(change: Change, shown: Proposal) -> Proposal:
    offered = change.live.get(OTHER_SIDE[change.actor.party])
    if offered is None or offered.pk != shown.pk:
        raise Refused(
            Code.STALE,
            _("This proposal is no longer on the table. Look at the page again before you accept."),
        )
    return offered


def _check_news(change: Change, offer: Offer, text: str) -> None:
    """The same proposal twice, or the other side's own, is no new proposal."""
    mine = change.live.get(change.actor.party)
    if mine is not None and mine.offer == offer and text in ("", mine.text):
        raise Refused(
            Code.SOLUTION_INVALID,
            _("This is what you propose already. Change the solution or the amount."),
            field="solution",
        )
    theirs = change.live.get(OTHER_SIDE[change.actor.party])
    if theirs is not None and theirs.offer == offer:
        raise Refused(
            Code.SOLUTION_INVALID,
            _("The other side proposes exactly this. Accept it instead."),
            field="solution",
        )
