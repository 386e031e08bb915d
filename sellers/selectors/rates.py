"""A store's rates beside those of the platform."""

from dataclasses import dataclass

from disputes.models import Store
from sellers.models import MedianRates, StoreRates
from sellers.rules.rates import PERIODS, Counts


@dataclass(frozen=True)
class RateLine:
    """One period: what was counted of the store, and the median of the stores with orders enough;
    none before both were counted."""

    days: int
    counts: Counts
    median: MedianRates | None


def rates_of(store: Store) -> list[RateLine]:
    """A line for each period, the shorter one first; empty before the first count."""
    row = StoreRates.objects.filter(store=store).first()
    if row is None:
        return []
    medians = {median.days: median for median in MedianRates.objects.all()}
    return [RateLine(days, row.counts(days), medians.get(days)) for days in PERIODS]
