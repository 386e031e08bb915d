"""Who somebody is to a case: on which side, with which power, and whether too near to judge it."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from disputes.models import Dispute, Ruling, User
from disputes.states import Party

ARBITRATE = "disputes.arbitrate"
SUPERVISE = "disputes.supervise"
AUDIT = "disputes.audit"
_CONTESTED_AT = F("dispute__return_contested_at")


@dataclass(frozen=True)
class Actor:
    """Somebody on one side of a case. The platform itself acts without a user."""

    user: User | None
    party: Party


def is_staff_of_platform(user: User) -> bool:
    """Arbitrators, supervisors and auditors: they read; who may do what is for `refusal` to say."""
    return user.is_staff and any(map(user.has_perm, (ARBITRATE, SUPERVISE, AUDIT)))


def is_arbitrator(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm(ARBITRATE)


def holders(power: str) -> QuerySet[User]:
    """Everybody whose groups give them this power, such as ARBITRATE."""
    app, codename = power.split(".")
    given = Permission.objects.filter(
        group__user=OuterRef("pk"), content_type__app_label=app, codename=codename
    )
    return User.objects.filter(Exists(given))


def oversees(user: User) -> bool:
    """Supervisors and auditors also read how the platform works, and who of it read what."""
    return user.has_perm(SUPERVISE) or user.has_perm(AUDIT)


def is_on_side(user: User, party: Party, dispute: Dispute) -> bool:
    """Does this person belong to this side of this case?"""
    if party == Party.BUYER:
        return dispute.buyer_id == user.pk
    if party == Party.SELLER:
        return user.memberships.filter(store_id=dispute.store_id).exists()
    return is_staff_of_platform(user)


def may_see(user: User, dispute: Dispute) -> bool:
    """The two sides and the platform see the same case; nobody else sees any of it."""
    return any(is_on_side(user, party, dispute) for party in Party)


def has_interest(user: User, dispute: Dispute) -> bool:
    """An arbitrator may not judge an own purchase or an own store."""
    return is_on_side(user, Party.BUYER, dispute) or is_on_side(user, Party.SELLER, dispute)


def may_judge(user: User, dispute: Dispute) -> bool:
    """Nobody judges an own case, nor one that they have ruled on before, nor approves their own."""
    if not is_arbitrator(user) or user.pk == dispute.proposed_by_id:
        return False
    return not barring_rulings(user).filter(dispute=dispute).exists() and not has_interest(
        user, dispute
    )


def barring_rulings(user: User | None = None, contested_at: F = _CONTESTED_AT) -> QuerySet[Ruling]:
    """Whoever made or approved one of these does not judge the same case again; those of one
    person only, if a `user` is named.

    A return that was contested is a new question, which earlier rulings did not answer; else a
    case could run out of arbitrators. Within a query of cases, name its column as `contested_at`:
    it need not read them a second time.
    """
    rulings = Ruling.objects.filter(ruled_at__gte=Coalesce(contested_at, "ruled_at"))
    return rulings if user is None else rulings.filter(Q(arbitrator=user) | Q(approved_by=user))
