"""Who may see a case, and who may do what in it now."""

from disputes.permissions.acting import allowed, refusal
from disputes.permissions.appeals import appeal_open_to, latest_offers, losers, may_appeal
from disputes.permissions.evidence import relied_on, was_relied_on
from disputes.permissions.people import (
    ARBITRATE,
    AUDIT,
    SUPERVISE,
    Actor,
    Person,
    arbitrators,
    barred,
    bars,
    has_interest,
    holders,
    inside,
    interests,
    is_arbitrator,
    is_on_side,
    is_staff_of_platform,
    may_judge,
    may_see,
    oversees,
    ruled_by,
)
from disputes.permissions.reading import decisive_since, outdated
from disputes.permissions.verbs import DECLARED, declares

__all__ = [
    "ARBITRATE",
    "AUDIT",
    "DECLARED",
    "SUPERVISE",
    "Actor",
    "Person",
    "allowed",
    "appeal_open_to",
    "arbitrators",
    "barred",
    "bars",
    "decisive_since",
    "declares",
    "has_interest",
    "holders",
    "inside",
    "interests",
    "is_arbitrator",
    "is_on_side",
    "is_staff_of_platform",
    "latest_offers",
    "losers",
    "may_appeal",
    "may_judge",
    "may_see",
    "outdated",
    "oversees",
    "refusal",
    "relied_on",
    "ruled_by",
    "was_relied_on",
]
