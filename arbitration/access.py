"""Which cases a person of the platform may open."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from disputes import access
from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.permissions import has_interest
from disputes.states import Party


def open_case(user: User, reference: str) -> Dispute:
    """The case, for staff of the platform who have no part in it; refused otherwise."""
    dispute = access.case_of_side(user, Party.PLATFORM, reference)
    if has_interest(user, dispute):
        raise Refused(
            Code.NOT_ALLOWED,
            _(
                "You bought this item or belong to this store, so somebody else looks after this "
                "case. You can follow it as one of its two sides."
            ),
        )
    return dispute


def cases_without_interest(user: User) -> QuerySet[Dispute]:
    """All cases but own purchases and those of own stores."""
    return Dispute.objects.exclude(buyer=user).exclude(store__in=user.stores.all())
