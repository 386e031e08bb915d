"""The terms of a ruling: what they must hold before it can be issued."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from arbitration.kernel.citations import check_cites
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from disputes import access
from disputes.errors import Code, Refused
from disputes.models import Dispute, Evidence, Ground
from disputes.permissions import latest_offers
from disputes.rules.solutions import Offer, check, outcome_of
from disputes.states import Party


@dataclass(frozen=True)
class RulingTerms:
    """What is ruled, on which ground, why, and on which evidence (by its numbers)."""

    offer: Offer
    ground: Ground
    reasons: str
    cites: tuple[int, ...]


def check_offer(dispute: Dispute, offer: Offer) -> Offer:
    """What an arbitrator may rule in this case, in its normal form; refused otherwise."""
    return check(
        offer,
        paid_minor=dispute.snapshot.paid_minor,
        left_minor=access.left_to_refund([dispute])[dispute.pk],
        currency=dispute.currency,
        may_return=dispute.may_return,
        freight_percent=dispute.policy.freight_percent,
        platform_may_pay=True,
    )


def is_large(dispute: Dispute, offer: Offer) -> bool:
    """Does a ruling for this offer need a second arbitrator? Refusing a large sum does, as well.

    Source: `Policy.large_amounts` of the case, by currency; where a currency has no number there,
    every amount is large.
    """
    asked = latest_offers(dispute)[Party.BUYER].amount_minor
    limit: int = dispute.policy.large_amounts.get(dispute.currency, 0)
    return max(asked, offer.amount_minor) >= limit


def needs_approval(dispute: Dispute, offer: Offer) -> bool:
    """Must a second arbitrator approve a ruling for this? Not where there is none."""
    return is_large(dispute, offer) and bool(EligibleArbitrators.of([dispute]).able(dispute))


def check_terms(dispute: Dispute, terms: RulingTerms, now: datetime) -> list[Evidence]:
    """The evidence that is cited; refused where ground or evidence do not do."""
    check_ground(dispute, terms.ground, terms.offer)
    return check_cites(dispute, terms.cites, now)


def check_ground(dispute: Dispute, ground: Ground, offer: Offer) -> None:
    """Refused where this ground is switched off or does not fit the outcome."""
    if not ground.active:
        raise Refused(Code.REASON_INVALID, _("Choose the ground of the ruling."), field="ground")
    outcome = outcome_of(offer, paid_minor=dispute.snapshot.paid_minor)
    if outcome not in ground.outcomes:
        raise Refused(
            Code.REASON_INVALID,
            _("“%(ground)s” is no ground for this outcome: %(outcome)s.")
            % {"ground": ground.title, "outcome": outcome.label},
            field="ground",
        )
