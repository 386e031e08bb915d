"""The ledgers of stores in hand: read under their locks, settled in memory, saved together.

A batch costs a fixed number of queries, however many stores are in it; a person's act is a batch
of one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from disputes.models import Policy, User
from disputes.rules.policy import days
from sellers.models import Breach, Penalty, PenaltyAppeal, Rule, Sanction, Standing
from sellers.rules import sanctions as rules
from sellers.rules.account import Account
from sellers.rules.penalties import Held
from sellers.services.rulebook import Rulebook
from sellers.states import STANDING, BreachState, PenaltyState

# Before anything happened.
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# What the account knows of a sanction: the same names as in its row.
SANCTION_FIELDS = (
    "points",
    "measure",
    "because",
    "decided_at",
    "starts_at",
    "ends_at",
    "begun",
    "interrupted_at",
    "ended_at",
    "ending",
)


@dataclass
class Ledger:
    """One store's ledger in hand. Penalties and appeals are known by the id of their breach."""

    standing: Standing
    now: datetime
    rulebook: Rulebook
    account: Account
    penalties: dict[int, Penalty] = field(default_factory=dict)
    appeals: dict[int, PenaltyAppeal] = field(default_factory=dict)  # those that are open
    # Those that have not ended, each with its row.
    sanctions: list[tuple[rules.Sanction, Sanction]] = field(default_factory=list)
    noted: list[Breach] = field(default_factory=list)
    booked: list[Breach] = field(default_factory=list)
    # From which line of the account on somebody says why.
    said: list[tuple[int, User, str]] = field(default_factory=list)

    def hold(self, penalty: Penalty, appeal: PenaltyAppeal | None) -> None:
        """The ledger has this penalty, with the appeal against it that is open."""
        rule = self.rulebook.by_id(penalty.rule_id)
        held = held_for(rule, penalty.breach_id, penalty.given_at)
        held.points, held.state = penalty.points, PenaltyState(penalty.state)
        held.expires_at, held.repeats = penalty.expires_at, penalty.repeats_id
        PLACEHOLDER
        self.penalties[held.key] = penalty
        if appeal is not None:
            held.decide_by = appeal.decide_by
            self.appeals[held.key] = appeal

    def keep(self, row: Sanction) -> None:
        """The ledger has this sanction, which has not ended."""
        values = {name: getattr(row, name) for name in SANCTION_FIELDS}
        sanction = rules.Sanction(**values)
        self.account.keep(sanction)
        self.sanctions.append((sanction, row))

    def settle(self) -> None:
        """Book the acts that were noted, and do all that is due by now, in the order of time."""
        for breach in sorted(self.noted, key=lambda breach: (breach.at, breach.pk)):
            rule = self.rulebook.rule_for(breach)
            breach.state = BreachState.FREE if rule is None else BreachState.PENALISED
            if rule is not None:
                self._penalise(breach, rule)
            self.booked.append(breach)
        self.noted = []
        self.account.advance(self.now)

    def say(self, user: User, reasons: str = "") -> None:
        """What the account is told from now on is done by this person, for these reasons."""
        self.said.append((len(self.account.lines), user, reasons))

    def who_said(self, place: int) -> tuple[User | None, str]:
        """Of a line of the account; nobody where the platform did it by itself."""
        for start, user, reasons in reversed(self.said):
            if start <= place:
                return user, reasons
        return None, ""

    def _penalise(self, breach: Breach, rule: Rule) -> None:
        held = held_for(rule, breach.pk, breach.at)
        self.account.book(held)
        self.penalties[breach.pk] = Penalty(
            store_id=self.standing.store_id,
            breach=breach,
            rule=rule,
            given_at=held.given_at,
            expires_at=held.expires_at,
        )


def held_for(rule: Rule, key: int, at: datetime) -> Held:
    """A penalty by this rule, for what happened then, before it is booked."""
    return Held(
        key=key,
        code=rule.code,
        base=rule.points,
        given_at=at,
        expires_at=at + days(rule.days),
        repeat_days=rule.repeat_days,
        repeat_factor=rule.repeat_factor,
    )


def load(standings: Sequence[Standing], now: datetime) -> list[Ledger]:
    """The ledgers of these stores; whoever means to save them has locked their standings."""
    stores = [standing.store_id for standing in standings]
    noted = list(Breach.objects.filter(store__in=stores, state=BreachState.NOTED))
    penalties = list(Penalty.objects.filter(store__in=stores, state__in=STANDING))
    # After all that may point to a rule, so that none is missing.
    rulebook, schedule = Rulebook.read(), read_schedule()
    ledgers = {
        standing.store_id: Ledger(
            standing, now, rulebook, Account(schedule, standing.at or _BEGINNING, standing.balance)
        )
        for standing in standings
    }
    for breach in noted:
        ledgers[breach.store_id].noted.append(breach)
    appeals = PenaltyAppeal.objects.filter(penalty__store__in=ledgers, decision="")
    open_appeals = {appeal.penalty_id: appeal for appeal in appeals}
    happened = [now, *(breach.at for breach in noted), *(each.given_at for each in penalties)]
    since = min(happened) - days(rulebook.longest_repetition)
    penalties += _others(stores, since, set(open_appeals) - {each.pk for each in penalties})
    for penalty in sorted(penalties, key=lambda penalty: penalty.pk):
        ledgers[penalty.store_id].hold(penalty, open_appeals.get(penalty.pk))
    for row in Sanction.objects.filter(store__in=ledgers, ended_at=None).order_by("pk"):
        ledgers[row.store_id].keep(row)
    return list(ledgers.values())


def read_schedule() -> rules.Schedule:
    """The thresholds of all versions of the policy."""
    policies = Policy.objects.order_by("published_at", "version")
    return rules.Schedule([(each.published_at, rules.thresholds(each)) for each in policies])


def _others(stores: Sequence[int], since: datetime, missing: Iterable[int]) -> QuerySet[Penalty]:
    """Penalties that do not stand any more: expired ones that another one, there or still to come,
    may repeat, and those that are `missing`."""
    expired = Q(store__in=stores, state=PenaltyState.EXPIRED, given_at__gt=since)
    return Penalty.objects.filter(expired | Q(pk__in=missing))
