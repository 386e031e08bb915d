"""A buyer changes the request of a case, or takes it back."""

from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act, act_on_all
from disputes.kernel.changes import Change
from disputes.kernel.settlement import offer_data, put_forward
from disputes.models import Dispute, Policy, Reason
from disputes.permissions import Actor, declares, no_exit
from disputes.rules.solutions import Offer, check
from disputes.rules.texts import check_length
from disputes.states import EventKind, Party, ProposalStatus, Solution, Verb


def _changes_left(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.changes < dispute.policy.request_changes:
        return None
    return Refused(
        Code.LIMIT_REACHED,
        _("You have changed your request about this item %(number)d times, which is the most.")
        % {"number": dispute.changes},
    )


@declares(
    Verb.CHANGE,
    by={Party.BUYER: Dispute.change},
    leaves=EventKind.CHANGED,
    check=_changes_left,
)
def change_request(actor: Actor, dispute: Dispute, *, offer: Offer, text: str = "") -> None:
    """The buyer asks for something else; the seller has the whole time to answer again."""
    text = check_length(text)
    with act(actor, dispute, Verb.CHANGE) as change:
        locked = change.dispute
        offer = check_request(
            offer,
            locked.snapshot.paid_minor,
            locked.currency,
            locked.policy,
            left_minor=change.left_minor,
            may_return=locked.may_return,
        )
        before = change.live[Party.BUYER]
        if offer == before.offer and text in ("", before.text):
            raise Refused(
                Code.SOLUTION_INVALID,
                _("This is what you ask for already. Change the solution or the amount."),
                field="solution",
            )
        locked.change(change.now)
        request = put_forward(change, offer, text or before.text)
        change.record_event(
            EventKind.CHANGED, **offer_data(offer, locked.currency), text=request.text
        )


def _may_withdraw(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_shipped_at is None:
        return no_exit(dispute)
    return Refused(
        Code.NOT_ALLOWED,
        _("The goods have gone back already, so this request can no longer be withdrawn."),
    )


@declares(
    Verb.WITHDRAW,
    by={Party.BUYER: Dispute.withdraw},
    leaves=EventKind.WITHDRAWN,
    check=_may_withdraw,
)
def withdraw(actor: Actor, *disputes: Dispute) -> None:
    """The buyer takes the request back, before a ruling is written. A new one is possible while the
    window lasts, and not more often than `Policy.applications_per_line` says. Of several cases all
    are withdrawn, or none."""

    def body(change: Change) -> None:
        change.dispute.withdraw(change.now)
        for party in list(change.live):
            change.end(party, ProposalStatus.LAPSED)
        change.record_event(EventKind.WITHDRAWN)

    act_on_all(actor, disputes, Verb.WITHDRAW, body)


def check_reason(reason: Reason, *, received: bool, undispatched: bool = False) -> None:
    """Refused where this is none that can be chosen of what came, or did not, or was not sent."""
    fitting = Reason.objects.to_choose(received=received, undispatched=undispatched)
    if not fitting.filter(pk=reason.pk).exists():
        raise Refused(Code.REASON_INVALID, _("Choose the reason that fits best."), field="reason")


def check_request(
    offer: Offer,
    paid_minor: int,
    currency: str,
    policy: Policy,
    *,
    left_minor: int,
    may_return: bool,
) -> Offer:
    if offer.solution == Solution.NO_REFUND:
        raise Refused(
            Code.SOLUTION_INVALID, _("Choose the solution that you ask for."), field="solution"
        )
    return check(
        offer,
        paid_minor=paid_minor,
        left_minor=left_minor,
        currency=currency,
        may_return=may_return,
        freight_percent=policy.freight_percent,
    )
