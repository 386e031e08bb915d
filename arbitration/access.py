"""Which cases a person of the platform may open, and which may be taken."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from arbitration.models import Handover
from disputes import access
from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.permissions import barring_rulings, has_interest
from disputes.states import PLATFORM_STATES, Party


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


def disputes_without_interest(user: User) -> QuerySet[Dispute]:
    """All cases but own purchases and those of own stores."""
    return Dispute.objects.exclude(buyer=user).exclude(store__in=user.stores.all())


def takeable(arbitrator: User) -> QuerySet[Dispute]:
    """The cases that wait for somebody, and that this arbitrator may judge."""
    mine = Q(giver=arbitrator, why=Handover.Why.HANDED_BACK)
    ruled = barring_rulings(arbitrator, contested_at=OuterRef("return_contested_at"))
    return (
        Dispute.objects.filter(state__in=PLATFORM_STATES, assignee=None)
        .exclude(buyer=arbitrator)
        .exclude(proposed_by=arbitrator)
        .exclude(store__in=arbitrator.stores.all())
        .exclude(Exists(ruled.filter(dispute=OuterRef("pk"))))
        .exclude(Exists(Handover.objects.filter(mine, dispute=OuterRef("pk"))))
    )
