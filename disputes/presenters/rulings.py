"""Rulings and requests for evidence in the shape that the components of the pages take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.models import Event, Ground, Ruling
from disputes.permissions import may_appeal
from disputes.rules.instants import instant
from disputes.selectors import DisputeView
from disputes.states import NOT_FINAL, AskedFor, EventKind, Fate, State
from disputes.wording import offer_in_words
from disputes.wording.rulings import acceptance, accepted_by, meaning, verdict


@dataclass(frozen=True)
class RulingCard:
    """A ruling as a side reads it. `meaning` is there for the one that can still be appealed."""

    offer: str
    fate: Fate
    stands: bool
    verdict: str
    at: datetime
    approved: bool
    ground: Ground
    reasons: str
    cites: Sequence[int]
    accepted: Sequence[str]
    meaning: Sequence[str]
    erased_at: datetime | None


@dataclass(frozen=True)
class EvidenceRequest:
    """What an arbitrator asks of the viewer, and until when."""

    kinds: Sequence[str]
    text: str
    until: datetime


def ruling_cards(view: DisputeView) -> list[RulingCard]:
    """Every ruling, the latest first."""
    judged = zip(view.rulings, view.fates, strict=True)
    return [_card(view, ruling, fate) for ruling, fate in judged][::-1]


def asked_of_viewer(view: DisputeView) -> EvidenceRequest | None:
    """What the viewer is asked for now."""
    dispute = view.dispute
    if view.viewer not in dispute.asked_sides:
        return None
    asked = _last_request(view.events)
    if asked is None or dispute.asked_until is None:
        return None
    return EvidenceRequest(
        kinds=[str(AskedFor(kind).label) for kind in asked.data["kinds"]],
        text=asked.data.get("text", ""),
        until=dispute.asked_until,
    )


def _last_request(events: Sequence[Event]) -> Event | None:
    asked = (event for event in reversed(events) if event.kind == EventKind.EVIDENCE_REQUESTED)
    return next(asked, None)


def _card(view: DisputeView, ruling: Ruling, fate: Fate) -> RulingCard:
    dispute = view.dispute
    return RulingCard(
        offer=offer_in_words(ruling.proposal.offer, ruling.proposal.currency),
        fate=fate,
        stands=fate in NOT_FINAL or fate == Fate.FINAL,
        verdict=verdict(ruling),
        at=ruling.ruled_at,
        approved=ruling.approved_by_id is not None,
        ground=ruling.ground,
        reasons=ruling.reasons,
        cites=ruling.cites,
        accepted=[
            acceptance(party, instant(at), view.viewer)
            for party, at in accepted_by(dispute, ruling)
        ],
        meaning=_meaning(view, ruling) if ruling == view.ruling else [],
        erased_at=dispute.erased_at,
    )


def _meaning(view: DisputeView, ruling: Ruling) -> list[str]:
    dispute = view.dispute
    if dispute.state == State.RULED and dispute.due_at is not None:
        until = instant(dispute.due_at)
        return meaning(dispute, ruling.proposal.offer, may_appeal(dispute), until, view.viewer)
    if dispute.state == State.APPEALED:
        return [
            _("Another arbitrator, who did not rule before, looks at the whole case again."),
            _("No money moves while the appeal is open."),
        ]
    return []
