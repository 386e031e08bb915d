"""What breaches would cost a store: booked by the code that books them, on a copy of its ledger.

It is made on what is booked, and on a few of the acts that wait for that: a page that foresees
costs takes no longer when thousands wait, and says that it is not complete.
"""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from disputes import clock
from sellers.kernel.ledgers import Ledger, load
from sellers.models import Breach, Rule, Standing
from sellers.rules.previews import PenaltyPreview, previewed
from sellers.states import BreachState

# How many waiting acts are booked for a page, and as many things that are due.
ACTS = 100
# What is tried happens after all else of the same time.
_LAST = 2**61


@dataclass(frozen=True)
class LedgerPreview:
    """One store's ledger, caught up to now, or as far as a page can, and never saved."""

    ledger: Ledger

    @classmethod
    def of(
        cls,
        store_id: int,
        *keys: int,
        now: datetime | None = None,
        until: datetime | None = None,
        disputes: Collection[int] = (),
    ) -> "LedgerPreview":
        """`keys` are the acts whose penalties may be lowered; `disputes` the cases in which there
        may be a breach, `until` when at the latest."""
        now = now or clock.now()
        standing = Standing.objects.filter(store=store_id).first() or Standing(store_id=store_id)
        known_until = max(now, until or now)
        [ledger] = load(
            [standing], known_until, acts=ACTS, keys=keys, ahead=True, disputes=disputes
        )
        ledger.now = now
        ledger.catch_up()
        return cls(ledger)

    @property
    def is_complete(self) -> bool:
        """Is everything in it that the store has done so far?"""
        return not self.ledger.behind

    def of_breaches(self, breaches: Sequence[Breach]) -> PenaltyPreview | None:
        """What these would come to, each at its time; none where no rule gives points for them."""
        tried = [copy(breach) for breach in breaches]
        for number, breach in enumerate(tried):
            breach.pk = _LAST + number
        at = max((breach.at for breach in tried), default=self.ledger.now)
        ledger = self.ledger.copy(max(at, self.ledger.now))
        if ledger.behind:  # then what waits is left out, and said to be
            ledger.unbooked, ledger.goes_on, ledger.account.stop = [], False, None
        ledger.catch_up()
        account = ledger.account
        before, lines, moves = account.balance, len(account.lines), len(account.moves)
        ledger.unbooked = tried
        ledger.catch_up()
        states = {breach.state for breach in tried}
        if not states - {BreachState.FREE}:
            return None
        return previewed(
            account,
            present=self.ledger.account.balance,
            before=before,
            lines=lines,
            moves=moves,
            is_counted=BreachState.PENALISED not in states,
            is_complete=self.is_complete,
        )

    def rule_for(self, breach: Breach) -> Rule | None:
        return self.ledger.rulebook.rule_for(breach)
