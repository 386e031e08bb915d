"""The ledgers of stores in hand: read under their locks, brought to the present in memory, saved
together.

A batch costs a fixed number of queries, however many stores are in it; a person's act is a batch
of one. However many acts wait, a batch takes up `ACTS` of them, the first that happened, and leaves
the others for the next one; what it reads of a ledger does not depend on its length.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from django.db.models import Sum

from disputes.models import Policy, User
from disputes.rules.policy import days
from sellers.kernel.extracts import RuleKey, breaches_to_book, penalties_that_matter
from sellers.kernel.rulebook import Rulebook
from sellers.kernel.units import Units
from sellers.models import Breach, LedgerEvent, Penalty, PenaltyAppeal, Rule, Sanction, Standing
from sellers.rules import sanctions as rules
from sellers.rules.account import PenaltyAccount
from sellers.rules.penalties import AccountPenalty
from sellers.states import BreachState, PenaltyState

# How many acts a batch books, and how many things that are due it does, of all its stores together:
# some tenths of a second, in which people who act on these stores wait.
ACTS = 500
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
    """One store's ledger in hand. Penalties and appeals are known by the id of their breach.

    `unbooked` are breaches that wait to be booked, `goes_on` says that there are more of them than
    are in hand, and `behind`, once it has caught up, that something is left to do: the account has
    not come to the present then. `units` says which of them are one breach with another.
    """

    standing: Standing
    now: datetime
    rulebook: Rulebook
    account: PenaltyAccount
    units: Units = field(default_factory=Units)
    appeal_days: int = 0
    penalties: dict[int, Penalty] = field(default_factory=dict)
    appeals: dict[int, PenaltyAppeal] = field(default_factory=dict)  # those that are open
    # Those that have not ended, each with its row.
    sanctions: list[tuple[rules.AccountSanction, Sanction]] = field(default_factory=list)
    unbooked: list[Breach] = field(default_factory=list)
    goes_on: bool = False
    behind: bool = False
    booked: list[Breach] = field(default_factory=list)
    # From which line of the account on somebody says why.
    said: list[tuple[int, User, str]] = field(default_factory=list)
    # What somebody does now, for the chain.
    events: list[LedgerEvent] = field(default_factory=list)

    def add_penalty(self, penalty: Penalty, appeal: PenaltyAppeal | None) -> None:
        """The ledger has this penalty, with the appeal against it that is open."""
        rule = self.rulebook.by_id(penalty.rule_id)
        in_account = account_penalty(rule, penalty.breach_id, penalty.given_at)
        in_account.points, in_account.state = penalty.points, PenaltyState(penalty.state)
        in_account.expires_at, in_account.repeats = penalty.expires_at, penalty.repeats_id
        self.penalties[in_account.key] = penalty
        if appeal is not None:
            in_account.decide_by = appeal.decide_by
            self.appeals[in_account.key] = appeal
        self.account.penalties.enter(in_account)

    def keep(self, row: Sanction) -> None:
        """The ledger has this sanction, which has not ended."""
        values = {name: getattr(row, name) for name in SANCTION_FIELDS}
        sanction = rules.AccountSanction(**values)
        self.account.keep(sanction)
        self.sanctions.append((sanction, row))

    def catch_up(self) -> None:
        """Book the acts in hand, and do all that is due by now, in the order of time; or as much of
        it as can be done with what is in hand."""
        unbooked = sorted(self.unbooked, key=lambda breach: (breach.at, breach.pk))
        for place, breach in enumerate(unbooked):
            rule = self.rulebook.rule_for(breach)
            breach.same_as_id = None if rule is None else self.units.counted_as(breach, rule)
            if rule is None:
                breach.state = BreachState.FREE
            elif breach.same_as_id is not None:
                breach.state = BreachState.SAME
            elif self.account.advance(max(breach.at, self.account.at)):
                self._penalise(breach, rule)
                breach.state = BreachState.PENALISED
            else:
                self.unbooked, self.behind = unbooked[place:], True
                return
            self.booked.append(breach)
        self.unbooked = []
        # What is due by now may come after an act that is still to be booked.
        self.behind = self.goes_on or not self.account.advance(self.now)

    def runs(self, in_account: AccountPenalty) -> bool:
        """Does this penalty stand at present, even where the account has not come so far?"""
        return in_account.stands and in_account.expires_at > self.now

    def stop_where_knowledge_ends(self, most: int) -> None:
        """So much of what is due is in hand at most; what comes after it is not known."""
        in_account, now = self.account.penalties, self.now
        expiries = sorted(
            in_account.expiry(each)
            for each in in_account.values()
            if each.stands and each.expires_at <= now
        )
        time_outs = sorted(
            in_account.time_out(each)
            for each in in_account.values()
            if each.decide_by is not None and each.decide_by <= now
        )
        stops = [dues[most] for dues in (expiries, time_outs) if len(dues) > most]
        self.account.stop = min(stops, default=None)

    def say(self, user: User, reasons: str = "") -> None:
        """What the account is told from now on is done by this person, for these reasons."""
        self.said.append((len(self.account.lines), user, reasons))

    def who_said(self, place: int) -> tuple[int | None, str]:
        """The id of a user, of a line of the account; none where the platform did it by itself."""
        for start, user, reasons in reversed(self.said):
            if start <= place:
                return user.pk, reasons
        return None, ""

    def _penalise(self, breach: Breach, rule: Rule) -> None:
        in_account = account_penalty(rule, breach.pk, breach.at)
        self.account.book(in_account)
        self.units.count(breach, rule)
        self.penalties[breach.pk] = Penalty(
            store_id=self.standing.store_id,
            breach=breach,
            rule=rule,
            given_at=in_account.given_at,
            expires_at=in_account.expires_at,
            appeal_until=self._appeal_until(in_account),
        )

    def _appeal_until(self, penalty: AccountPenalty) -> datetime:
        """Booked late, it can be appealed as many days longer; never once it has expired."""
        late = max(self.now - penalty.given_at, days(0)) // days(1)
        return min(penalty.given_at + days(self.appeal_days + late), penalty.expires_at)

    def copy(self, now: datetime) -> "Ledger":
        """The same ledger, to try something on it; nothing of it can be saved."""
        return replace(
            self,
            now=now,
            account=self.account.copy(),
            units=self.units.copy(),
            penalties=dict(self.penalties),
            unbooked=list(self.unbooked),
            booked=[],
            said=[],
            events=[],
        )


def account_penalty(rule: Rule, key: int, at: datetime) -> AccountPenalty:
    """A penalty by this rule, for what happened then, before it is booked."""
    return AccountPenalty(
        key=key,
        code=rule.code,
        base=rule.points,
        given_at=at,
        expires_at=at + days(rule.days),
        repeat_days=rule.repeat_days,
        repeat_factor=rule.repeat_factor,
    )


def load(
    standings: Sequence[Standing],
    now: datetime,
    *,
    acts: int = ACTS,
    keys: Collection[int] = (),
    ahead: bool = False,
    disputes: Collection[int] = (),
) -> list[Ledger]:
    """The ledgers of these stores; to save them, lock their standings first.

    In hand are so many `acts` to book, divided among them, and as many things that are due; what
    is to be decided on, by the `keys` of its act; and what one more penalty of any rule would
    repeat, where somebody looks `ahead`, for breaches in these `disputes`, too.
    """
    share = max(1, acts // len(standings))
    stores = [standing.store_id for standing in standings]
    unbooked = breaches_to_book(stores, share + 1)
    # After all that may point to a rule, so that none is missing.
    rulebook, policies = Rulebook.read(), list(Policy.objects.order_by("published_at", "version"))
    schedule = rules.Schedule([(each.published_at, rules.thresholds(each)) for each in policies])
    suspended = _suspended(stores)
    cases = {breach.dispute_id for breach in unbooked if breach.dispute_id is not None}
    units = Units.of(cases.union(disputes))
    ledgers = {
        standing.store_id: Ledger(
            standing,
            now,
            rulebook,
            PenaltyAccount(
                schedule,
                standing.at or _BEGINNING,
                standing.balance,
                suspended.get(standing.store_id, 0),
            ),
            units,
            policies[-1].penalty_appeal_days,
        )
        for standing in standings
    }
    kinds = []
    for breach in unbooked:
        ledger = ledgers[breach.store_id]
        if len(ledger.unbooked) == share:
            ledger.goes_on = True
            continue
        ledger.unbooked.append(breach)
        if (rule := rulebook.rule_for(breach)) is not None:
            kinds.append(RuleKey(breach.store_id, rule.code, breach.at, breach.pk))
    if ahead:
        codes = {rule.code for rule in rulebook.rules}
        kinds += [kind for s in stores for code in codes for kind in RuleKey.one_more(s, code, now)]
    penalties = penalties_that_matter(
        standings,
        suspended,
        now,
        most=share + 1,
        highest=schedule.highest,
        keys=keys,
        kinds=kinds,
    )
    appeals = PenaltyAppeal.objects.filter(penalty__in=[each.pk for each in penalties], decision="")
    open_appeals = {appeal.penalty_id: appeal for appeal in appeals}
    for penalty in penalties:
        ledgers[penalty.store_id].add_penalty(penalty, open_appeals.get(penalty.pk))
    for row in Sanction.objects.filter(store__in=ledgers, ended_at=None).order_by("pk"):
        ledgers[row.store_id].keep(row)
    for ledger in ledgers.values():
        ledger.stop_where_knowledge_ends(share)
    return list(ledgers.values())


def _suspended(stores: Sequence[int]) -> dict[int, int]:
    """The points of each store that appeals suspend."""
    found = Penalty.objects.filter(store__in=stores, state=PenaltyState.SUSPENDED).order_by()
    return dict(found.values_list("store").annotate(Sum("points")))
