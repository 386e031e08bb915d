"""What an act of the platform brings about, said before it is done."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.models import Dispute, User
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.rules.policy import days
from disputes.rules.solutions import Offer
from disputes.states import AWAITED, FINAL_STATES, Party, State
from disputes.wording import offer_in_words
from disputes.wording.deadlines import URGENT
from disputes.wording.history import decided_by
from disputes.wording.rulings import meaning
from sellers.rules.previews import PenaltyPreview
from sellers.wording.penalty_preview import penalty_in_words


def awaited(dispute: Dispute, viewer: User) -> str:
    """Whom the case waits for, as a heading; under appeal once the time to answer is over."""
    if dispute.state in FINAL_STATES:
        return _("Nobody has to act any more")
    if dispute.state == State.RULED:
        return _("Waiting whether a side appeals")
    asked = dispute.asked_sides if dispute.state != State.APPEALED else []
    parties = frozenset(asked) or AWAITED[State(dispute.state)]
    if Party.PLATFORM in parties:
        return _awaited_arbitrator(dispute, viewer)
    if len(parties) == 2:
        return _("Waiting for both sides")
    if Party.BUYER in parties:
        return _("Waiting for the buyer")
    return _("Waiting for the seller")


def why_urgent(dispute: Dispute, now: datetime, *, was_left: bool) -> str:
    """Why a case stands where it does in the queue: its most pressing reason. `was_left`: an
    arbitrator has had it and did not rule."""
    if dispute.due_at is None:
        return ""
    if clocks.is_over(dispute.due_at, now):
        return _("The time is over")
    if dispute.due_at - now < URGENT:
        return _("Less than 24 hours left")
    if dispute.asked_sides and (dispute.state != State.APPEALED or dispute.awaits_answer(now)):
        return _("Evidence was asked for")
    if dispute.proposed_by_id is not None:
        return _("A ruling waits for approval")
    if was_left:
        return _("Left by another arbitrator")
    if dispute.state == State.APPEALED:
        return _("An appeal")
    return _("In the order of deadlines")


def ruling_consequences(
    dispute: Dispute,
    offer: Offer,
    appellants: frozenset[Party],
    now: datetime,
    *,
    penalty: PenaltyPreview | None,
    to_be_approved: bool,
) -> list[str]:
    """What will happen when this is ruled now. `appellants` are the sides that may appeal it;
    `penalty` is what it would come to for the store."""
    offered = {"offer": offer_in_words(offer, dispute.currency)}
    sentences = []
    if to_be_approved:
        sentences += [
            _(
                "The amount is large, so a second arbitrator looks at the ruling first. Neither "
                "side learns of it before it is approved; from now on nobody can withdraw the "
                "request or accept a proposal."
            ),
            _("From that moment on the platform rules %(offer)s.") % offered,
        ]
    else:
        sentences.append(_("Both sides are told at once: the platform rules %(offer)s.") % offered)
    # Counted from the approval it would be later; nobody knows when that is.
    until = instant(clocks.appeal(dispute.policy, now, dispute.rests_in(State.RULED)))
    sentences += meaning(dispute, offer, appellants, until, Party.PLATFORM)
    if appellants:
        sentences.append(_("An appeal goes to another arbitrator, never to you."))
    return [*sentences, _penalty_for_store(penalty)]


def approval_consequences(
    dispute: Dispute,
    offer: Offer,
    appellants: frozenset[Party],
    now: datetime,
    *,
    penalty: PenaltyPreview | None,
) -> list[str]:
    """What will happen when a second arbitrator approves this ruling."""
    return ruling_consequences(
        dispute, offer, appellants, now, penalty=penalty, to_be_approved=False
    )


def _penalty_for_store(penalty: PenaltyPreview | None) -> str:
    if penalty is None:
        return _("The ruling costs the store no points.")
    return _("Once it is final, it costs the store %(cost)s.") % {"cost": penalty_in_words(penalty)}


def send_back_consequences(dispute: Dispute) -> list[str]:
    """What will happen when a second arbitrator does not approve a ruling."""
    assert dispute.proposed_by is not None, "somebody wrote the ruling"
    return [
        _("%(name)s gets the case again and reads your note.") % {"name": dispute.proposed_by.name},
        _("Neither side reads the note or the ruling."),
    ]


def hand_back_consequences(dispute: Dispute) -> list[str]:
    """What will happen when an arbitrator hands a case back."""
    assert dispute.due_at is not None, "a case with the platform has a clock"
    return [
        _("The next free arbitrator gets the case and reads your note. You will not get it again."),
        _("The time to rule goes on: it ends on %(instant)s.")
        % {"instant": instant(dispute.due_at)},
        _("Both sides see in the history that it was handed back, without your note."),
    ]


def request_consequences(
    dispute: Dispute, of: Collection[Party], within_days: int, now: datetime
) -> list[str]:
    """What will happen when the arbitrator asks these sides for evidence."""
    until = now + days(within_days)
    asked = _ASKED_BOTH if len(of) > 1 else _ASKED[next(iter(of))]
    sentences = [str(asked) % {"instant": instant(until)}]
    if dispute.state == State.APPEALED:
        sentences.append(
            _(
                "You cannot rule before that, unless both sides say earlier that they have nothing "
                "to add."
            )
        )
    else:
        sentences += [
            _(
                "Until then both sides can add evidence and agree on a solution. You cannot rule, "
                "unless both say earlier that they have nothing to add."
            ),
            _("You keep the case, and then have the whole time to rule again."),
        ]
    return [*sentences, _("Silence lets the ruling go on without it, and the history says so.")]


def return_delivered_consequences(dispute: Dispute, now: datetime) -> list[str]:
    """What will happen when the delivery of a return is noted."""
    rests = dispute.rests_in(State.RETURN_IN_TRANSIT, for_seller=True)
    return [
        _("Both sides read that it was delivered, and who says so."),
        _("The seller can look at it until %(instant)s. Silence then pays the refund.")
        % {"instant": instant(clocks.return_inspection(dispute.policy, now, rests))},
    ]


def reassign_consequences(dispute: Dispute, to: User) -> list[str]:
    """What will happen when a supervisor gives the case to this arbitrator."""
    policy = dispute.policy
    appealed = dispute.state == State.APPEALED
    number = policy.appeal_ruling_days if appealed else policy.ruling_days
    sentences = [
        ngettext(
            "%(name)s gets the case, with %(number)d day to rule, from now.",
            "%(name)s gets the case, with %(number)d days to rule, from now.",
            number,
        )
        % {"name": to.name, "number": number}
    ]
    if dispute.assignee is not None:
        sentences.append(_("%(name)s can no longer rule on it.") % {"name": dispute.assignee.name})
    if dispute.decide_by is not None:
        sentences.append(decided_by(dispute.decide_by))
    return [*sentences, _("Both sides see in the history that the arbitrator has changed.")]


def _awaited_arbitrator(dispute: Dispute, viewer: User) -> str:
    """Somebody to rule. Who has to approve a ruling is told by the page of the case."""
    if dispute.assignee is None:
        return _("Waiting for an arbitrator to take it")
    if dispute.assignee == viewer:
        return _("Waiting for your ruling")
    return _("Waiting for the ruling of %(name)s") % {"name": dispute.assignee.name}


_ASKED_BOTH = gettext_lazy("Both sides read what you ask for, and have until %(instant)s.")
_ASKED = {
    Party.BUYER: gettext_lazy(
        "The buyer is asked and has until %(instant)s. The seller reads it, too."
    ),
    Party.SELLER: gettext_lazy(
        "The seller is asked and has until %(instant)s. The buyer reads it, too."
    ),
}
