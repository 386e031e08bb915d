"""What every request passes through."""

from disputes.middleware.kept_forms import KeepsWhatWasTyped
from disputes.middleware.private_pages import PrivatePages
from disputes.middleware.refusals import RefusalPage
from disputes.middleware.staff_sessions import StaffSessions
from disputes.middleware.time_zone import ViewerTimeZone

__all__ = [
    "KeepsWhatWasTyped",
    "PrivatePages",
    "RefusalPage",
    "StaffSessions",
    "ViewerTimeZone",
]
