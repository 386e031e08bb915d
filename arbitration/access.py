"""Which cases a person of the platform may open, and which may be taken."""

from typing import TypeVar

from django.db.models import Exists, Model, QuerySet
from django.utils.translation import gettext as _

from arbitration.permissions import bars
from disputes import access
from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.permissions import (
    ARBITRATE,
    AUDIT,
    SUPERVISE,
    Person,
    has_interest,
    holders,
    interests,
)
from disputes.states import PLATFORM_STATES, Party

_OfCase = TypeVar("_OfCase", bound=Model)


def dispute_for_staff(user: User, reference: str) -> Dispute:
    """The case, for staff of the platform who have no part in it; refused otherwise."""
    dispute = access.dispute_of_side(user, Party.PLATFORM, reference)
    if has_interest(user, dispute):
        raise Refused(
            Code.NOT_ALLOWED,
            _(
                "You bought this item or belong to this store, so somebody else looks after this "
                "case. You can follow it as one of its two sides."
            ),
        )
    return dispute


def disputes_for_staff(user: User) -> QuerySet[Dispute]:
    """Every case that `dispute_for_staff` gives this person, none for anybody else."""
    staff = holders(ARBITRATE, SUPERVISE, AUDIT).filter(pk=user.pk, is_staff=True)
    return disputes_without_interest(user).filter(Exists(staff))


def disputes_without_interest(user: User) -> QuerySet[Dispute]:
    """All cases but own purchases and those of own stores."""
    return Dispute.objects.filter(*(~interest for interest in interests(user)))


def without_interest(user: User, rows: QuerySet[_OfCase]) -> QuerySet[_OfCase]:
    """Those of these rows that do not belong to such cases; each names its case as `dispute`."""
    for interest in interests(user):
        # Said the other way round, all other cases would be read.
        rows = rows.exclude(dispute__in=Dispute.objects.filter(interest))
    return rows


def takeable(arbitrator: Person) -> QuerySet[Dispute]:
    """The cases that wait for somebody, and that this arbitrator may judge."""
    return Dispute.objects.filter(
        *(~bar for bar in bars(arbitrator)), state__in=PLATFORM_STATES, assignee=None
    )
