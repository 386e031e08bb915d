"""The catalogue of rules: which one an act breaks, and publishing a new version of one."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import User
from disputes.permissions import SUPERVISE
from disputes.rules.texts import check_text
from disputes.services.transactions import one_transaction
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
        """By how many of the versions were published."""
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
        """Of each rule the version of that time. Those that came with the platform, published by
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


def publish_rule(supervisor: User, rule: Rule, *, change_note: str) -> Rule:
    """A new rule, or a new version of one (`rule.version` is the version that it starts from).

    It holds for what happens from now on; what was given before keeps its version. When another
    version was published in the meantime, nothing is, so that nobody undoes what they have not
    seen.
    """
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can publish a rule."))
    change_note = check_text(
        change_note, field="change_note", most=300, sentence=_("Say what changes and why.")
    )
    with one_transaction():
        # The first rule of all is always there, so its row is the lock.
        Rule.objects.select_for_update().earliest("pk")
        latest = Rule.objects.filter(code=rule.code).order_by("-version").first()
        if (latest.version if latest else 0) != rule.version:
            raise Refused(
                Code.STALE,
                _("Version %(version)d was published while you were writing.")
                % {"version": latest.version if latest else 0},
            )
        rule.pk, rule.version = None, rule.version + 1
        rule.published_at, rule.published_by, rule.change_note = (
            clock.now(),
            supervisor,
            change_note,
        )
        rule.save(force_insert=True)
    return rule
