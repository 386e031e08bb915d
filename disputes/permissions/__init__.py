"""Who may see a case, and who may do what in it now."""

from disputes.permissions.acting import allowed, refusal
from disputes.permissions.appeals import appeal_open_to, latest_offers, losers, may_appeal
from disputes.permissions.evidence import relied_on, was_relied_on
from disputes.permissions.people import (
    ARBITRATE,
    AUDIT,
    SUPERVISE,
    Actor,
    barring_rulings,
    has_interest,
    holders,
    is_arbitrator,
    is_on_side,
    is_staff_of_platform,
    may_judge,
    may_see,
    oversees,
)
from disputes.permissions.verbs import DECLARED, declares

__all__ = [
    "ARBITRATE",
    "AUDIT",
    "DECLARED",
    "SUPERVISE",
    "Actor",
    "allowed",
    "appeal_open_to",
    "barring_rulings",
    "declares",
    "has_interest",
    "holders",
    "is_arbitrator",
    "is_on_side",
    "is_staff_of_platform",
    "latest_offers",
    "losers",
    "may_appeal",
    "may_judge",
    "may_see",
    "oversees",
    "refusal",
    "relied_on",
    "was_relied_on",
]
