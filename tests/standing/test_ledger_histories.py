"""The same through services and database: rows and an account that never left memory agree.

The account is told of each thing when it happens. The services forget everything between one act
and the next, and sweep now and then: what they have written must still be the same, to the line.
"""

from dataclasses import asdict

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from arbitration.verbs.policies import NUMBERS, publish_policy
from disputes import clock
from disputes.models import Policy
from sellers.background import verification
from sellers.background.ledger_sweep import enforce_standing
from sellers.kernel.ledgers import ACTS, SANCTION_FIELDS, load
from sellers.models import Breach, Entry, Penalty, PenaltyAppeal, Rule, Sanction, Standing
from sellers.rules.penalties import AccountPenalty
from sellers.states import Trigger
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import lower_penalty
from sellers.verbs.rules import publish_rule
from tests.histories.cast import StillClock
from tests.standing.histories import RULES, Numbers, Step, Terms, histories, played
from tests.standing.laws import check
from tests.standing.play import LONG_AFTER, START, Play
from tests.support.world import World

pytestmark = pytest.mark.django_db


class Stage:
    """One store, in a database in which time is what we say."""

    def __init__(self, still: StillClock) -> None:
        self.clock, self.world = still, World()
        self.rules = {terms.code: self._publish(terms) for terms in RULES}
        Policy.objects.update(published_at=START)

    def _publish(self, terms: Terms) -> Rule:
        rule = Rule(trigger=Trigger.BY_HAND, title=terms.code, text="-", proof="-", version=0)
        for name, value in asdict(terms).items():
            setattr(rule, name, value)
        return publish_rule(self.world.supervisor, rule, change_note="For histories.")


class Told(Play):
    """Whatever the account is told, the services are told, too."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.breaches = stage, dict[int, Breach]()
        stage.clock.at = START
        super().__init__()

    def do(self, step: Step) -> None:
        super().do(step)
        self.stage.clock.at = self.now

    def note(self, rule: Terms, at: object) -> None:
        super().note(rule, self.now)
        self.breaches[self.acts] = Breach.objects.create(
            store=self.stage.world.store,
            key=f"history:{self.acts}",
            trigger=Trigger.BY_HAND,
            rule=self.stage.rules[rule.code],
            at=self.now,
        )

    def publish(self, policy: Numbers) -> None:
        super().publish(policy)
        self.stage.clock.at = self.now
        latest = Policy.objects.latest()
        numbers = {name: getattr(latest, name) for name in NUMBERS} | asdict(policy)
        suspend = {"suspend_on_appeal": numbers.pop("suspend_on_appeal")}
        publish_policy(
            self.stage.world.supervisor,
            numbers,
            change_note="For histories.",
            based_on=latest.version,
            switches=suspend,
        )

    def appeal(self, held: AccountPenalty) -> None:
        super().appeal(held)
        appeal_penalty(self.stage.world.seller, self._penalty(held), text="It was not so.")

    def judge(self, held: AccountPenalty, points: int, *, on_appeal: bool) -> None:
        super().judge(held, points, on_appeal=on_appeal)
        judge, penalty = self.stage.world.supervisor, self._penalty(held)
        if on_appeal:
            appeal = PenaltyAppeal.objects.get(penalty=penalty)
            decide_appeal(judge, appeal, points=points, reasons="We looked again.")
        else:
            lower_penalty(judge, penalty, points=points, reasons="We looked again.")

    def _penalty(self, held: AccountPenalty) -> Penalty:
        """As the page shows it: after a sweep."""
        enforce_standing()
        return Penalty.objects.get(breach=self.breaches[held.key])


@pytest.fixture
def stage(db: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    still = StillClock(START)
    monkeypatch.setattr(clock, "sql", still.sql)
    return Stage(still)


@played(40, shrink=False)
@given(history=histories(), acts=st.sampled_from([1, 2, ACTS]))
def test_rows_and_account_agree(stage: Stage, history: list[Step], acts: int) -> None:
    """However many acts are in a batch, and things that are due: all of them, or one by one."""
    assert load.__kwdefaults__ is not None
    load.__kwdefaults__["acts"] = acts
    savepoint = transaction.savepoint()
    try:
        told = Told(stage)
        for number, step in enumerate(history):
            told.do(step)
            if number % 3 == 0:
                enforce_standing()
        told.now += LONG_AFTER
        stage.clock.at = told.now
        told.account.advance(told.now)
        enforce_standing()
        check(told.account, told.now)
        assert_same(told)
        assert enforce_standing() == 0
    finally:
        load.__kwdefaults__["acts"] = ACTS
        transaction.savepoint_rollback(savepoint)


def assert_same(told: Told) -> None:
    """Every line, penalty and sanction, and what is said of them twice."""
    account, ids = told.account, {key: breach.pk for key, breach in told.breaches.items()}
    store = told.stage.world.store
    entries = Entry.objects.filter(store=store).order_by("number")
    assert list(
        entries.values_list("number", "kind", "penalty__breach", "points", "balance", "at")
    ) == [
        (number, line.kind, ids[line.penalty], line.points, line.balance, line.at)
        for number, line in enumerate(account.lines, 1)
    ]
    penalties = Penalty.objects.filter(store=store)
    assert set(penalties.values_list("breach", "points", "state", "repeats", "expires_at")) == {
        (
            ids[held.key],
            held.points,
            held.state,
            None if held.repeats is None else ids[held.repeats],
            held.expires_at,
        )
        for held in account.penalties.values()
    }
    expected = []
    for sanction in account.sanctions:
        values = {name: getattr(sanction, name) for name in SANCTION_FIELDS}
        values["because"] = [ids[key] for key in sanction.because]
        expected.append(values)
    found = Sanction.objects.filter(store=store).order_by("pk").values(*SANCTION_FIELDS)
    assert list(found) == expected
    standing = Standing.objects.filter(store=store).first()
    if account.lines:
        assert standing is not None
        assert (standing.balance, standing.due_at, standing.at) == (0, None, account.at)
        assert standing.entries == len(account.lines)
    assert list(verification.flaws()) == []
