"""Who of the platform opened what: for auditors, and for whoever asks who has read their case."""

from arbitration.models import AccessLog
from disputes import clock
from disputes.models import Dispute, User


def log_access(user: User, dispute: Dispute, page: AccessLog.Page) -> None:
    """Note that this person of the platform opened this page of the case. Before it is shown: who
    cannot be noted does not read."""
    AccessLog.objects.create(user=user, dispute=dispute, page=page, at=clock.expression())
