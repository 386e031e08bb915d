"""Both sides' record as the rows of a table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from arbitration.selectors.party_history import Ending, PartyHistory, Record
from disputes.templatetags.redress import counted
from sellers.selectors.waiting import Booked


@dataclass(frozen=True)
class Row:
    """One number of each side, or in words what there is instead."""

    label: str
    buyer: str
    store: str


def record(party_history: PartyHistory) -> list[Row]:
    """In the same order for both; what the one has won, the other has lost."""
    buyer, store = party_history.buyer, party_history.store
    rows = [
        (_("Won by ruling"), Ending.FOR_BUYER, Ending.FOR_STORE),
        (_("Won in part"), Ending.IN_PART, Ending.IN_PART),
        (_("Lost by ruling"), Ending.FOR_STORE, Ending.FOR_BUYER),
        (_("Settled by agreement"), Ending.AGREED, Ending.AGREED),
        (_("Store did not answer"), Ending.SILENCE, Ending.SILENCE),
        (_("Withdrawn by the buyer"), Ending.WITHDRAWN, Ending.WITHDRAWN),
    ]
    return [
        Row(_("Other cases that ended"), _ended(buyer), _ended(store)),
        *(
            Row(label, counted(buyer.endings[for_buyer]), counted(store.endings[for_store]))
            for label, for_buyer, for_store in rows
        ),
        Row(
            _("Still open"), counted(buyer.endings[Ending.OPEN]), counted(party_history.store_open)
        ),
        Row(_("Orders"), counted(party_history.buyer_orders), counted(party_history.store_orders)),
        Row(_("Orders that came to a case"), "–", _share(party_history)),
        Row(_("Penalty points now"), "–", _points(party_history.points)),
    ]


def _points(booked: Booked) -> str:
    if not booked.waiting:
        return str(booked.points)
    return _("%(points)d, so far booked") % {"points": booked.points}


def _ended(record: Record) -> str:
    number = counted(record.endings.total() - record.endings[Ending.OPEN])
    return _("The latest %(number)s") % {"number": number} if record.only_latest else number


def _share(party_history: PartyHistory) -> str:
    return _("%(cases)s of the latest %(orders)s") % {
        "cases": counted(party_history.store_disputed),
        "orders": counted(party_history.store_latest),
    }
