"""Who may appeal: the side that lost by a ruling, once in a case."""

from disputes.models import Dispute
from disputes.rules.solutions import Offer, losing_sides
from disputes.states import Party


def may_appeal(dispute: Dispute) -> frozenset[Party]:
    """The sides that lost by the latest ruling and have not used their appeal."""
    return frozenset(side.party for side in dispute.sides if side.may_appeal)


def latest_offers(dispute: Dispute) -> dict[Party, Offer]:
    """What each side stands for: its last proposal, on the table or not."""
    return {Party(proposal.party): proposal.offer for proposal in dispute.proposals.all()}


def appeal_open_to(dispute: Dispute, offers: dict[Party, Offer]) -> frozenset[Party]:
    """Who lost by the platform's offer among these, and has not appealed in this case before."""
    return frozenset(party for party in losers(offers) if not dispute.side(party).appealed_at)


def losers(offers: dict[Party, Offer]) -> frozenset[Party]:
    """Who lost by the platform's offer among these: see `rules.solutions.losing_sides`."""
    return losing_sides(
        offers[Party.PLATFORM], asked=offers[Party.BUYER], offered=offers.get(Party.SELLER)
    )
