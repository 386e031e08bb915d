"""Who somebody is to a case: on which side, with which power, and whether too near to judge it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib.auth.models import Permission
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from disputes.models import Dispute, Ruling, StoreMember, User
from disputes.states import Party

ARBITRATE = "disputes.arbitrate"
SUPERVISE = "disputes.supervise"
AUDIT = "disputes.audit"
# In a query also somebody of the query around it, named by a column.
Person: TypeAlias = User | OuterRef


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


def arbitrators() -> QuerySet[User]:
    """Everybody of whom `is_arbitrator` is true."""
    return holders(ARBITRATE).filter(is_active=True, is_staff=True)


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


def inside(person: Person) -> Person:
    """The same person, as a query inside of this one names them."""
    return OuterRef(person) if isinstance(person, OuterRef) else person


def has_interest(user: User, dispute: Dispute) -> bool:
    """An arbitrator may not judge an own purchase or an own store."""
    return is_on_side(user, Party.BUYER, dispute) or is_on_side(user, Party.SELLER, dispute)


def may_judge(user: User, dispute: Dispute) -> bool:
    return is_arbitrator(user) and user.pk not in barred([dispute])[dispute.pk]


def barred(disputes: Sequence[Dispute]) -> dict[int, set[int]]:
    """Who may not judge these cases, by case: nobody judges an own case, nor one that they have
    ruled on before, nor approves their own ruling. Two queries.

    A return that was contested is a new question, which earlier rulings did not answer; else a
    case could run out of arbitrators.
    """
    found = {dispute.pk: {dispute.buyer_id, dispute.proposed_by_id or 0} for dispute in disputes}
    rulings = Ruling.objects.filter(_answers(F("dispute__return_contested_at")), dispute__in=found)
    for dispute_id, *people in [
        *Dispute.objects.filter(pk__in=found).values_list("pk", "store__memberships__user"),
        *rulings.values_list("dispute_id", "arbitrator_id", "approved_by_id"),
    ]:
        found[dispute_id].update(people)
    return found


def bars(person: Person) -> list[Q]:
    """The same as `barred`, as conditions on the cases of a query: each bars this person."""
    ruled = Ruling.objects.filter(
        _answers(OuterRef("return_contested_at")),
        ruled_by(inside(person)),
        dispute=OuterRef("pk"),
    )
    return [*interests(person), Q(proposed_by=person), Q(Exists(ruled))]


def interests(person: Person) -> list[Q]:
    """The same as `has_interest`, as conditions on the cases of a query: each is an interest."""
    own = StoreMember.objects.filter(user=inside(person))
    return [Q(buyer=person), Q(store__in=own.values("store"))]


def ruled_by(person: Person) -> Q:
    """A condition on rulings: this person made or approved them."""
    return Q(arbitrator=person) | Q(approved_by=person)


def _answers(contested_at: F) -> Q:
    """A condition on rulings: they answer the question that their case still asks."""
    return Q(ruled_at__gte=Coalesce(contested_at, "ruled_at"))
