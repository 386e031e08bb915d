"""Any number of sweeps at once, and people between them: each act counts once, and nobody waits
for long.

A test of its own takes the lock away and shows that the race is real: then both book the same act,
and only a last law of the database is left.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet

from disputes import clock
from disputes.errors import Code
from disputes.models import Store
from sellers.background import ledger_sweep, verification
from sellers.background.ledger_sweep import enforce_standing
from sellers.background.rates import count_rates
from sellers.kernel import ledger_of
from sellers.kernel.ledgers import load
from sellers.models import Breach, Entry, Penalty, PenaltyAppeal, Rule, Standing, StoreRates
from sellers.states import AppealDecision, BreachState, EntryKind, PenaltyState, Trigger
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import approve_penalty, lower_penalty, penalise
from tests.support.concurrency import PATIENCE, Act, at_once, outcome, paused, together
from tests.support.given_penalties import proof
from tests.support.moments import moment
from tests.support.people import make_store, make_user
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")

REASONS = "We looked again."


def note(store: Store, number: int = 1) -> None:
    for _number in range(number):
        Breach.objects.create(
            store=store, key=f"test:{uuid4()}", trigger=Trigger.NO_RESPONSE, at=clock.now()
        )


def note_all(stores: Iterable[Store]) -> None:
    for store in stores:
        note(store, 2)


def penalty(world: World) -> Penalty:
    note(world.store)
    assert enforce_standing() == 1
    return Penalty.objects.get()


def assert_each_act_counts_once() -> None:
    """And the books agree with each other."""
    breaches = Breach.objects.count()
    assert Breach.objects.filter(state=BreachState.PENALISED).count() == breaches
    assert Penalty.objects.count() == breaches
    assert Entry.objects.filter(kind=EntryKind.GIVEN).count() == breaches
    assert list(verification.flaws()) == []


# Sweeps


def test_four_sweeps_at_once_book_each_act_once() -> None:
    for store in [make_store() for _ in range(12)]:
        note(store, 3)
    acts = [partial(enforce_standing, limit=limit) for limit in (1, 2, 3, 500)]
    assert together(*acts) == ["done"] * 4
    assert enforce_standing() == 0
    assert_each_act_counts_once()


def test_without_the_lock_two_sweeps_book_the_same_act(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Then the second of them runs into a law of the database, and passes the store over."""
    note(make_store())
    both_have_read = Barrier(2, timeout=PATIENCE)

    def read(*args: Any) -> Any:
        ledgers = load(*args)
        both_have_read.wait()
        return ledgers

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    monkeypatch.setattr(ledger_sweep, "load", read)
    with caplog.at_level(logging.ERROR):
        assert together(*[partial(enforce_standing, seconds=0)] * 2) == ["done", "done"]
    assert "IntegrityError: duplicate key value violates unique constraint" in caplog.text
    assert Penalty.objects.count() == Entry.objects.count() == 1


