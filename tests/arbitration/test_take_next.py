"""Ten arbitrators take cases at once: never one case twice, and none is left lying."""

from collections.abc import Callable

import pytest

from arbitration.verbs import assignment
from disputes.errors import Code
from disputes.models import Dispute, Policy, User
from disputes.states import EventKind, State
from tests.support.concurrency import take_away_the_lock, together
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")

TEN = 10


def ten() -> list[User]:
    return [make_user("arbitrator", "Arbitrators") for _ in range(TEN)]


def taking(arbitrator: User, holding: int | None = None) -> Callable[[], object]:
    return lambda: assignment.take_next(arbitrator, holding=holding)


def taken() -> dict[int, int | None]:
    return dict(Dispute.objects.values_list("pk", "assignee"))


def test_each_of_ten_gets_another_case() -> None:
    world, people = World(), ten()
    for _ in range(TEN):
        world.dispute_in(State.AWAITING_RULING)
    outcomes = together(*map(taking, people))
    # Whoever came while the last free rows were all held was told so, and takes them now.
    for person in people:
        if assignment.cases_in_hand(person) == 0:
            assignment.take_next(person)
    assert set(outcomes) <= {"done", Code.NOTHING_TO_TAKE}
    assert sorted(str(pk) for pk in taken().values()) == sorted(str(p.pk) for p in people)
    for dispute in Dispute.objects.all():
        assert dispute.events.filter(kind=EventKind.TAKEN).count() == 1


def test_of_ten_who_want_three_cases_three_get_one() -> None:
    world, people = World(), ten()
    for _ in range(3):
        world.dispute_in(State.AWAITING_RULING)
    assert together(*map(taking, people)) == ["done"] * 3 + [Code.NOTHING_TO_TAKE] * 7
    assert len(set(taken().values())) == 3


def test_without_the_lock_two_take_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    take_away_the_lock(monkeypatch, 2)
    first, second = ten()[:2]
    assert together(taking(first), taking(second)) == [Code.CONFLICT, "done"]


def test_one_who_presses_ten_times_gets_one_case() -> None:
    world, [person, *_] = World(), ten()
    for _ in range(3):
        world.dispute_in(State.AWAITING_RULING)
    outcomes = together(*[taking(person, holding=0)] * TEN)
    assert outcomes == ["done"] + [Code.STALE] * (TEN - 1)
    assert assignment.cases_in_hand(person) == 1


def test_nobody_has_more_than_the_policy_allows() -> None:
    world, [person, *_] = World(), ten()
    Policy.objects.update(cases_in_hand=2)
    for _ in range(3):
        world.dispute_in(State.AWAITING_RULING)
    for _ in range(2):
        assignment.take_next(person)
    with refused(
        Code.LIMIT_REACHED,
        says="You have 2 cases in hand, which is the most. Rule on one first.",
    ):
        assignment.take_next(person)
