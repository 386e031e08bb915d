"""The cases about the same item before this one: what was said and shown there, and what people of
the platform wrote, so that nobody judges without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from arbitration.models import ProposedRuling
from arbitration.presenters.sides import SideColumn, sides
from arbitration.selectors.comments import ShownComment, comments_of
from disputes.access import disputes_about
from disputes.models import Dispute, Ground, Ruling
from disputes.permissions import Actor
from disputes.selectors import DisputeView, dispute_view
from disputes.wording import offer_in_words


@dataclass(frozen=True)
class WrittenRuling:
    """A ruling of an earlier case, whether or not it was ever issued."""

    issued: bool
    at: datetime
    author: str
    offer: str
    ground: Ground
    reasons: str


@dataclass(frozen=True)
class EarlierCase:
    """One of them."""

    view: DisputeView
    sides: Sequence[SideColumn]
    rulings: Sequence[WrittenRuling]
    comments: Sequence[ShownComment]


def earlier_disputes(dispute: Dispute) -> list[Dispute]:
    """The latest first; as few as a buyer may apply for the same line, and its pieces."""
    about = disputes_about(dispute.line).filter(opened_at__lt=dispute.opened_at)
    return list(about.select_related("policy", "reason", "store", "buyer", "snapshot"))


def earlier_cases(disputes: Sequence[Dispute], actor: Actor, now: datetime) -> list[EarlierCase]:
    views = [dispute_view(dispute, actor, now) for dispute in disputes]
    return [
        EarlierCase(view, sides(view), list(_rulings(view)), comments_of(view.dispute))
        for view in views
    ]


def _rulings(view: DisputeView) -> Iterator[WrittenRuling]:
    dispute = view.dispute
    unissued = dispute.proposed_rulings.exclude(approved=True).select_related("author", "ground")
    for proposed in unissued:
        yield _written(proposed, proposed.author.name, proposed.proposed_at, dispute)
    for ruling in view.rulings:
        yield _written(ruling, ruling.arbitrator.name, ruling.ruled_at, dispute)


def _written(
    ruling: Ruling | ProposedRuling, author: str, at: datetime, dispute: Dispute
) -> WrittenRuling:
    issued = isinstance(ruling, Ruling)
    offer = ruling.proposal.offer if isinstance(ruling, Ruling) else ruling.offer
    words = offer_in_words(offer, dispute.currency)
    return WrittenRuling(issued, at, author, words, ruling.ground, ruling.reasons)
