"""Who of the platform read what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from arbitration.access import without_interest
from arbitration.models import AccessLog
from disputes import search
from disputes.models import Dispute, User


@dataclass(frozen=True)
class AccessLogFilters:
    """What narrows the list; nothing that is empty does. The instants belong to it."""

    dispute: Dispute | None = None
    person: User | None = None
    page: str = ""
    since: datetime | None = None
    until: datetime | None = None


def access_logs(viewer: User, filters: AccessLogFilters) -> QuerySet[AccessLog]:
    """The latest first, in the order of an index. Cases that this viewer has a part in are left
    out: who works on those is not for a side to know."""
    wanted = {
        "dispute": filters.dispute,
        "user": filters.person,
        "page": filters.page,
        "at__gte": filters.since,
        "at__lte": filters.until,
    }
    found = AccessLog.objects.filter(**{name: value for name, value in wanted.items() if value})
    return without_interest(viewer, found).select_related("user", "dispute").order_by("-at", "-id")


# Who may match a part of a name before it has to be typed in full.
MOST_NAMES = 5


def people_called(words: str) -> list[User]:
    """The person with this user name; else those in a group of the platform whose names hold all of
    the words, `MOST_NAMES + 1` of them at most.

    People who left their group are found by their user name only: all accounts are too many to be
    looked through.
    """
    exactly = User.objects.filter(username=words).first()
    if exactly is not None:
        return [exactly]
    found = User.objects.filter(pk__in=User.groups.through.objects.values("user"))
    for word in words.split():
        found = found.filter(search.by_name(word))
    return list(found.order_by("username")[: MOST_NAMES + 1])
