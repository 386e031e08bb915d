"""A ruling of half the money, where a test is about something else than what is ruled."""

from arbitration.verbs import rulings
from disputes.models import Dispute, User
from tests.support.terms import HALF, ground_for, reasons_for


def rule_half(judge: User, dispute: Dispute) -> bool:
    """Does it count at once? As `issue_ruling`, on evidence 1."""
    return rulings.issue_ruling(
        judge, dispute, offer=HALF, ground=ground_for(HALF), reasons=reasons_for(1), cites=[1]
    )
