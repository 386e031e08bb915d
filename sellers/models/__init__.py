"""The rows of a store's standing, and what it keeps for its messages."""

from sellers.models.appeals import PenaltyAppeal
from sellers.models.breaches import Breach
from sellers.models.entries import Entry
from sellers.models.events import LedgerEvent
from sellers.models.marketplace import MarketplaceNotice
from sellers.models.penalties import Penalty
from sellers.models.rates import MedianRates, StoreRates
from sellers.models.replies import SavedReply
from sellers.models.rules import Rule
from sellers.models.sanctions import Sanction
from sellers.models.standing import Standing

__all__ = [
    "Breach",
    "Entry",
    "LedgerEvent",
    "MarketplaceNotice",
    "MedianRates",
    "Penalty",
    "PenaltyAppeal",
    "Rule",
    "Sanction",
    "SavedReply",
    "Standing",
    "StoreRates",
]
