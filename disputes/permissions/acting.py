"""Who may do what in a case now.

One function, `refusal`, answers for verbs (which raise it) and for pages (which then do not
offer the act), so that the two can never disagree.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from disputes import wording
from disputes.errors import Code, Refused
from disputes.models import Dispute
from disputes.permissions.people import Actor, is_judge, is_on_side
from disputes.permissions.verbs import DECLARED
from disputes.rules import clocks
from disputes.states import Party, Verb


def refusal(dispute: Dispute, verb: Verb, actor: Actor, now: datetime) -> Refused | None:
    """Why this act is not possible now, or nothing. A stranger learns only "not found"."""
    if not _belongs(actor, dispute):
        return Refused(Code.NOT_FOUND, _("There is no such case."))
    return not_now(dispute, verb, actor, now)


def allowed(dispute: Dispute, actor: Actor, now: datetime) -> list[Verb]:
    """What this actor can do now, in the order in which a page lists it."""
    if not _belongs(actor, dispute):
        return []
    # Most verbs fall away by the state alone, without a query.
    possible = [verb for verb in Verb if dispute.state in DECLARED[verb].by.get(actor.party, ())]
    return [verb for verb in possible if not_now(dispute, verb, actor, now) is None]


def not_now(dispute: Dispute, verb: Verb, actor: Actor, now: datetime) -> Refused | None:
    """Why not, for somebody who belongs to the case."""
    declared = DECLARED[verb]
    states = declared.by.get(actor.party)
    if states is None:
        return Refused(Code.NOT_ALLOWED, _("Only the other side can do this."))
    if actor.party == Party.SELLER and actor.user and actor.user.pk == dispute.buyer_id:
        return Refused(
            Code.NOT_ALLOWED,
            _("You are the buyer in this case, so another member of the store acts for it."),
        )
    if actor.party == Party.PLATFORM and not declared.is_supervision and _only_reads(actor):
        return Refused(Code.NOT_ALLOWED, _("You can read this case, and change nothing in it."))
    if dispute.state not in states:
        return Refused(Code.WRONG_STATE, wording.what_happened(dispute))
    if clocks.is_over(dispute.due_at, now) and not declared.is_supervision:
        return Refused(Code.TOO_LATE, wording.too_late(dispute, now))
    return declared.check(dispute, actor, now) if declared.check else None


def _only_reads(actor: Actor) -> bool:
    """Does this person only read? Auditors do, and a former arbitrator who still has cases in
    hand."""
    return actor.user is not None and not is_judge(actor.user)


def _belongs(actor: Actor, dispute: Dispute) -> bool:
    if actor.user is None:
        return actor.party == Party.PLATFORM
    return is_on_side(actor.user, actor.party, dispute)
