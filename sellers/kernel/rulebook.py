"""The catalogue of rules: which one an act breaks, and publishing a new version of one."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from sellers.models import Breach, Rule


@dataclass(frozen=True)
class Rulebook:
    """All versions of all rules, the oldest first."""

    rules: Sequence[Rule]

    @classmethod
    def read(cls) -> "Rulebook":
        return cls(list(Rule.objects.order_by("published_at", "version")))

    @cached_property
    def _by_id(self) -> dict[int, Rule]:
        return {rule.pk: rule for rule in self.rules}

    @cached_property
    def _in_force(self) -> dict[int, list[Rule]]:
        """The rules in force, by how many of the versions were published."""
        return {}

    def by_id(self, pk: int) -> Rule:
        return self._by_id[pk]

    def rule_for(self, breach: Breach) -> Rule | None:
        """What this act breaks, in the version of its time; of several the most specific one, and
        then the one with the most points. None where no rule gives points for it."""
        if breach.rule_id is not None:
            return self.by_id(breach.rule_id)
        fitting = [rule for rule in self.in_force(breach.at) if _fits(rule, breach)]
        return max(fitting, key=lambda rule: (bool(rule.grounds), rule.points), default=None)

    def in_force(self, at: datetime) -> list[Rule]:
        """The version of each rule at that time. Those that came with the platform, published by
        nobody, hold for what happened before them, too; no other rule does."""
        published = bisect_right(self.rules, at, key=attrgetter("published_at"))
        if published not in self._in_force:
            current: dict[str, Rule] = {}
            for place, rule in enumerate(self.rules):
                if place < published or rule.published_by_id is None:
                    current[rule.code] = rule
            self._in_force[published] = [rule for rule in current.values() if rule.active]
        return self._in_force[published]


def _fits(rule: Rule, breach: Breach) -> bool:
    return rule.trigger == breach.trigger and (not rule.grounds or breach.ground in rule.grounds)
