"""What each side will read once a ruling counts, shown before it does."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arbitration.background.consequences import carry_out_consequence
from arbitration.forms import ApprovalForm, RulingForm
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from arbitration.kernel.terms import RulingTerms
from arbitration.verbs.approval import proposed_ruling
from arbitration.verbs.rulings import rule
from disputes.kernel.changes import Change, changes_of, rows_of
from disputes.models import Dispute, Ground, User
from disputes.permissions import PLATFORM, Actor, appeal_open_to, latest_offers
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer
from disputes.states import Party, State
from disputes.wording import offer_in_words
from disputes.wording.rulings import meaning
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.models import Breach
from sellers.rules.previews import PenaltyPreview


@dataclass(frozen=True)
class Reader:
    """A side, and what the ruling means to it."""

    party: Party
    meaning: Sequence[str]


def appellants_of(dispute: Dispute, offer: Offer) -> frozenset[Party]:
    """Who could appeal a ruling for this."""
    return appeal_open_to(dispute, latest_offers(dispute) | {Party.PLATFORM: offer})


def penalty_preview_of(
    dispute: Dispute, arbitrator: User, offer: Offer, ground: Ground, now: datetime
) -> PenaltyPreview | None:
    """What a ruling for this would cost the store once it is final, if anything: it is made, and
    its time to appeal runs out, on a copy of the case."""
    tried = copy(dispute)
    [change] = changes_of([tried], Actor(arbitrator, Party.PLATFORM), now)
    rule(change, RulingTerms(offer, ground, "", ()), [], arbitrator=arbitrator)
    changes = [change]
    if tried.state == State.RULED:
        assert tried.due_at is not None, "the time to appeal has an end"
        changes.append(Change(tried, PLATFORM, tried.due_at, change.live))
        carry_out_consequence(changes[-1], EligibleArbitrators.of([]))
    breaches = rows_of(changes, Breach)
    until = max((breach.at for breach in breaches), default=now)
    preview = LedgerPreview.of(dispute.store_id, now=now, until=until, disputes=[dispute.pk])
    return preview.of_breaches(breaches)


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
    until = instant(clocks.appeal(dispute.policy, now, dispute.rests_in(State.RULED)))
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
