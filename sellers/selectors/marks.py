"""Good marks of a store. Nobody gives them: they follow from its cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    DurationField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from disputes.models import Dispute, Policy, Proposal, Store
from disputes.permissions import OWN_DEALING
from disputes.states import SettledBy

# How far back the pages about standing look.
PERIOD = timedelta(days=365)
# The reference of a case, and when the two sides agreed.
_SettledCase = tuple[str, datetime | None]


@dataclass(frozen=True)
class GoodMark:
    """A case that the two sides settled soon after the request."""

    case: str
    url: str
    at: datetime

    @classmethod
    def of(cls, found: _SettledCase, url: Callable[[str], str]) -> "GoodMark":
        dispute, at = found
        assert at is not None, "an agreement was answered"
        return cls(dispute, url(dispute), at)


def good_marks(store: Store, now: datetime) -> QuerySet[Dispute, _SettledCase]:
    """Agreements of the last year within so many hours of the request as the policy of the case
    says, the latest request first. Nobody earns one by dealing with themselves."""
    hours = Policy.objects.values_list("pk", "early_hours")
    early = [When(policy=pk, then=Value(timedelta(hours=number))) for pk, number in hours]
    # Not a join: for a large store PostgreSQL would read the proposals of all stores for it.
    answered = Proposal.objects.filter(pk=OuterRef("settlement")).values("answered_at")
    disputes = Dispute.objects.filter(
        ~OWN_DEALING, store=store, settled_by=SettledBy.AGREEMENT, opened_at__gt=now - PERIOD
    )
    found = disputes.annotate(agreed_at=Subquery(answered)).order_by("-opened_at")
    in_time = F("opened_at") + Case(*early, output_field=DurationField())
    return found.filter(agreed_at__lte=in_time).values_list("reference", "agreed_at")
