"""Which evidence stays as it is, since somebody relied on it."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Dispute, Evidence


def was_relied_on(dispute: Dispute, evidence: Evidence) -> bool:
    """Was this there when an arbitrator, or an agreement, relied on it? Then it stays."""
    return (
        dispute.evidence_closed_at is not None and evidence.added_at <= dispute.evidence_closed_at
    )


def relied_on(dispute: Dispute, evidence: Evidence) -> Refused | None:
    """Why this evidence stays as it is, if it does."""
    if not was_relied_on(dispute, evidence):
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _(
            "This evidence was in the file when it was closed, so it stays as it is. You can add "
            "new evidence while the file is open."
        ),
    )
