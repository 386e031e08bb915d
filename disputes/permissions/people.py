"""Who somebody is to a case: on which side, with which power, and whether too near to it."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from disputes.models import Dispute, StoreMember, User
from disputes.permissions.parts import INTERESTS, Person
from disputes.states import Party

ARBITRATE = "disputes.arbitrate"
SUPERVISE = "disputes.supervise"
AUDIT = "disputes.audit"


@dataclass(frozen=True)
class Actor:
    """Somebody on one side of a case. The platform itself acts without a user."""

    user: User | None
    party: Party


# The platform by itself: its clocks, its workers, and what becomes known to it.
PLATFORM = Actor(None, Party.PLATFORM)


def is_staff_of_platform(user: User) -> bool:
    """Arbitrators, supervisors and auditors: they read; who may do what is for `refusal` to say."""
    return user.is_staff and any(map(user.has_perm, (ARBITRATE, SUPERVISE, AUDIT)))


def is_arbitrator(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm(ARBITRATE)


def holders(*powers: str) -> QuerySet[User]:
    """Everybody whose groups give them one of these powers, such as ARBITRATE."""
    given = Permission.objects.filter(
        group__user=OuterRef("pk"),
        content_type__app_label=Dispute._meta.app_label,
        codename__in=[power.split(".")[1] for power in powers],
    )
    return User.objects.filter(Exists(given))


def arbitrators() -> QuerySet[User]:
    """Everybody of whom `is_arbitrator` is true."""
    return judges(ARBITRATE)


def judges(*powers: str) -> QuerySet[User]:
    """Everybody of whom `is_judge` is true; or those of them who have this power."""
    able = holders(*(powers or (ARBITRATE, SUPERVISE)))
    return able.filter(is_active=True, is_staff=True)


def is_judge(user: User) -> bool:
    """Supervisors judge, too, where no arbitrator may (see `arbitration.permissions`)."""
    return is_arbitrator(user) or (user.is_active and user.is_staff and user.has_perm(SUPERVISE))


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


# A condition on orders, or on the cases, of a query: who bought belongs to the store.
OWN_DEALING = Exists(StoreMember.objects.filter(store=OuterRef("store"), user=OuterRef("buyer")))


def interests(person: Person) -> list[Q]:
    """The same as `has_interest`, as conditions on the cases of a query: each is an interest."""
    return [part.has(person) for part in INTERESTS]
