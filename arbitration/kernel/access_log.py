"""The access log: who of the platform opened what. Auditors read it, and answer people who ask who
has read their case."""

from arbitration.models import AccessLog
from disputes import clock
from disputes.models import Dispute, User


def log_access(user: User, dispute: Dispute, page: AccessLog.Page) -> None:
    """Log that this person of the platform opens this page of the case. Call it before the page is
    shown: what cannot be logged is not read."""
    AccessLog.objects.create(user=user, dispute=dispute, page=page, at=clock.expression())
