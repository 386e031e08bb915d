"""What the platform's people need beside their turn: to have the case, and no part in it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.permissions.people import SUPERVISE, Actor, has_interest, is_arbitrator


def only_reads(actor: Actor) -> Refused | None:
    """Auditors do, and whoever was an arbitrator once and still has cases in hand."""
    if actor.user is None or is_arbitrator(actor.user):
        return None
    return Refused(Code.NOT_ALLOWED, _("You can read this case, and change nothing in it."))


def take(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.assignee_id is None:
        return None
    return Refused(Code.NOT_ALLOWED, _("Another arbitrator has taken this case."))


def in_hand(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.user is None or dispute.assignee_id != actor.user.pk:
        return Refused(
            Code.NOT_ALLOWED, _("Only the arbitrator who has taken this case can do this.")
        )
    return _uninvolved(actor.user, dispute)


def judge(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.proposed_by_id is not None and dispute.assignee_id is not None:
        return Refused(
            Code.NOT_ALLOWED,
            _("A ruling waits for your approval. Approve it, or send it back with a note."),
        )
    return in_hand(dispute, actor, now)


def ask(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.evidence_requests >= (most := dispute.policy.evidence_requests):
        return Refused(
            Code.LIMIT_REACHED,
            ngettext(
                "Evidence can be asked for %(number)d time in a case. Rule on what is in the file.",
                "Evidence can be asked for %(number)d times in a case. Rule on what is in the "
                "file.",
                most,
            )
            % {"number": most},
        )
    return judge(dispute, actor, now)


def review(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.proposed_by_id is None:
        return Refused(Code.NOT_ALLOWED, _("No ruling waits for approval in this case."))
    return in_hand(dispute, actor, now)


def _uninvolved(user: User, dispute: Dispute) -> Refused | None:
    if not has_interest(user, dispute):
        return None
    return Refused(Code.NOT_ALLOWED, _("You are involved in this case yourself."))


def reassign(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.user is None:
        return None
    if not actor.user.has_perm(SUPERVISE):
        return Refused(Code.NOT_ALLOWED, _("Only a supervisor can reassign a case."))
    return _uninvolved(actor.user, dispute)


def report_return_delivered(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.return_delivered_at is None:
        return None
    return Refused(Code.NOT_ALLOWED, _("The delivery of the return is known already."))
