"""The two sides talk: reject, propose, accept, or ask the platform."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.changes import Change
from disputes.kernel.settlement import check_left, conclude, offer_data, put_forward
from disputes.models import Attachment, Dispute, Proposal
from disputes.permissions import Actor
from disputes.rules.solutions import Offer, check
from disputes.rules.texts import check_length, check_text
from disputes.states import OTHER_SIDE, EventKind, ProposalStatus, Solution, State, Verb
from disputes.verbs.evidence import record_evidence


def accept(actor: Actor, dispute: Dispute, proposal: Proposal) -> None:
    """Accept what the other side has on the table; it is carried out at once.

    `proposal` is the one that the page showed: if it was replaced in the meantime, nothing is
    accepted, so that nobody agrees to an amount they have not seen.
    """
    with act(actor, dispute, Verb.ACCEPT) as change:
        offered = _offered(change, proposal)
        check_left(change, offered.offer)
        change.dispute.agree(change.now, Solution(offered.solution))
        conclude(change, offered, ProposalStatus.ACCEPTED)
        change.record_event(EventKind.ACCEPTED, **offer_data(offered.offer, offered.currency))


def reject(actor: Actor, dispute: Dispute, *, text: str, files: Sequence[Attachment] = ()) -> None:
    """The seller refuses the request, with reasons; both have the negotiation's time to agree.

    The request stays on the table: the seller may still come round and accept it.
    """
    text = check_text(text, sentence=_("Say why you reject the request."))
    with act(actor, dispute, Verb.REJECT) as change:
        change.dispute.start_negotiation(change.now, change.dispute.blocked_until)
        change.record_event(EventKind.REJECTED)
        record_evidence(change, text, files)


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
        )
        _check_news(change, offer, text)
        if locked.state == State.AWAITING_SELLER:
            locked.start_negotiation(change.now, locked.blocked_until)
        put_forward(change, offer, text)
        change.record_event(EventKind.PROPOSED, **offer_data(offer, locked.currency))


def escalate(actor: Actor, dispute: Dispute) -> None:
    """Ask the platform to decide. Both sides then complete their evidence."""
    with act(actor, dispute, Verb.ESCALATE) as change:
        change.dispute.escalate(change.now)
        change.record_event(EventKind.ESCALATED)


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
