"""Who may do what about a penalty."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Attachment, Dispute, User
from disputes.permissions import (
    INTERESTS,
    RULED_EVER,
    SUPERVISE,
    has_part,
    is_staff_of_platform,
    oversees,
)
from sellers.models import Breach, Penalty, PenaltyAppeal
from sellers.states import BreachState


def is_member(user: User, store_id: int) -> bool:
    return user.memberships.filter(store=store_id).exists()


def may_see_kept_attachment(user: User, file: Attachment) -> bool:
    """Of an appeal the store, of what shows a breach the store once there is a penalty for it; and
    whoever oversees the platform."""
    appeals = PenaltyAppeal.objects.filter(attachment_owner=file.kept_for_id)
    breaches = Breach.objects.filter(attachment_owner=file.kept_for_id)
    stores = [
        *appeals.values_list("penalty_store", flat=True),
        *breaches.filter(state=BreachState.PENALISED).values_list("store", flat=True),
    ]
    if any(is_member(user, store) for store in stores):
        return True
    return (bool(stores) or breaches.exists()) and is_staff_of_platform(user) and oversees(user)


def refuse_appeal(user: User, penalty: Penalty, now: datetime) -> Refused | None:
    """Why this person cannot appeal this penalty now, if they cannot."""
    if not is_member(user, penalty.store_id):
        return Refused(Code.NOT_FOUND, _("There is no such penalty."))
    if hasattr(penalty, "appeal"):
        return Refused(Code.STALE, _("This penalty has been appealed already."))
    if not penalty.stands:
        return Refused(Code.STALE, _("This penalty does not count any more."))
    if now >= penalty.appeal_until:
        return Refused(Code.TOO_LATE, _("The time to appeal this penalty is over."))
    return None


def refuse_supervision(user: User, store_id: int) -> Refused | None:
    """Why this person cannot decide about a penalty of this store, if they cannot."""
    if not user.has_perm(SUPERVISE):
        return Refused(Code.NOT_ALLOWED, _("Only a supervisor can do this."))
    if is_member(user, store_id):
        return Refused(Code.NOT_ALLOWED, _("You are a member of this store, so others decide."))
    return None


def refuse_second_look(user: User, breach: Breach) -> Refused | None:
    """Why this person cannot judge what another one found: a proposal, or the appeal against it."""
    if refused := refuse_supervision(user, breach.store_id):
        return refused
    if user.pk in (breach.found_by_id, breach.reviewed_by_id):
        return Refused(Code.NOT_ALLOWED, _("You had a part in this penalty, so others decide."))
    if breach.dispute_id is None:
        return None
    if has_part(user, breach.dispute_id, RULED_EVER):
        return Refused(Code.NOT_ALLOWED, _("You have ruled in this case, so others decide."))
    if has_part(user, breach.dispute_id, *INTERESTS):
        return Refused(Code.NOT_ALLOWED, _("You are involved in this case, so others decide."))
    return None


def had_a_part(user: User) -> list[Q]:
    """The same as `refuse_second_look` says of one, as conditions on breaches in a query."""
    cases = [part.has(user) for part in (RULED_EVER, *INTERESTS)]
    return [
        Q(found_by=user),
        Q(reviewed_by=user),
        *(Q(dispute__in=Dispute.objects.filter(case)) for case in cases),
    ]
