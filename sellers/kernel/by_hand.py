"""A penalty by hand, before it counts: does one person suffice for it?

What one person has given one store alone counts together over the days of the policy, so that many
points are not given in parts.
"""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Sum, When

from disputes.models import Dispute, Policy, Store, User
from disputes.rules.policy import days
from sellers.kernel.ledgers import Ledger
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.models import Breach, Rule
from sellers.states import BreachState, PenaltyState, Trigger


@dataclass(frozen=True)
class PenaltyTerms:
    """Which rule, why, in which case, and on which evidence of it (by its numbers)."""

    rule: Rule
    reasons: str
    dispute: Dispute | None = None
    cites: tuple[int, ...] = ()


def breach_by_hand(ledger: Ledger, supervisor: User, store: Store, terms: PenaltyTerms) -> Breach:
    """The row of it, not saved: to be booked, or to be approved by a second person first."""
    breach = Breach(
        store=store,
        dispute=terms.dispute,
        trigger=Trigger.BY_HAND,
        rule=terms.rule,
        reasons=terms.reasons,
        cites=list(terms.cites),
        at=ledger.now,
        found_by=supervisor,
        state=BreachState.NOTED,
    )
    preview, policy = LedgerPreview(ledger).of_breaches([breach]), Policy.objects.latest()
    assert preview is not None, "what is found by hand names its rule"
    if preview.points + given_alone(ledger, supervisor, policy) >= policy.second_person_points:
        breach.state = BreachState.PROPOSED
    return breach


def given_alone(ledger: Ledger, supervisor: User, policy: Policy) -> int:
    """The points that this person has given the store of late, and nobody else has looked at."""
    since = ledger.now - days(policy.second_person_days)
    alone = Breach.objects.filter(
        store=ledger.standing.store_id,
        trigger=Trigger.BY_HAND,
        found_by=supervisor,
        reviewed_by=None,
        state__in=[BreachState.NOTED, BreachState.PENALISED],
        at__gt=since,
    )
    points = Case(
        When(penalty__state=PenaltyState.REVOKED, then=0),
        When(penalty__isnull=False, then=F("penalty__points")),
        default=F("rule__points"),  # it waits to be booked
        output_field=IntegerField(),
    )
    return alone.aggregate(sum=Sum(points))["sum"] or 0
