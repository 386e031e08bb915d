"""What stands in the admin. Whatever is not registered here has no address there."""

from arbitration.admin import (
    cases,
    grounds,
    messages,
    pauses,
    policies,
    reasons,
    records,
    standing,
)

__all__ = [
    "cases",
    "grounds",
    "messages",
    "pauses",
    "policies",
    "reasons",
    "records",
    "standing",
]
