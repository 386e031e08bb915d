"""Who may see a case, and who may do what in it now.

One function, `refusal`, answers for services (which raise it) and for pages (which then do not
offer the act), so that the two can never disagree.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from disputes import wording
from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer, losing_sides
from disputes.states import OTHER_SIDE, TURNS, Party, ProposalStatus, State, Verb

ARBITRATE = "disputes.arbitrate"
SUPERVISE = "disputes.supervise"


@dataclass(frozen=True)
class Actor:
    """Somebody on one side of a case. The platform itself acts without a user."""

    user: User | None
    party: Party


def is_staff_of_platform(user: User) -> bool:
    return user.is_staff and (user.has_perm(ARBITRATE) or user.has_perm(SUPERVISE))


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
    if actor.user is not None and not is_on_side(actor.user, actor.party, dispute):
        return Refused(Code.NOT_FOUND, _("There is no such case."))
    states = TURNS[verb].get(actor.party)
    if states is None:
        return Refused(Code.NOT_ALLOWED, _("Only the other side can do this."))
    if dispute.state not in states:
        return Refused(Code.WRONG_STATE, wording.what_happened(dispute))
    if clocks.is_over(dispute.due_at, now) and verb != Verb.REASSIGN:
        return Refused(Code.TOO_LATE, wording.too_late(dispute))
    return _refused_in_state(dispute, verb, actor, now)


def _refused_in_state(dispute: Dispute, verb: Verb, actor: Actor, now: datetime) -> Refused | None:
    """What the state alone does not say."""
    match verb:
        case Verb.CHANGE if dispute.changes >= dispute.policy.request_changes:
            return Refused(
                Code.LIMIT_REACHED,
                _("You have changed this request %(number)d times, which is the most.")
                % {"number": dispute.changes},
            )
        case Verb.WITHDRAW if dispute.return_contested_at is not None:
            return Refused(
                Code.NOT_ALLOWED,
                _("The goods have gone back already, so this request can no longer be withdrawn."),
            )
        case Verb.ACCEPT if not _is_offered(dispute, OTHER_SIDE[actor.party]):
            return Refused(
                Code.STALE, _("The other side has nothing on the table that you could accept.")
            )
        case Verb.ESCALATE if dispute.held_until is not None and now < dispute.held_until:
            return Refused(
                Code.STILL_IN_TRANSIT,
                _(
                    "The parcel is still inside its promised delivery time. You can ask the "
                    "platform to decide from %(instant)s."
                )
                % {"instant": instant(dispute.held_until)},
            )
        case Verb.FINISH_EVIDENCE if has_finished(dispute, actor.party):
            return Refused(
                Code.NOT_ALLOWED, _("You have already said that you have nothing to add.")
            )
        case Verb.APPEAL if actor.party not in may_appeal(dispute):
            return Refused(
                Code.NOT_ALLOWED,
                _("You have used your one appeal in this case.")
                if dispute.has_appealed(actor.party)
                else _("The ruling gives you what you asked for, so there is nothing to appeal."),
            )
        case Verb.TAKE if dispute.assignee_id is not None:
            return Refused(Code.NOT_ALLOWED, _("Another arbitrator has taken this case."))
        case Verb.RULE | Verb.REQUEST_EVIDENCE if (
            actor.user is None or dispute.assignee_id != actor.user.pk
        ):
            return Refused(
                Code.NOT_ALLOWED, _("Only the arbitrator who has taken this case can do this.")
            )
        case Verb.REASSIGN if actor.user is not None and not actor.user.has_perm(SUPERVISE):
            return Refused(Code.NOT_ALLOWED, _("Only a supervisor can reassign a case."))
    return None


def _is_offered(dispute: Dispute, party: Party) -> bool:
    return dispute.proposals.filter(party=party, status=ProposalStatus.LIVE).exists()


def may_judge(user: User, dispute: Dispute) -> bool:
    """Nobody judges an own case, nor one that they have ruled on before."""
    ruled_before = dispute.rulings.filter(arbitrator=user).exists()
    return user.has_perm(ARBITRATE) and not ruled_before and not has_interest(user, dispute)


def allowed(dispute: Dispute, actor: Actor, now: datetime) -> list[Verb]:
    """What this actor can do now, in the order in which a page lists it."""
    return [verb for verb in Verb if refusal(dispute, verb, actor, now) is None]


def has_finished(dispute: Dispute, party: Party) -> bool:
    """Has this side said, in the hearing that is open, that it has nothing to add?"""
    at = dispute.buyer_finished_at if party == Party.BUYER else dispute.seller_finished_at
    return at is not None


def may_appeal(dispute: Dispute) -> frozenset[Party]:
    """The sides that lost by the latest ruling and have not used their appeal."""
    if dispute.state != State.RULED:
        return frozenset()
    return appeal_open_to(dispute, latest_offers(dispute))


def latest_offers(dispute: Dispute) -> dict[Party, Offer]:
    """What each side stands for: its last proposal, on the table or not."""
    return {Party(proposal.party): proposal.offer for proposal in dispute.proposals.all()}


def appeal_open_to(dispute: Dispute, offers: dict[Party, Offer]) -> frozenset[Party]:
    """Who lost by the platform's offer among these, and has not appealed in this case before."""
    losers = losing_sides(
        offers[Party.PLATFORM], asked=offers[Party.BUYER], offered=offers.get(Party.SELLER)
    )
    return frozenset(party for party in losers if not dispute.has_appealed(party))
