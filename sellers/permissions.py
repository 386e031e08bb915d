"""Who may do what about a penalty."""

from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from disputes.errors import Code, Outdated, Refused
from disputes.models import Attachment, Dispute, User
from disputes.permissions import (
    INTERESTS,
    RULED_EVER,
    SUPERVISE,
    has_part,
    is_staff_of_platform,
    oversees,
)
from disputes.rules.instants import instant
from sellers.models import Breach, Entry, Penalty, PenaltyAppeal
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


def last_line(store_id: int) -> int:
    """The number of the last line of the store's ledger: what somebody decides on has changed where
    there is a later one."""
    last: int | None = Entry.objects.filter(store=store_id).aggregate(last=Max("number"))["last"]
    return last or 0


def refuse_unread(
    user: User, store_id: int, read_to: int | None, penalty: Penalty | None = None
) -> Outdated | None:
    """Why this person decides on other points than those that they have read, if so. `read_to` is
    the last line of the ledger that was shown; none where nothing was. Where it is about one
    `penalty`, no other matters."""
    if read_to is None:
        return None
    since = Entry.objects.filter(store=store_id, number__gt=read_to).exclude(by=user)
    if penalty is not None:
        since = since.filter(penalty=penalty)
    later = since.select_related("penalty__rule").order_by("number").last()
    if later is None:
        return None
    return Outdated(
        _(
            "The store's points were changed on %(instant)s: “%(title)s”, %(kind)s, %(points)+d. "
            "You had not read that yet. Look at it, then decide again."
        )
        % {
            "instant": instant(later.recorded_at),
            "title": later.penalty.rule.title,
            "kind": later.get_kind_display(),
            "points": later.points,
        }
    )


def refuse_changed_evidence(breach: Breach) -> Refused | None:
    """Why a penalty that waits for a second person rests on something else than what was read when
    it was proposed, if so."""
    if breach.dispute is None:
        return None
    cited = breach.dispute.evidence.filter(number__in=breach.cites, changed_at__gt=breach.at)
    if (changed := cited.order_by("number").first()) is None or changed.changed_at is None:
        return None
    return Refused(
        Code.STALE,
        _(
            "Evidence %(number)d was changed on %(instant)s, after this penalty was proposed. "
            "Decline it; it can be proposed anew."
        )
        % {"number": changed.number, "instant": instant(changed.changed_at)},
    )


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
