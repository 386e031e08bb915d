"""Who has a part in a case: one definition, from which follow the answer about one person, the
cases of a query, and all people of many cases."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from disputes.models import Dispute, Ruling, StoreMember, User

# In a query also somebody of the query around it, named by a column.
Person: TypeAlias = User | OuterRef
# How rows name a column of their case: of the query around them, or by a join.
CaseColumn: TypeAlias = Callable[[str], F]
Rows: TypeAlias = Callable[[CaseColumn], QuerySet[Any]]


@dataclass(frozen=True)
class Part:
    """One way to have a part in a case: the rows that say so, and in which of their columns the
    `people` stand. `dispute` leads from a row to its case; what belongs to the store of a case and
    not to the case itself says so by `of_store`."""

    rows: Rows
    people: Sequence[str]
    dispute: str = "dispute"
    of_store: bool = False

    def has(self, person: Person) -> Q:
        """A condition on the cases of a query: this person has this part in them."""
        if self.dispute == "pk":
            return self._is(person)
        rows = self.rows(OuterRef).filter(self._is(inside(person)))
        if self.of_store:
            # Asked for each case by itself, all cases would be read.
            return Q(store__in=rows.values("store"))
        return Q(Exists(rows.filter(dispute=OuterRef("pk"))))

    def pairs(self, disputes: Iterable[int]) -> list[QuerySet[Any, Any]]:
        """The ids of these cases, each with somebody who has this part in it."""
        rows = self.rows(lambda column: F(f"dispute__{column}")).order_by()
        found = rows.filter(**{f"{self.dispute}__in": disputes})
        return [
            found.filter(**{f"{name}__gt": 0}).values_list(self.dispute, name)
            for name in self.people
        ]

    def _is(self, person: Person) -> Q:
        return reduce(or_, (Q(**{name: person}) for name in self.people))


def inside(person: Person) -> Person:
    """The same person, as a query inside of this one names them."""
    return OuterRef(person) if isinstance(person, OuterRef) else person


def since_contested(at: str, of: CaseColumn) -> Q:
    """A condition on rows of a case: they are about the question that it still asks. A return that
    was contested is a new question; else a case could run out of arbitrators."""
    return Q(**{f"{at}__gte": Coalesce(of("return_contested_at"), at)})


BUYER = Part(lambda of: Dispute.objects.all(), ["buyer"], dispute="pk")
MEMBER = Part(lambda of: StoreMember.objects.all(), ["user"], "store__disputes", of_store=True)
# An arbitrator may not judge an own purchase or an own store.
INTERESTS = (BUYER, MEMBER)
# Made or approved a ruling that answers the question which the case still asks.
RULED = Part(
    lambda of: Ruling.objects.filter(since_contested("ruled_at", of)), ["arbitrator", "approved_by"]
)
RULED_EVER = Part(lambda of: Ruling.objects.all(), ["arbitrator", "approved_by"])


def has_part(person: User, dispute_id: int, *parts: Part) -> bool:
    """Has this person one of these parts in this case?"""
    conditions = reduce(or_, (part.has(person) for part in parts))
    return Dispute.objects.filter(conditions, pk=dispute_id).exists()


def people_with(parts: Sequence[Part], disputes: Sequence[int]) -> dict[int, set[int]]:
    """The ids of all who have one of these parts, by case; one query."""
    found: dict[int, set[int]] = {dispute: set() for dispute in disputes}
    first, *rest = (pairs for part in parts for pairs in part.pairs(disputes))
    for dispute, person in first.union(*rest):
        found[dispute].add(person)
    return found
