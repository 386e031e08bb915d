"""Finding cases by words: each way to find them looks at one table, for all of the words.

An OR over joined tables would have all of their rows read; so there is one query for each way, with
the help of an index of its own.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet

from disputes import pages
from disputes.models import Dispute
from disputes.models.people import NAMES
from disputes.models.references import beginnings

Way = Callable[[str], Q]


def by_reference(word: str) -> Q:
    """Found by how the case's reference begins, with or without its "R-"."""
    return _begins("reference", "R", word)


def by_order(word: str) -> Q:
    """Found by how the order's reference begins, with or without its "O-"."""
    return _begins("line__order__reference", "O", word)


_BY_REFERENCE = (by_reference, by_order)


def by_title(word: str) -> Q:
    return Q(snapshot__title__icontains=word)


def by_buyer(word: str) -> Q:
    return by_name(word, "buyer__")


def by_name(word: str, person: str = "") -> Q:
    """By the names of a person; `person` is how a query of something else gets to them."""
    return reduce(or_, (Q(**{f"{person}{column}__icontains": word}) for column in NAMES))


def by_store(word: str) -> Q:
    return Q(store__name__icontains=word)


def conditions(words: str, ways: Sequence[Way]) -> list[Q]:
    """One condition for each way: all of the words are found in it. A reference may have been typed
    with blanks, so its parts are one word, too."""
    return [
        reduce(and_, map(way, words.split())) | (way(words) if way in _BY_REFERENCE else Q())
        for way in ways
    ]


def any_way(words: str, ways: Sequence[Way]) -> Q:
    """That one of the ways finds them: to test cases that are read anyhow, not to find them."""
    return reduce(or_, conditions(words, ways))


def some(disputes: QuerySet[Dispute], words: str, ways: Sequence[Way]) -> list[int]:
    """The ids of the cases that are found: all of them, or any `pages.MOST + 1`."""
    first, *others = (
        disputes.filter(condition).order_by().values_list("pk", flat=True)[: pages.MOST + 1]
        for condition in conditions(words, ways)
    )
    return list(first.union(*others)[: pages.MOST + 1])


def _begins(column: str, letter: str, typed: str) -> Q:
    """However it is typed; nothing where that is longer than a reference."""
    found = (Q(**{f"{column}__startswith": each}) for each in beginnings(typed, letter))
    return reduce(or_, found, Q(pk__in=[]))