def test_a_sweep_goes_past_a_store_that_another_one_has_in_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Even one that has had no ledger until now."""
    held, free = make_store(), make_store()
    note(held)
    with paused(monkeypatch, ledger_sweep, "save", enforce_standing) as first:
        note(free)
        assert enforce_standing() == 1
        assert list(Penalty.objects.values_list("store", flat=True)) == [free.pk]
    assert outcome(first) == "done"
    assert_each_act_counts_once()


def test_rates_are_counted_once_by_four_at_once() -> None:
    world, counted = World(), list[int]()
    for _number in range(10):
        make_store()
    acts = [lambda limit=limit: counted.append(count_rates(limit)) for limit in (1, 2, 3, 500)]
    assert together(*acts) == ["done"] * 4
    assert sum(counted) == StoreRates.objects.count() == 12
    assert StoreRates.objects.get(store=world.store).counted_at > clock.now() - timedelta(days=1)


# People


def test_a_sweep_goes_past_a_store_about_which_somebody_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    given = penalty(world)
    note(world.store)
    lower = partial(lower_penalty, world.supervisor, given, points=0, reasons=REASONS)
    with paused(monkeypatch, ledger_of, "save", lower) as lowered:
        assert enforce_standing() == 0
    assert outcome(lowered) == "done"
    kinds = list(Entry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["given", "given", "revoked", "reduced"], "what was noted came first"
    assert enforce_standing() == 0
    assert_each_act_counts_once()


def test_of_two_who_decide_on_an_appeal_the_second_gets_a_sentence() -> None:
    world, second = World(), make_user("supervisor", "Supervisors")
    appeal = appeal_penalty(world.seller, penalty(world), text="It was not so.")
    decide = [
        partial(decide_appeal, who, appeal, points=points, reasons=REASONS)
        for who, points in ((world.supervisor, 0), (second, 3))
    ]
    assert at_once(Standing.objects.get(), *decide) == ["done", Code.STALE]
    assert_each_act_counts_once()


def test_a_decision_in_the_last_second_against_the_time_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    appeal = appeal_penalty(world.seller, penalty(world), text="It was not so.")
    uphold = partial(decide_appeal, world.supervisor, appeal, points=3, reasons=REASONS)

    def in_time() -> None:
        with moment(appeal.decide_by - timedelta(seconds=5)):
            uphold()

    with paused(monkeypatch, ledger_of, "save", in_time) as upheld, moment(appeal.decide_by):
        assert enforce_standing() == 0
    assert outcome(upheld) == "done"
    with moment(appeal.decide_by):
        assert enforce_standing() == 0
    assert PenaltyAppeal.objects.get().decision == AppealDecision.REFUSED
    assert Penalty.objects.get().state == PenaltyState.LIVE
    assert_each_act_counts_once()


def test_two_appeals_against_one_penalty() -> None:
    world = World()
    given = penalty(world)
    appeal = partial(appeal_penalty, world.seller, given, text="It was not so.")
    assert at_once(Standing.objects.get(), appeal, appeal) == ["done", Code.STALE]
    assert PenaltyAppeal.objects.count() == 1
    assert_each_act_counts_once()


def give(world: World, act: UUID, code: str) -> Breach:
    return penalise(
        world.supervisor,
        world.store,
        rule=Rule.objects.get(code=code),
        reasons="It was shown to us.",
        files=proof(world.supervisor),
        idempotency_key=act,
    )


def test_a_form_that_is_sent_twice_at_once_gives_one_penalty() -> None:
    world, act = World(), uuid4()
    Standing.objects.create(store=world.store)
    sent = partial(give, world, act, "off_platform")
    assert at_once(Standing.objects.get(), sent, sent) == ["done", "done"]
    assert Breach.objects.count() == 1
    assert_each_act_counts_once()


def test_two_who_approve_the_same_proposal() -> None:
    world, second = World(), make_user("supervisor", "Supervisors")
    third = make_user("supervisor", "Supervisors")
    proposed = give(world, uuid4(), "false_evidence")
    approve = [partial(approve_penalty, who, proposed) for who in (second, third)]
    assert at_once(Standing.objects.get(), *approve) == ["done", Code.STALE]
    assert_each_act_counts_once()


def test_people_act_while_sweeps_run() -> None:
    """Whatever the order in which they come, the books agree at the end."""
    world = World()
    stores = [world.store, *(make_store(world.seller) for _ in range(5))]
    note_all(stores)
    enforce_standing()
    given = list(Penalty.objects.order_by("pk"))
    note_all(stores)

    def appeal_all() -> None:
        for each in given[::2]:
            appeal_penalty(world.seller, each, text="It was not so.")

    def lower_some() -> None:
        for each in given[1::2]:
            lower_penalty(world.supervisor, each, points=1, reasons=REASONS)

    def sweep() -> None:
        for _time in range(10):
            enforce_standing(limit=2)

    acts: list[Act] = [appeal_all, lower_some, partial(note_all, stores), sweep, sweep]
    assert together(*acts) == ["done"] * len(acts)
    enforce_standing()
    assert PenaltyAppeal.objects.count() == len(given) // 2
    assert_each_act_counts_once()
