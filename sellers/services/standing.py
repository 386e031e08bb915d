"""Penalties: rows that an act on a case makes, saved with it."""

from disputes.rules.policy import days
from disputes.services.changes import Change
from sellers.models import Penalty, Rule


def penalise_silence(change: Change) -> None:
    """The store did not answer a request in time; points as the case's policy says."""
    policy = change.dispute.policy
    change.add(
        Penalty(
            store_id=change.dispute.store_id,
            dispute=change.dispute,
            rule=Rule.NO_RESPONSE,
            points=policy.no_response_points,
            given_at=change.now,
            expires_at=change.now + days(policy.penalty_days),
        )
    )
