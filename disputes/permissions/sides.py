"""Who may do what in a case now.

One function, `refusal`, answers for verbs (which raise it) and for pages (which then do not
offer the act), so that the two can never disagree.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from disputes import wording
from disputes.errors import Code, Refused
from disputes.models import Dispute
from disputes.permissions import platform
from disputes.permissions.appeals import may_appeal
from disputes.permissions.people import Actor, is_on_side
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.states import ALLOWED_STATES, OTHER_SIDE, Party, ProposalStatus, Verb


def refusal(dispute: Dispute, verb: Verb, actor: Actor, now: datetime) -> Refused | None:
    """Why this act is not possible now, or nothing. A stranger learns only "not found"."""
    if not _belongs(actor, dispute):
        return Refused(Code.NOT_FOUND, _("There is no such case."))
    return _not_now(dispute, verb, actor, now)


def allowed(dispute: Dispute, actor: Actor, now: datetime) -> list[Verb]:
    """What this actor can do now, in the order in which a page lists it."""
    if not _belongs(actor, dispute):
        return []
    # Most verbs fall away by the state alone, without a query.
    turns = [verb for verb in Verb if dispute.state in ALLOWED_STATES[verb].get(actor.party, ())]
    return [verb for verb in turns if _not_now(dispute, verb, actor, now) is None]


def _not_now(dispute: Dispute, verb: Verb, actor: Actor, now: datetime) -> Refused | None:
    """For somebody who belongs to the case."""
    states = ALLOWED_STATES[verb].get(actor.party)
    if states is None:
        return Refused(Code.NOT_ALLOWED, _("Only the other side can do this."))
    # For a supervisor's one act its own check says more.
    if actor.party == Party.PLATFORM and verb != Verb.REASSIGN:
        refused = platform.only_reads(actor)
        if refused is not None:
            return refused
    if dispute.state not in states:
        return Refused(Code.WRONG_STATE, wording.what_happened(dispute))
    # A supervisor may step in until the sweep does: it would reassign, too.
    if clocks.is_over(dispute.due_at, now) and verb != Verb.REASSIGN:
        return Refused(Code.TOO_LATE, wording.too_late(dispute))
    check = _CHECKS.get(verb)
    return check(dispute, actor, now) if check else None


def _belongs(actor: Actor, dispute: Dispute) -> bool:
    if actor.user is None:
        return actor.party == Party.PLATFORM
    return is_on_side(actor.user, actor.party, dispute)


def _is_offered(dispute: Dispute, party: Party) -> bool:
    return dispute.proposals.filter(party=party, status=ProposalStatus.LIVE).exists()


def _change(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.changes < dispute.policy.request_changes:
        return None
    return Refused(
        Code.LIMIT_REACHED,
        _("You have changed this request %(number)d times, which is the most.")
        % {"number": dispute.changes},
    )


def _withdraw(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_shipped_at is None:
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _("The goods have gone back already, so this request can no longer be withdrawn."),
    )


def _accept(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if _is_offered(dispute, OTHER_SIDE[actor.party]):
        return None
    return Refused(Code.STALE, _("The other side has nothing on the table that you could accept."))


def _escalate(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
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


def _finish(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if not dispute.side(actor.party).finished_at:
        return None
    return Refused(Code.NOT_ALLOWED, _("You have already said that you have nothing to add."))


def _appeal(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.party in may_appeal(dispute):
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _("You have used your one appeal in this case.")
        if dispute.side(actor.party).appealed_at
        else _("The ruling gives you what you asked for, so there is nothing to appeal."),
    )


# What the state and the clock alone do not say. A verb that is not here needs nothing more.
_CHECKS: dict[Verb, Callable[[Dispute, Actor, datetime], Refused | None]] = {
    Verb.CHANGE: _change,
    Verb.WITHDRAW: _withdraw,
    Verb.ACCEPT: _accept,
    Verb.ESCALATE: _escalate,
    Verb.FINISH_EVIDENCE: _finish,
    Verb.APPEAL: _appeal,
    Verb.TAKE: platform.take,
    Verb.REQUEST_EVIDENCE: platform.ask,
    Verb.RULE: platform.judge,
    Verb.APPROVE: platform.review,
    Verb.SEND_BACK: platform.review,
    Verb.HAND_BACK: platform.in_hand,
    Verb.REASSIGN: platform.reassign,
    Verb.REPORT_RETURN_DELIVERED: platform.report_return_delivered,
}
