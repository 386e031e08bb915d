"""What people of the platform told each other about a case. Neither side ever reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.models import Dispute, User


@dataclass(frozen=True)
class ShownComment:
    """One comment; `occasion` says what it was written for, empty where for nothing but itself."""

    author: User | None
    at: datetime
    text: str
    occasion: str = ""


def comments_of(dispute: Dispute) -> list[ShownComment]:
    """The latest first; three queries.

    Also why a case was handed back, and why a ruling was sent back: the next one must read that.
    """
    own = [
        ShownComment(comment.author, comment.written_at, comment.text)
        for comment in dispute.comments.select_related("author")
    ]
    handed = [
        ShownComment(handover.giver, handover.at, handover.comment, handover.get_why_display())
        for handover in dispute.handovers.exclude(comment="").select_related("giver")
    ]
    sent_back = [
        ShownComment(ruling.reviewer, ruling.answered_at, ruling.comment, _("Ruling sent back"))
        for ruling in dispute.proposed_rulings.exclude(comment="").select_related("reviewer")
        if ruling.answered_at is not None
    ]
    return sorted([*own, *handed, *sent_back], key=lambda comment: comment.at, reverse=True)
