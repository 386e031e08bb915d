"""The terms of a ruling: what they must hold before it can be issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from arbitration.kernel.citations import check_cites, not_yet_answered
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from arbitration.kernel.written_reasons import check_reasons
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
    """The evidence that is cited; refused where ground, evidence or reasons do not do."""
    check_ground(dispute, terms.ground, terms.offer)
    evidence = list(dispute.evidence.prefetch_related("files"))
    unanswered = not_yet_answered(dispute, evidence, now)
    cited = check_cites(evidence, unanswered, terms.cites)
    check_shown(terms.ground, cited)
    check_reasons(
        dispute, terms.reasons, cites=terms.cites, evidence=evidence, unanswered=unanswered
    )
    return cited


def fitting_grounds(dispute: Dispute) -> QuerySet[Ground]:
    """The grounds that a ruling in this case can rest on, by what it is about."""
    grounds = Ground.objects.filter(
        Q(reasons=[]) | Q(reasons__overlap=dispute.reason.codes), active=True
    )
    return grounds if dispute.return_contested_at else grounds.exclude(only_returns=True)


def check_shown(ground: Ground, cited: Sequence[Evidence]) -> None:
    """Refused where the ground speaks of photos or files, and none is cited."""
    files = [file for item in cited for file in item.current_attachments]
    if ground.needs == Ground.Needs.PHOTO and not any(file.is_photo for file in files):
        sentence = _("“%(ground)s” speaks of photos: cite evidence with at least one.")
    elif ground.needs == Ground.Needs.FILE and not files:
        sentence = _("“%(ground)s” speaks of a document: cite evidence with a file.")
    else:
        return
    raise Refused(Code.CITATION_INVALID, sentence % {"ground": ground.title}, field="cites")


def check_ground(dispute: Dispute, ground: Ground, offer: Offer) -> None:
    """Refused where this ground is switched off, or fits the reason or the outcome of the case
    not."""
    if not ground.active:
        raise Refused(Code.REASON_INVALID, _("Choose the ground of the ruling."), field="ground")
    if not fitting_grounds(dispute).filter(pk=ground.pk).exists():
        raise Refused(
            Code.REASON_INVALID,
            _("“%(ground)s” is only a ground where a return was contested.")
            % {"ground": ground.title}
            if ground.only_returns
            else _("“%(ground)s” is no ground for the reason of this case: %(reason)s.")
            % {"ground": ground.title, "reason": dispute.reason.label},
            field="ground",
        )
    outcome = outcome_of(offer, paid_minor=dispute.snapshot.paid_minor)
    if outcome not in ground.outcomes:
        raise Refused(
            Code.REASON_INVALID,
            _("“%(ground)s” is no ground for this outcome: %(outcome)s.")
            % {"ground": ground.title, "outcome": outcome.label},
            field="ground",
        )
