"""What a person does about notices: reading them, and choosing what goes out by mail."""

from disputes import clock
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, Notice, NoticeSettings, User
from disputes.states import OPTIONAL_NOTICES, NoticeKind


def mark_read(person: User, dispute: Dispute) -> None:
    """Whoever opens a case has read what was told of it."""
    _mark(person, dispute=dispute)


def mark_all_read(person: User, until: int) -> None:
    """All that the list showed when the button was pressed: those up to this id."""
    _mark(person, pk__lte=until)


def _mark(person: User, **which: object) -> None:
    unread = Notice.objects.filter(person=person, read_at=None, **which)
    unread.update(read_at=clock.expression())


def switch_off(person: int, kind: NoticeKind) -> None:
    """This person gets no more mails of this kind, which is one that may be switched off; how often
    that is said does not matter."""
    assert kind in OPTIONAL_NOTICES, "whoever missed it would lose by it"
    with one_transaction():
        NoticeSettings.objects.get_or_create(person_id=person)
        chosen = NoticeSettings.objects.select_for_update().get(person_id=person)
        if kind not in chosen.muted:
            chosen.muted = [*chosen.muted, kind.value]
            chosen.save(update_fields=["muted"])
