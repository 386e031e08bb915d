"""A history played on an account in memory."""

from datetime import UTC, datetime, timedelta

from disputes.rules.policy import days
from sellers.rules.account import PenaltyAccount
from sellers.rules.penalties import AccountPenalty
from sellers.rules.sanctions import Schedule, Threshold, thresholds
from sellers.states import PenaltyState
from tests.standing.histories import (
    POLICIES,
    Appeal,
    Break,
    Judge,
    Numbers,
    Publish,
    Step,
    Terms,
    Wait,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(seconds=1)
LONG_AFTER = timedelta(days=400)  # when everything has run out


def form_key(rule: Terms, key: int, at: datetime) -> AccountPenalty:
    return AccountPenalty(
        key=key,
        code=rule.code,
        base=rule.points,
        given_at=at,
        expires_at=at + days(rule.days),
        repeat_days=rule.repeat_days,
        repeat_factor=rule.repeat_factor,
    )


class Play:
    """The account is settled before each act of a person; how often else, says `pause`."""

    def __init__(self, pause: timedelta | None = None) -> None:
        self.now, self.policy, self.pause = START, POLICIES[0], pause
        self.versions: list[tuple[datetime, list[Threshold]]] = []
        self.publish(self.policy)
        self.account = PenaltyAccount(Schedule(self.versions), START - LONG_AFTER)
        self.acts = 0
        self.appealed: set[int] = set()

    def do(self, step: Step) -> None:
        match step:
            case Break(rule, late):
                self.note(rule, self.now - timedelta(hours=late))
            case Wait(hours):
                self.wait(timedelta(hours=hours))
            case Publish(policy):
                self.wait(TICK)  # what happens in the same instant may go either way
                self.publish(policy)
                self.wait(TICK)
            case Appeal(which):
                self.account.advance(self.now)
                if (held := one_of(self.may_appeal(), which)) is not None:
                    self.appeal(held)
            case Judge(which, stays, on_appeal):
                self.account.advance(self.now)
                if (held := one_of(self.may_judge(on_appeal=on_appeal), which)) is not None:
                    points = {"none": 0, "half": held.points // 2, "all": held.points}[stays]
                    if on_appeal or points < held.points:
                        self.judge(held, points, on_appeal=on_appeal)

    def note(self, rule: Terms, at: datetime) -> None:
        self.acts += 1
        self.account.book(form_key(rule, self.acts, at))

    def wait(self, long: timedelta) -> None:
        """Settled at the end of it, or in between as often as `pause` says."""
        until = self.now + long
        while self.pause is not None and self.now + self.pause < until:
            self.now += self.pause
            self.account.advance(self.now)
        self.now = until
        if self.pause is not None:
            self.account.advance(self.now)

    def publish(self, policy: Numbers) -> None:
        self.policy = policy
        self.versions.append((self.now, thresholds(policy)))

    def appeal(self, held: AccountPenalty) -> None:
        self.appealed.add(held.key)
        self.account.open_appeal(
            held.key,
            self.now,
            decide_by=self.now + days(self.policy.penalty_decision_days),
            suspend=self.policy.suspend_on_appeal,
        )

    def judge(self, held: AccountPenalty, points: int, *, on_appeal: bool) -> None:
        """An open appeal, or without one."""
        self.account.decide(held.key, self.now, points=points)

    def may_appeal(self) -> list[AccountPenalty]:
        since = self.now - days(self.policy.penalty_appeal_days)
        return [
            held
            for held in self.account.penalties.values()
            if held.stands and held.key not in self.appealed and held.given_at > since
        ]

    def may_judge(self, *, on_appeal: bool) -> list[AccountPenalty]:
        """Under appeal; or counting, and not under appeal."""
        return [
            held
            for held in self.account.penalties.values()
            if (held.decide_by is not None if on_appeal else _counts_unchallenged(held))
        ]


def _counts_unchallenged(held: AccountPenalty) -> bool:
    return held.state == PenaltyState.LIVE and held.decide_by is None


def one_of(found: list[AccountPenalty], which: int) -> AccountPenalty | None:
    return found[which % len(found)] if found else None
