"""The rows of a store's standing."""

from sellers.models.appeals import PenaltyAppeal
from sellers.models.ledger import Entry, Penalty
from sellers.models.marketplace import MarketplaceNotice
from sellers.models.rates import MedianRates, StoreRates
from sellers.models.rules import Breach, Rule
from sellers.models.standing import Sanction, Standing

__all__ = [
    "Breach",
    "Entry",
    "MarketplaceNotice",
    "MedianRates",
    "Penalty",
    "PenaltyAppeal",
    "Rule",
    "Sanction",
    "Standing",
    "StoreRates",
]
