"""What the platform keeps about its own work. The parties see none of it."""

from arbitration.models.access_log import AccessLog
from arbitration.models.comments import Comment
from arbitration.models.drafts import RulingDraft
from arbitration.models.handovers import Handover
from arbitration.models.proposed_rulings import ProposedRuling
from arbitration.models.set_aside import SetAside
from arbitration.models.statistics import MonthStatistics

__all__ = [
    "AccessLog",
    "Comment",
    "Handover",
    "MonthStatistics",
    "ProposedRuling",
    "RulingDraft",
    "SetAside",
]
