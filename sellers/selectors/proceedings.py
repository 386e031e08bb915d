"""Which cases are needed still: a penalty that rests on them is contested, or can be."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from disputes.models import Policy
from disputes.rules.policy import days
from sellers.models import Breach
from sellers.rules.rates import PERIODS
from sellers.states import RATES, STANDING, BreachState


def needed_for_penalties(as_of: datetime) -> Q:
    """A condition on cases: what was said and shown there may still decide about a penalty.

    Of a penalty for silence these are all cases that it stands for, and of one for a rate all that
    may have been counted.
    """
    pending = _pending(as_of, Policy.objects.latest())
    counted = timedelta(days=max(PERIODS))
    return (
        Q(Exists(Breach.objects.filter(pending, dispute=OuterRef("pk"))))
        | Q(Exists(Breach.objects.filter(pending, counted_with__dispute=OuterRef("pk"))))
        | Q(
            Exists(
                Breach.objects.filter(
                    pending,
                    store=OuterRef("store"),
                    trigger__in=RATES,
                    at__gte=OuterRef("opened_at"),
                    at__lt=OuterRef("opened_at") + counted,
                )
            )
        )
    )


def _pending(as_of: datetime, policy: Policy) -> Q:
    """A condition on breaches: the penalty waits for a second person or for the ledger, can be
    appealed, or its appeal was not decided by then."""
    waits = Q(state=BreachState.NOTED, at__gt=as_of - days(policy.penalty_appeal_days))
    may_be_appealed = Q(
        penalty__state__in=STANDING, penalty__appeal=None, penalty__appeal_until__gt=as_of
    )
    is_contested = Q(penalty__appeal__isnull=False) & (
        Q(penalty__appeal__decision="") | Q(penalty__appeal__decided_at__gt=as_of)
    )
    return Q(state=BreachState.PROPOSED) | waits | may_be_appealed | is_contested
