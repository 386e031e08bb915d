"""What the platform keeps about its own work. The parties see none of it."""

from arbitration.models.access_log import AccessLog
from arbitration.models.desk import Comment, Handover, ProposedRuling, RulingDraft
from arbitration.models.figures import MonthFigures
from arbitration.models.set_aside import SetAside

__all__ = [
    "AccessLog",
    "Comment",
    "Handover",
    "MonthFigures",
    "ProposedRuling",
    "RulingDraft",
    "SetAside",
]
