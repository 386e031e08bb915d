"""Long lists: whatever a page shows of them costs the same, however long they have become.

Nothing is counted beyond `MOST`, and nobody leafs further: what lies behind is found by a search.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.functional import cached_property

from disputes.models import Dispute

MOST = 1_000
_MARGIN = timedelta(seconds=10)

Key = TypeVar("Key")
# The id of each case and what they are in the order of.
Ids = QuerySet[Dispute, tuple[Any, ...]]


def count(rows: "QuerySet[Any, Any]") -> int:
    """How many there are; `MOST + 1` stands for any number above `MOST`.

    Give it the rows in the order of an index, which it follows until it has enough.
    """
    return rows[: MOST + 1].count()


class Counted(Subquery):
    """The same within another query."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any, Any]", most: int | None = None) -> None:
        super().__init__(rows[: (most or MOST) + 1])


def newer_than(disputes: QuerySet[Dispute], at: datetime) -> Ids:
    """Those of these cases in which something happened after this instant."""
    return disputes.filter(last_event_at__gt=at).values_list("last_event_at")


def just_before(disputes: QuerySet[Dispute], at: datetime) -> Ids:
    """Those in which something happened at this instant or just before it. A list that is made then
    may lack some of them: what happens is committed a moment after its own time."""
    moments = {"last_event_at__gt": at - _MARGIN, "last_event_at__lte": at}
    return disputes.filter(**moments).values_list("last_event_at")


def counts(lists: Mapping[Key, Ids]) -> dict[Key, int]:
    """The `count` of each list; one query for all."""
    asked, values = [], list[Any]()
    for ids in lists.values():
        try:
            sql, given = ids[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:  # Django knows without asking that nothing is in it
            sql, given = "SELECT WHERE false", ()
        asked.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 - made by Django
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return dict(zip(lists, cursor.fetchone(), strict=True))


def merged(parts: Sequence[QuerySet[Dispute]], *order: str) -> Ids:
    """The ids of these cases as one list in this order. The parts have nothing in common.

    Each part is in the order of an index, which is read only as far as the page goes. With an OR
    of their conditions instead, all of their rows would be fetched and sorted.
    """
    columns = [name.removeprefix("-") for name in order]
    first, *others = (part[: MOST + 1].values_list("pk", *columns) for part in parts)
    return first.union(*others, all=True).order_by(*order) if others else first


class FirstPages(Paginator[Any]):
    """The pages of a list as far as `MOST`. `total`, if it is known already, comes from `count`."""

    def __init__(self, rows: "QuerySet[Any, Any]", per_page: int, total: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.total = count(rows) if total is None else total

    @cached_property
    def count(self) -> int:
        return min(self.total, MOST)

    @property
    def goes_on(self) -> bool:
        """Are there rows behind the last page?"""
        return self.total > MOST
