"""What the platform's people need beside the right moment: to have the case, and no part in it."""

from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.permissions import Actor, has_interest


def in_hand(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """Only the arbitrator who has taken the case does this."""
    if actor.user is None or dispute.assignee_id != actor.user.pk:
        return Refused(
            Code.NOT_ALLOWED, _("Only the arbitrator who has taken this case can do this.")
        )
    return uninvolved(actor.user, dispute)


def may_rule(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """Whoever has the case, unless it waits for the approval of another's ruling."""
    if dispute.proposed_by_id is not None and dispute.assignee_id is not None:
        return Refused(
            Code.NOT_ALLOWED,
            _("A ruling waits for your approval. Approve it, or send it back with a note."),
        )
    return in_hand(dispute, actor, now)


def uninvolved(user: User, dispute: Dispute) -> Refused | None:
    if not has_interest(user, dispute):
        return None
    return Refused(Code.NOT_ALLOWED, _("You are involved in this case yourself."))
