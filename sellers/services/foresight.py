"""What an act would cost a store, worked out without doing it."""

from dataclasses import dataclass
from datetime import datetime

from disputes import clock
from sellers.models import Breach, Rule, Standing
from sellers.rules.account import Cost
from sellers.rules.sanctions import Threshold
from sellers.services.ledgers import Ledger, held_for, load
from sellers.states import Trigger


@dataclass(frozen=True)
class Foresight:
    """One store's ledger, settled up to now and never saved."""

    ledger: Ledger

    @classmethod
    def of(cls, store_id: int, now: datetime | None = None) -> "Foresight":
        standing = Standing.objects.filter(store=store_id).first() or Standing(store_id=store_id)
        [ledger] = load([standing], now or clock.now())
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

    def cost(self, trigger: Trigger, *, ground: str = "") -> Cost | None:
        """Of this act, now; none where no rule gives points for it."""
        store, now = self.ledger.standing.store_id, self.ledger.now
        breach = Breach(store_id=store, trigger=trigger, ground=ground, at=now)
        rule = self.ledger.rulebook.rule_for(breach)
        return None if rule is None else self.cost_by(rule)

    def cost_by(self, rule: Rule) -> Cost:
        """Of a penalty by this rule, now."""
        return self.ledger.account.foresee(held_for(rule, 0, self.ledger.now))

    def rules(self, trigger: Trigger) -> list[Rule]:
        """Those in force that such an act may break, the one with the fewest points first."""
        in_force = self.ledger.rulebook.in_force(self.ledger.now)
        return sorted(
            (rule for rule in in_force if rule.trigger == trigger), key=lambda rule: rule.points
        )
