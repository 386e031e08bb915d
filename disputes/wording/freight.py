"""What is said of the cost of a way back before it is claimed."""

from datetime import datetime

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.rules import clocks
from disputes.rules.instants import instant


def how_long_mended(dispute: Dispute, now: datetime) -> str:
    """Until when a sum can be mended once it is claimed, or that it cannot."""
    assert dispute.due_at is not None, "a return in transit has a clock"
    latest = clocks.last_answered(dispute.policy, dispute.due_at, dispute.rested)
    if dispute.return_delivered_at is None and now <= latest:
        return _(
            "You can correct it until the delivery is known, and until %(at)s at the latest."
        ) % {"at": instant(latest)}
    return _("The seller can look at it until %(at)s. You cannot correct it after this.") % {
        "at": instant(max(dispute.due_at, clocks.answer(dispute.policy, now, dispute.rested)))
    }
