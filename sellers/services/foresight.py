"""What an act would cost a store, worked out without doing it: the same account, on a copy."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from disputes import clock
from sellers.models import Breach, Rule, Standing
from sellers.rules.sanctions import Sanction, Threshold
from sellers.services.ledgers import Ledger, held_for, load
from sellers.states import Trigger


@dataclass(frozen=True)
class Cost:
    """What a breach would give: the points, the balance with them, and the strictest sanction that
    it would lead to, if any."""

    rule: Rule
    points: int
    repeated: bool
    balance: int
    sanction: Sanction | None


@dataclass(frozen=True)
class Foresight:
    """One store's ledger, settled up to now and never saved."""

    ledger: Ledger

    @classmethod
    def of(cls, store_id: int) -> "Foresight":
        standing = Standing.objects.filter(store=store_id).first() or Standing(store_id=store_id)
        [ledger] = load([standing], clock.now())
        ledger.settle()
        return cls(ledger)

    @property
    def balance(self) -> int:
        return self.ledger.account.balance

    @property
    def next_threshold(self) -> Threshold | None:
        """The lowest that the store has not reached."""
        above = [each for each in self.thresholds if each.points > self.ledger.account.points]
        return min(above, key=lambda each: each.points, default=None)

    @property
    def thresholds(self) -> list[Threshold]:
        """Those in force, the mildest first."""
        return list(self.ledger.account.schedule.at(self.ledger.now))

    def cost(
        self, trigger: Trigger, *, ground: str = "", at: datetime | None = None
    ) -> Cost | None:
        """Of this act, now or at a later time; none where no rule gives points for it."""
        at = at or self.ledger.now
        breach = Breach(store_id=self.ledger.standing.store_id, trigger=trigger, at=at)
        breach.ground = ground
        rule = self.ledger.rulebook.rule_for(breach)
        return None if rule is None else self.cost_by(rule, at)

    def cost_by(self, rule: Rule, at: datetime) -> Cost:
        """Of a penalty by this rule."""
        account, held = deepcopy(self.ledger.account), held_for(rule, 0, at)
        known = len(account.sanctions)
        account.book(held)
        new = account.sanctions[known:]
        return Cost(
            rule=rule,
            points=held.points,
            repeated=held.repeats is not None,
            balance=account.balance,
            sanction=max(new, key=lambda sanction: sanction.points, default=None),
        )
