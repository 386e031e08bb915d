"""What the floors below tell the platform of: `ArbitrationConfig` loads this module."""

from typing import Any

from django.dispatch import receiver

from arbitration.background.consequences import carry_out_consequence
from arbitration.kernel.access_log import log_access
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from arbitration.kernel.set_aside import stuck_since
from arbitration.models import AccessLog
from disputes.kernel.changes import Change
from disputes.models import Attachment, User
from disputes.permissions import has_interest, is_staff_of_platform
from disputes.views.files import attachment_opened
from disputes.wording import standstill
from sellers.kernel import foresight


def run_out(change: Change) -> None:
    """What the sweep does to this case, for those who foretell it to its seller."""
    carry_out_consequence(change, EligibleArbitrators.of([]))


foresight.consequences.append(run_out)
standstill.lookups.append(stuck_since)


@receiver(attachment_opened)
def log_opened_attachment(*, user: User, file: Attachment, original: bool, **kwargs: Any) -> None:
    """Log who of the platform opened this file; not those who read as a side of the case, and not
    thumbnails, which come with a page."""
    if file.evidence is None:
        return
    dispute = file.evidence.dispute
    if is_staff_of_platform(user) and not has_interest(user, dispute):
        log_access(
            user, dispute, AccessLog.Page.ORIGINAL if original else AccessLog.Page.ATTACHMENT
        )
