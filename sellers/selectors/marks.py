"""Good marks of a store. Nobody gives them: they follow from its cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from disputes.models import Dispute, Policy, Store
from disputes.states import SettledBy

# How far back the pages about standing look.
PERIOD = timedelta(days=365)
# The reference of a case, and when the two sides agreed.
_Settled = tuple[str, datetime | None]


@dataclass(frozen=True)
class GoodMark:
    """A case that the two sides settled soon after the request."""

    case: str
    url: str
    at: datetime

    @classmethod
    def of(cls, found: _Settled, url: Callable[[str], str]) -> "GoodMark":
        case, at = found
        assert at is not None, "an agreement was answered"
        return cls(case, url(case), at)


def good_marks(store: Store, policy: Policy, now: datetime) -> QuerySet[Dispute, _Settled]:
    """Agreements of the last year within the policy's hours of the request, the latest request
    first."""
    early = timedelta(hours=policy.early_hours)
    cases = Dispute.objects.filter(
        store=store, settled_by=SettledBy.AGREEMENT, filed_at__gt=now - PERIOD
    )
    found = cases.filter(settlement__answered_at__lte=F("filed_at") + early).order_by("-filed_at")
    return found.values_list("reference", "settlement__answered_at")
