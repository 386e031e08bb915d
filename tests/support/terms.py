"""What is asked for, offered and ruled in tests, and on what."""

from disputes.models import Ground
from disputes.rules.solutions import Offer
from disputes.states import Party, Solution

PAID = 2300
FULL_REFUND = Offer(Solution.REFUND, PAID)
HALF = Offer(Solution.REFUND, PAID // 2)
BOTH = (Party.BUYER, Party.SELLER)
RETURN_AND_REFUND = Offer(Solution.RETURN_AND_REFUND, PAID)


def reasons_for(*cites: int) -> str:
    """Reasons that speak of the evidence with these numbers."""
    shown = "; ".join(f"evidence {number} shows a green mug" for number in cites)
    return f"The listing shows a blue mug that is all of one colour; {shown}."


def ground_for(offer: Offer, *, received: bool = True) -> Ground:
    """One that a ruling for this can rest on: about another colour, or a parcel that never came."""
    nothing = offer.solution == Solution.NO_REFUND
    if not received:
        return Ground.objects.get(code="delivery_proven" if nothing else "no_defence")
    return Ground.objects.get(code="matches_listing" if nothing else "differs_from_listing")
