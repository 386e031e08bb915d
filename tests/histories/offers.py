"""What is offered, by the design: its normal form, its bounds, and who loses by a ruling."""

from collections.abc import Mapping

from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Party, Solution

NOTHING = Offer(Solution.NO_REFUND)
BOTH = frozenset({Party.BUYER, Party.SELLER})


def normal(offer: Offer, paid: int) -> Offer:
    """Only a return has freight, which the seller pays unless said otherwise; whoever pays it for
    the buyer pays half of what was paid at most, and that where nothing is said."""
    if offer.solution == Solution.NO_REFUND:
        return NOTHING
    if offer.solution == Solution.REFUND:
        return Offer(Solution.REFUND, offer.amount_minor)
    payer = offer.freight_payer or FreightPayer.SELLER
    if payer == FreightPayer.BUYER:
        return Offer(offer.solution, offer.amount_minor, payer)
    freight = offer.freight_minor or freight_most(paid)
    return Offer(offer.solution, offer.amount_minor, payer, freight)


def freight_most(paid: int) -> int:
    """Half of it, rounded up."""
    return paid - paid // 2


def losers(stands_for: Mapping[Party, Offer]) -> set[Party]:
    """Who got less by the ruling than they stand for: money, the goods, or the freight."""
    ruled, asked = stands_for[Party.PLATFORM], stands_for[Party.BUYER]
    offered = stands_for.get(Party.SELLER, NOTHING)
    keeps_goods, sends_back = Solution.REFUND, Solution.RETURN_AND_REFUND
    lost = {
        Party.BUYER: ruled.amount_minor < asked.amount_minor
        or (asked.solution, ruled.solution) == (keeps_goods, sends_back)
        or (ruled.freight_payer == FreightPayer.BUYER != asked.freight_payer)
        or (asked.freight_minor > ruled.freight_minor > 0),
        Party.SELLER: ruled.amount_minor > offered.amount_minor
        or (offered.solution, ruled.solution) == (sends_back, keeps_goods)
        or (ruled.freight_payer == FreightPayer.SELLER != offered.freight_payer)
        or (
            ruled.freight_payer == offered.freight_payer == FreightPayer.SELLER
            and ruled.freight_minor > offered.freight_minor
        ),
    }
    return {party for party, has_lost in lost.items() if has_lost}
