"""What the pages read of a store's standing."""

from collections.abc import Sequence

from django.db.models import QuerySet

from disputes.models import Dispute, Store
from sellers.models import Penalty, Standing


def points_of(stores: Sequence[Store]) -> list[tuple[str, int]]:
    """The name of each store, and the points that count against it now."""
    balances = dict(Standing.objects.filter(store__in=stores).values_list("store", "balance"))
    return [(store.name, balances.get(store.pk, 0)) for store in stores]


def balance_of(store_id: int) -> int:
    """The points that count against a store now; none before its first breach."""
    return Standing.objects.filter(store=store_id).values_list("balance", flat=True).first() or 0


def penalties_in(case: Dispute) -> QuerySet[Penalty]:
    """What this case has come to for its store."""
    return Penalty.objects.filter(breach__dispute=case).select_related("rule").order_by("pk")
