"""What an act would cost a store, worked out without doing it.

It is made on what is booked, and on a few of the acts that wait for that: a page that foresees
costs takes no longer when thousands wait, and says that it is not complete.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from disputes import clock
from sellers.kernel.ledgers import Ledger, account_penalty, load
from sellers.models import Breach, Rule, Standing
from sellers.rules.account import PenaltyPreview
from sellers.states import Trigger

# How many waiting acts are booked for a page, and as many things that are due.
ACTS = 100


@dataclass(frozen=True)
class LedgerPreview:
    """One store's ledger, caught up to now, or as far as a page can, and never saved."""

    ledger: Ledger

    @classmethod
    def of(cls, store_id: int, *keys: int, now: datetime | None = None) -> "LedgerPreview":
        """`keys` are the acts whose penalties may be lowered."""
        standing = Standing.objects.filter(store=store_id).first() or Standing(store_id=store_id)
        [ledger] = load([standing], now or clock.now(), acts=ACTS, keys=keys, ahead=True)
        ledger.catch_up()
        return cls(ledger)

    @property
    def is_complete(self) -> bool:
        """Is everything in it that the store has done so far?"""
        return not self.ledger.behind

    def penalty_preview(self, trigger: Trigger, *, ground: str = "") -> PenaltyPreview | None:
        """What this act would cost now; none where no rule gives points for it."""
        store, now = self.ledger.standing.store_id, self.ledger.now
        breach = Breach(store_id=store, trigger=trigger, ground=ground, at=now)
        rule = self.ledger.rulebook.rule_for(breach)
        return None if rule is None else self.preview_by(rule)

    def preview_by(self, rule: Rule) -> PenaltyPreview:
        """What a penalty by this rule would come to now."""
        preview = self.ledger.account.preview(account_penalty(rule, 0, self.ledger.now))
        return replace(preview, is_complete=self.is_complete)

    def rules(self, trigger: Trigger) -> list[Rule]:
        """Those in force that such an act may break, the one with the fewest points first."""
        in_force = self.ledger.rulebook.in_force(self.ledger.now)
        return sorted(
            (rule for rule in in_force if rule.trigger == trigger), key=lambda rule: rule.points
        )
