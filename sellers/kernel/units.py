"""What counts once: of several breaches that are one, one penalty is given.

One silence about one parcel is one breach, however many cases about it the store leaves unanswered
meanwhile. What a parcel lacked as a whole, since it never came, is lost once, too; what is wrong
with an item is its own, and so is a new silence after the one that was counted.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from sellers.models import Breach, Rule
from sellers.states import Trigger

# The parcel of each of these cases; beside it what has been counted in all cases about that parcel.
_UNITS = f"""
WITH unit AS MATERIALIZED (
    SELECT dispute.id, item.parcel_id AS parcel, received,
        coalesce(arrived_at, opened_at) AS asked_at, return_shipped_at
    FROM disputes_dispute AS dispute JOIN disputes_parcelitem AS item ON item.id = item_id
    WHERE dispute.id = ANY(%s)
), counted AS (
    SELECT parcel, breach.id, code, breach.at
    FROM (SELECT DISTINCT parcel FROM unit) AS sent CROSS JOIN LATERAL (
        SELECT breach.id, breach.at, penalty.rule_id
        FROM disputes_parcelitem AS item JOIN disputes_dispute AS dispute ON item_id = item.id
        JOIN sellers_breach AS breach ON dispute_id = dispute.id
        JOIN sellers_penalty AS penalty ON breach_id = breach.id
        WHERE item.parcel_id = sent.parcel AND breach.trigger <> '{Trigger.BY_HAND}'
        OFFSET 0
    ) AS breach JOIN sellers_rule AS rule ON rule.id = rule_id
)
SELECT unit.*, counted.id, code, counted.at FROM unit LEFT JOIN counted USING (parcel)
"""  # noqa: S608  # our own names


@dataclass(frozen=True)
class _Unit:
    """Of one case: its parcel, whether the goods came, and since when the store could answer what
    it was asked, and the return; that is none where nothing goes back yet."""

    parcel: int
    received: bool
    asked_at: datetime
    return_shipped_at: datetime | None = None

    def was_open(self, trigger: str, at: datetime) -> bool:
        """Could the store answer this then already?"""
        since = self.return_shipped_at if trigger == Trigger.AGREEMENT_BROKEN else self.asked_at
        return since is not None and since < at


@dataclass
class Units:
    """Which breaches of some cases are one with another that has been counted."""

    of_case: dict[int, _Unit] = field(default_factory=dict)
    # The breaches that were counted, with their times, by parcel and code of the rule.
    counted: defaultdict[tuple[int, str], set[tuple[int, datetime]]] = field(
        default_factory=lambda: defaultdict(set)
    )

    @classmethod
    def of(cls, disputes: Collection[int]) -> "Units":
        """One query; none where there is no case."""
        units = cls()
        if disputes:
            with connection.cursor() as cursor:
                cursor.execute(_UNITS, [list(disputes)])
                for pk, *of_case, breach, code, at in cursor.fetchall():
                    units.of_case[pk] = unit = _Unit(*of_case)
                    if breach is not None:
                        units.counted[unit.parcel, code].add((breach, at))
        return units

    def copy(self) -> "Units":
        copied = Units(self.of_case)
        copied.counted.update({key: set(value) for key, value in self.counted.items()})
        return copied

    def counted_as(self, breach: Breach, rule: Rule) -> int | None:
        """The id of the breach that was counted for the same; none where this one is to be."""
        unit = self._unit(breach)
        if unit is None:
            return None
        same = [
            (at, pk)
            for pk, at in self.counted[unit.parcel, rule.code]
            if breach.trigger == Trigger.RULING_LOST or unit.was_open(breach.trigger, at)
        ]
        return min(same)[1] if same else None

    def count(self, breach: Breach, rule: Rule) -> None:
        unit = self._unit(breach)
        if unit is not None:
            self.counted[unit.parcel, rule.code].add((breach.pk, breach.at))

    def _unit(self, breach: Breach) -> _Unit | None:
        """None for what is its own: what is found by hand, and a ruling about an item."""
        unit = self.of_case.get(breach.dispute_id or 0)
        if unit is None or breach.trigger == Trigger.BY_HAND:
            return None
        return None if breach.trigger == Trigger.RULING_LOST and unit.received else unit
