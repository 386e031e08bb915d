"""The list of notices, by day, and their number for the bell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from disputes.models import Notice, User
from disputes.wording.notices import NoticeWords, in_words

# The bell counts no further.
MOST = 9


@dataclass(frozen=True)
class NoticeRow:
    """One notice on the page. `about` is the item and `reference` the case, where it has one."""

    words: NoticeWords
    at: datetime
    unread: bool
    about: str
    reference: str


@dataclass(frozen=True)
class Day:
    """The notices of one day in the viewer's zone, the latest first."""

    day: date
    rows: Sequence[NoticeRow]


def unread(person: User) -> "QuerySet[Notice]":
    return Notice.objects.filter(person=person, read_at=None)


def unread_count(person: User) -> int:
    """How many notices this person has not read; `MOST + 1` stands for any more."""
    return unread(person)[: MOST + 1].count()


def bell(number: int) -> str:
    """The number as the bell shows it; empty where there is nothing new."""
    if number > MOST:
        return _("%(number)d+") % {"number": MOST}
    return str(number or "")


def notices_of(person: User, *, unread: bool = False) -> "QuerySet[Notice]":
    """The latest first, with what their words need."""
    rows = Notice.objects.filter(person=person).order_by("-at", "-id")
    if unread:
        rows = rows.filter(read_at=None)
    return rows.select_related("event", "dispute__snapshot", "store")


def by_day(notices: Sequence[Notice]) -> list[Day]:
    def day_of(notice: Notice) -> date:
        return timezone.localtime(notice.at).date()

    return [Day(day, [_row(each) for each in group]) for day, group in groupby(notices, day_of)]


def _row(notice: Notice) -> NoticeRow:
    if notice.event is not None and notice.dispute is not None:
        notice.event.dispute = notice.dispute
    return NoticeRow(
        words=in_words(notice),
        at=notice.at,
        unread=notice.read_at is None,
        about=notice.dispute.snapshot.title if notice.dispute else str(notice.store or ""),
        reference=notice.dispute.reference if notice.dispute else "",
    )
