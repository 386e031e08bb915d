"""Who may see a case, and who may do what in it now.

One function, `refusal`, answers for services (which raise it) and for pages (which then do not
offer the act), so that the two can never disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from disputes import wording
from disputes.errors import Code, Refused
from disputes.models import Dispute, Evidence, Ruling, User
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer, losing_sides
from disputes.states import OTHER_SIDE, TURNS, Party, ProposalStatus, Verb

ARBITRATE = "disputes.arbitrate"
SUPERVISE = "disputes.supervise"


@dataclass(frozen=True)
class Actor:
    """Somebody on one side of a case. The platform itself acts without a user."""

    user: User | None
    party: Party


def is_staff_of_platform(user: User) -> bool:
    return user.is_staff and (user.has_perm(ARBITRATE) or user.has_perm(SUPERVISE))


def is_arbitrator(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm(ARBITRATE)


def is_on_side(user: User, party: Party, dispute: Dispute) -> bool:
    """Does this person belong to this side of this case?"""
    if party == Party.BUYER:
        return dispute.buyer_id == user.pk
    if party == Party.SELLER:
        return user.memberships.filter(store_id=dispute.store_id).exists()
    return is_staff_of_platform(user)


def may_see(user: User, dispute: Dispute) -> bool:
    """The two sides and the platform see the same file; nobody else sees any of it."""
    return any(is_on_side(user, party, dispute) for party in Party)


def has_interest(user: User, dispute: Dispute) -> bool:
    """An arbitrator may not judge an own purchase or an own store."""
    return is_on_side(user, Party.BUYER, dispute) or is_on_side(user, Party.SELLER, dispute)


def refusal(dispute: Dispute, verb: Verb, actor: Actor, now: datetime) -> Refused | None:
    """Why this act is not possible now, or nothing. A stranger learns only "not found"."""
    if not _belongs(actor, dispute):
        return Refused(Code.NOT_FOUND, _("There is no such case."))
    return _not_now(dispute, verb, actor, now)


def _not_now(dispute: Dispute, verb: Verb, actor: Actor, now: datetime) -> Refused | None:
    """For somebody who belongs to the case."""
    states = TURNS[verb].get(actor.party)
    if states is None:
        return Refused(Code.NOT_ALLOWED, _("Only the other side can do this."))
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


def may_judge(user: User, dispute: Dispute) -> bool:
    """Nobody judges an own case, nor one that they have ruled on before."""
    ruled_before = barring_rulings().filter(dispute=dispute, arbitrator=user).exists()
    return is_arbitrator(user) and not ruled_before and not has_interest(user, dispute)


def barring_rulings() -> QuerySet[Ruling]:
    """Whoever made one of these does not judge the same case again.

    A return that was contested is a new question, which earlier rulings did not answer; else a
    case could run out of arbitrators.
    """
    contested_at = F("dispute__return_contested_at")
    return Ruling.objects.filter(
        Q(dispute__return_contested_at=None) | Q(ruled_at__gte=contested_at)
    )


def allowed(dispute: Dispute, actor: Actor, now: datetime) -> list[Verb]:
    """What this actor can do now, in the order in which a page lists it."""
    if not _belongs(actor, dispute):
        return []
    # Most verbs fall away by the state alone, without a query.
    turns = [verb for verb in Verb if dispute.state in TURNS[verb].get(actor.party, ())]
    return [verb for verb in turns if _not_now(dispute, verb, actor, now) is None]


def was_relied_on(dispute: Dispute, evidence: Evidence) -> bool:
    """Was this in the file when an arbitrator, or an agreement, relied on it? Then it stays."""
    return dispute.file_closed_at is not None and evidence.added_at <= dispute.file_closed_at


def relied_on(dispute: Dispute, evidence: Evidence) -> Refused | None:
    """Why this evidence stays as it is, if it does."""
    if not was_relied_on(dispute, evidence):
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _(
            "This evidence was in the file when it was closed, so it stays as it is. You can add "
            "new evidence while the file is open."
        ),
    )


def may_appeal(dispute: Dispute) -> frozenset[Party]:
    """The sides that lost by the latest ruling and have not used their appeal."""
    flags = {Party.BUYER: dispute.buyer_may_appeal, Party.SELLER: dispute.seller_may_appeal}
    return frozenset(party for party, may in flags.items() if may)


def latest_offers(dispute: Dispute) -> dict[Party, Offer]:
    """What each side stands for: its last proposal, on the table or not."""
    return {Party(proposal.party): proposal.offer for proposal in dispute.proposals.all()}


def appeal_open_to(dispute: Dispute, offers: dict[Party, Offer]) -> frozenset[Party]:
    """Who lost by the platform's offer among these, and has not appealed in this case before."""
    losers = losing_sides(
        offers[Party.PLATFORM], asked=offers[Party.BUYER], offered=offers.get(Party.SELLER)
    )
    return frozenset(party for party in losers if not dispute.has_appealed(party))


def _change(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.changes < dispute.policy.request_changes:
        return None
    return Refused(
        Code.LIMIT_REACHED,
        _("You have changed this request %(number)d times, which is the most.")
        % {"number": dispute.changes},
    )


def _withdraw(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_contested_at is None:
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
    if dispute.held_until is None or now >= dispute.held_until:
        return None
    return Refused(
        Code.STILL_IN_TRANSIT,
        _(
            "The parcel is still inside its promised delivery time. You can ask the "
            "platform to decide from %(instant)s."
        )
        % {"instant": instant(dispute.held_until)},
    )


def _finish(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if not dispute.has_finished(actor.party):
        return None
    return Refused(Code.NOT_ALLOWED, _("You have already said that you have nothing to add."))


def _appeal(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.party in may_appeal(dispute):
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _("You have used your one appeal in this case.")
        if dispute.has_appealed(actor.party)
        else _("The ruling gives you what you asked for, so there is nothing to appeal."),
    )


def _take(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.assignee_id is None:
        return None
    return Refused(Code.NOT_ALLOWED, _("Another arbitrator has taken this case."))


def _judge(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.user is None or dispute.assignee_id != actor.user.pk:
        return Refused(
            Code.NOT_ALLOWED, _("Only the arbitrator who has taken this case can do this.")
        )
    return _uninvolved(actor.user, dispute)


def _uninvolved(user: User, dispute: Dispute) -> Refused | None:
    if not has_interest(user, dispute):
        return None
    return Refused(Code.NOT_ALLOWED, _("You are involved in this case yourself."))


def _reassign(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.user is None:
        return None
    if not actor.user.has_perm(SUPERVISE):
        return Refused(Code.NOT_ALLOWED, _("Only a supervisor can reassign a case."))
    return _uninvolved(actor.user, dispute)


def _note_delivered(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_delivered_at is None:
        return None
    return Refused(Code.NOT_ALLOWED, _("The delivery of the return is known already."))


# What the state and the clock alone do not say. A verb that is not here needs nothing more.
_CHECKS: dict[Verb, Callable[[Dispute, Actor, datetime], Refused | None]] = {
    Verb.CHANGE: _change,
    Verb.WITHDRAW: _withdraw,
    Verb.ACCEPT: _accept,
    Verb.ESCALATE: _escalate,
    Verb.FINISH_EVIDENCE: _finish,
    Verb.APPEAL: _appeal,
    Verb.TAKE: _take,
    Verb.REQUEST_EVIDENCE: _judge,
    Verb.RULE: _judge,
    Verb.REASSIGN: _reassign,
    Verb.NOTE_RETURN_DELIVERED: _note_delivered,
}
