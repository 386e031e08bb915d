"""What each side will read once a ruling counts, shown before it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arbitration.forms import ApprovalForm, RulingForm
from arbitration.verbs.approval import proposed_ruling
from disputes.models import Dispute, Ground
from disputes.permissions import appeal_open_to, latest_offers, losers
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer
from disputes.states import Party
from disputes.wording import offer_in_words
from disputes.wording.rulings import meaning
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.rules.account import PenaltyPreview
from sellers.states import Trigger


@dataclass(frozen=True)
class Reader:
    """A side, and what the ruling means to it."""

    party: Party
    meaning: Sequence[str]


def appellants_of(dispute: Dispute, offer: Offer) -> frozenset[Party]:
    """Who could appeal a ruling for this."""
    return appeal_open_to(dispute, latest_offers(dispute) | {Party.PLATFORM: offer})


def penalty_preview_of(dispute: Dispute, offer: Offer, ground: Ground) -> PenaltyPreview | None:
    """What a ruling for this would cost the store once it is final, if anything."""
    if Party.SELLER not in losers(latest_offers(dispute) | {Party.PLATFORM: offer}):
        return None
    return LedgerPreview.of(dispute.store_id).penalty_preview(
        Trigger.RULING_LOST, ground=ground.code
    )


def ruling_preview(form: RulingForm, now: datetime) -> dict[str, Any]:
    """The preview of a ruling that was typed."""
    cleaned = form.cleaned_data
    return _preview(
        form.dispute, form.offer, cleaned["ground"], cleaned["reasons"], cleaned["cites"], now
    )


def approved_preview(form: ApprovalForm, now: datetime) -> dict[str, Any]:
    """The preview of the ruling that waits for approval."""
    proposed = proposed_ruling(form.dispute)
    if proposed is None:  # the page says that there is none
        return {}
    preview = _preview(
        form.dispute, proposed.offer, proposed.ground, proposed.reasons, proposed.cites, now
    )
    return preview | {"proposed": proposed}


def _preview(
    dispute: Dispute,
    offer: Offer,
    ground: Ground,
    reasons: str,
    cites: Sequence[int],
    now: datetime,
) -> dict[str, Any]:
    appellants = appellants_of(dispute, offer)
    until = instant(clocks.appeal(dispute.policy, now))
    return {
        "offer": offer_in_words(offer, dispute.currency),
        "ground": ground,
        "reasons": reasons,
        "cites": sorted(cites),
        "readers": [
            Reader(party, meaning(dispute, offer, appellants, until, party))
            for party in (Party.BUYER, Party.SELLER)
        ],
    }
