"""What a person does about notices: reading them, and choosing what goes out by mail."""

from disputes import clock
from disputes.models import Dispute, Notice, User


def mark_read(person: User, dispute: Dispute) -> None:
    """Whoever opens a case has read what was told of it."""
    _mark(person, dispute=dispute)


def mark_all_read(person: User, until: int) -> None:
    """All that the list showed when the button was pressed: those up to this id."""
    _mark(person, pk__lte=until)


def _mark(person: User, **which: object) -> None:
    unread = Notice.objects.filter(person=person, read_at=None, **which)
    unread.update(read_at=clock.now())
