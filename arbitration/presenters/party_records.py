"""Both sides' record as the rows of a table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from arbitration.selectors.party_history import DisputeEnding, PartyHistory, PartyRecord
from disputes.templatetags.redress import counted
from sellers.selectors.waiting import Booked


@dataclass(frozen=True)
class PartyRecordRow:
    """One number of each side, or in words what there is instead."""

    label: str
    buyer: str
    store: str


def record(party_history: PartyHistory) -> list[PartyRecordRow]:
    """The numbers of both sides in the same order; what the one has won, the other has lost."""
    buyer, store = party_history.buyer, party_history.store
    rows = [
        (_("Won by ruling"), DisputeEnding.FOR_BUYER, DisputeEnding.FOR_STORE),
        (_("Won in part"), DisputeEnding.IN_PART, DisputeEnding.IN_PART),
        (_("Lost by ruling"), DisputeEnding.FOR_STORE, DisputeEnding.FOR_BUYER),
        (_("Settled by agreement"), DisputeEnding.AGREED, DisputeEnding.AGREED),
        (_("Store did not answer"), DisputeEnding.SILENCE, DisputeEnding.SILENCE),
        (_("Platform did not rule in time"), DisputeEnding.UNRULED, DisputeEnding.UNRULED),
        (_("Withdrawn by the buyer"), DisputeEnding.WITHDRAWN, DisputeEnding.WITHDRAWN),
    ]
    return [
        PartyRecordRow(_("Other cases that ended"), _ended(buyer), _ended(store)),
        *(
            PartyRecordRow(
                label, counted(buyer.endings[for_buyer]), counted(store.endings[for_store])
            )
            for label, for_buyer, for_store in rows
        ),
        PartyRecordRow(
            _("Still open"),
            counted(buyer.endings[DisputeEnding.OPEN]),
            counted(party_history.store_open),
        ),
        PartyRecordRow(
            _("Orders"), counted(party_history.buyer_orders), counted(party_history.store_orders)
        ),
        PartyRecordRow(_("Orders that came to a case"), "–", _share(party_history)),
        PartyRecordRow(_("Penalty points now"), "–", _points(party_history.points)),
    ]


def _points(booked: Booked) -> str:
    if not booked.waiting:
        return str(booked.points)
    return _("%(points)d, so far booked") % {"points": booked.points}


def _ended(record: PartyRecord) -> str:
    number = counted(record.endings.total() - record.endings[DisputeEnding.OPEN])
    return _("The latest %(number)s") % {"number": number} if record.only_latest else number


def _share(party_history: PartyHistory) -> str:
    return _("%(cases)s of the latest %(orders)s") % {
        "cases": counted(party_history.store_disputed),
        "orders": counted(party_history.store_latest),
    }
