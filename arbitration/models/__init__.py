"""What the platform keeps about its own work. The parties see none of it."""

from arbitration.models.desk import Comment, Handover, ProposedRuling, RulingDraft
from arbitration.models.figures import MonthFigures
from arbitration.models.looks import Look
from arbitration.models.set_aside import SetAside

__all__ = [
    "Comment",
    "Handover",
    "Look",
    "MonthFigures",
    "ProposedRuling",
    "RulingDraft",
    "SetAside",
]
