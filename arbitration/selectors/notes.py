"""What people of the platform told each other about a case. Neither side ever reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.models import Dispute, User


@dataclass(frozen=True)
class DeskNote:
    """One note; `occasion` says what it was written for, empty where for nothing but itself."""

    author: User | None
    at: datetime
    words: str
    occasion: str = ""


def notes_of(case: Dispute) -> list[DeskNote]:
    """The latest first; three queries.

    Also why a case was handed back, and why a ruling was sent back: the next one must read that.
    """
    own = [
        DeskNote(note.author, note.written_at, note.words)
        for note in case.notes.select_related("author")
    ]
    handed = [
        DeskNote(handover.giver, handover.at, handover.note, handover.get_why_display())
        for handover in case.handovers.exclude(note="").select_related("giver")
    ]
    sent_back = [
        DeskNote(ruling.reviewer, ruling.answered_at, ruling.note, _("Ruling sent back"))
        for ruling in case.proposed_rulings.exclude(note="").select_related("reviewer")
        if ruling.answered_at is not None
    ]
    return sorted([*own, *handed, *sent_back], key=lambda note: note.at, reverse=True)
