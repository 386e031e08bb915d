"""Good marks of a store. Nobody gives them: they follow from its cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery

from disputes.models import Dispute, Policy, Proposal, Store
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


def good_marks(store: Store, policy: Policy, now: datetime) -> QuerySet[Dispute, _SettledCase]:
    """Agreements of the last year within the policy's hours of the request, the latest request
    first."""
    early = timedelta(hours=policy.early_hours)
    # Not a join: for a large store PostgreSQL would read the proposals of all stores for it.
    answered = Proposal.objects.filter(pk=OuterRef("settlement")).values("answered_at")
    disputes = Dispute.objects.filter(
        store=store, settled_by=SettledBy.AGREEMENT, opened_at__gt=now - PERIOD
    )
    found = disputes.annotate(agreed_at=Subquery(answered)).order_by("-opened_at")
    return found.filter(agreed_at__lte=F("opened_at") + early).values_list("reference", "agreed_at")
