"""One sweep over the ledgers: what is due is done once, dated when it was due, whoever sweeps when,
and no store holds up another."""

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes import clock
from disputes.models import OutboxMessage, Store, Topic
from disputes.states import State
from disputes.verbs import evidence, returns
from sellers.background import ledger_sweep
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Breach, Entry, Penalty, Rule, Sanction, Standing
from sellers.rules.account import PenaltyAccount
from sellers.states import BreachState, EntryKind, PenaltyState, Trigger
from sellers.verbs.appeals import appeal_penalty
from sellers.verbs.penalties import lower_penalty, penalise
from sellers.verbs.rules import publish_rule
from tests.histories.cast import StillClock
from tests.support.batches import in_batches_of
from tests.support.given_penalties import proof
from tests.support.moments import enforce_at
from tests.support.people import make_store
from tests.support.rows import everything
from tests.support.terms import FULL_REFUND, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def note(store: Store, rule: str = "no_response", *, before: timedelta = timedelta()) -> Breach:
    """The store broke this rule, so long ago."""
    return Breach.objects.create(
        store=store,
        key=f"test:{uuid4()}",
        trigger=Trigger.BY_HAND,
        rule=Rule.objects.filter(code=rule).latest("version"),
        at=clock.now() - before,
    )


def lines(store: Store) -> list[tuple[str, int, int]]:
    """Of the ledger: what happened, its points, the balance then."""
    found = Entry.objects.filter(store=store).order_by("number")
    return list(found.values_list("kind", "points", "balance"))


def brief_rule(world: World, *, points: int = 12) -> Rule:
    """Points for five days, doubled when it happens again within thirty."""
    rule = Rule(code="brief", title="Brief", text="-", proof="-", points=points, days=5, version=0)
    rule.trigger = Trigger.BY_HAND
    return publish_rule(world.supervisor, rule, change_note="For this test.")


# What is done


def test_the_command_settles_all_that_is_due(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = [make_store() for _ in range(5)]
    for store in stores:
        note(store)
    in_batches_of(2, ledger_sweep.enforce_standing, monkeypatch)  # several batches
    call_command("enforce_standing")
    call_command("enforce_standing")
    assert capsys.readouterr().out.splitlines() == ["Stores settled: 5", "Stores settled: 0"]
    assert [lines(store) for store in stores] == [[("given", 3, 3)]] * 5


def test_a_sweep_that_finds_nothing_writes_nothing(world: World) -> None:
    note(world.store)
    enforce_standing()
    before = everything()
    assert enforce_standing() == 0
    assert everything() == before


def test_an_act_that_no_rule_gives_points_for_is_looked_at_once(world: World) -> None:
    breach = note(world.store)
    Breach.objects.filter(pk=breach.pk).update(state=BreachState.FREE)
    assert enforce_standing() == 0
    assert lines(world.store) == []


def test_many_days_of_standstill_leave_no_trace(world: World, still: StillClock) -> None:
    """One store is settled every hour, the other once; both did the same."""
    rule = brief_rule(world)
    for store in (world.store, world.other_store):
        note(store, rule.code)
        note(store, "no_response", before=-2 * DAY)
    other = Standing.objects.create(store=world.other_store)
    for _hour in range(20 * 24):
        Standing.objects.filter(pk=other.pk).update(retry_at=still.at + DAY)  # passed over
        enforce_standing()
        still.at += DAY / 24
    Standing.objects.filter(pk=other.pk).update(retry_at=None)
    enforce_standing()
    ledgers = [
        list(Entry.objects.filter(store=store).values_list("number", "kind", "points", "at"))
        for store in (world.store, world.other_store)
    ]
    assert ledgers[0] == ledgers[1]
    assert [kind for _number, kind, _points, _at in ledgers[0]] == ["given", "given", "expired"]
    histories = [
        list(Sanction.objects.filter(store=store).order_by("pk").values_list("points", "ended_at"))
        for store in (world.store, world.other_store)
    ]
    assert histories[0] == histories[1]
    told = {
        store.pk: list(
            OutboxMessage.objects.filter(topic=Topic.STANDING, payload__store=store.pk)
            .order_by("pk")
            .values_list("payload__move", "payload__at", "payload__in_force")
        )
        for store in (world.store, world.other_store)
    }
    assert told[world.store.pk] == told[world.other_store.pk] != []


def test_a_threshold_left_and_reached_again_while_nobody_looked(
    world: World, still: StillClock
) -> None:
    """The old sanction ends and a new one begins in one and the same settling."""
    rule = brief_rule(world)
    note(world.store, rule.code)
    enforce_standing()
    still.at += 40 * DAY
    note(world.store, rule.code, before=DAY)
    assert enforce_standing() == 1
    found = Sanction.objects.filter(store=world.store, points=12).order_by("pk")
    assert [each.ended_at is None for each in found] == [False, True]


# Repetition


def test_a_repetition_counts_as_one_although_the_first_has_expired(
    world: World, still: StillClock
) -> None:
    """Booked by a sweep or given by hand: no difference."""
    rule = brief_rule(world, points=4)
    for store in (world.store, world.other_store):
        note(store, rule.code)
    enforce_standing()
    still.at += 10 * DAY
    note(world.store, rule.code)
    enforce_standing()
    penalise(
        world.supervisor,
        world.other_store,
        rule=rule,
        reasons="It was shown to us.",
        files=proof(world.supervisor),
        idempotency_key=uuid4(),
    )
    for store in (world.store, world.other_store):
        assert lines(store) == [("given", 4, 4), ("expired", -4, 0), ("given", 8, 8)]


@pytest.mark.parametrize("noted", [False, True])
def test_a_repetition_stays_one_by_another_that_has_expired(
    noted: bool, world: World, still: StillClock
) -> None:
    """Revoking one of two takes the doubling away only where there is no other, however many other
    things are booked at that moment."""
    rule = brief_rule(world, points=4)
    note(world.store, rule.code)
    for _time in range(2):
        still.at += 3 * DAY
        note(world.store, rule.code)
        enforce_standing()
    if noted:
        note(world.store, "ruling_lost")
    first, second, third = Penalty.objects.order_by("pk")
    assert [each.state for each in (first, second, third)] == ["expired", "live", "live"]
    lower_penalty(world.supervisor, second, points=0, reasons="It was not so.")
    third.refresh_from_db()
    assert (third.points, third.repeats_id) == (8, first.breach_id)


# A case


def test_losing_counts_once_in_a_case_that_is_ruled_on_twice(world: World) -> None:
    """A contested return leads to a second final ruling, which must be carried out all the same."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    for offer, arbitrator in (
        (RETURN_AND_REFUND, world.arbitrator),
        (FULL_REFUND, world.arbitrator2),
    ):
        world.rule(dispute, offer, by=arbitrator)
        due_at = world.again(dispute).due_at
        assert due_at is not None
        assert enforce_at(due_at) == 1
        if offer is RETURN_AND_REFUND:
            returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
            photo = world.photo(world.seller)
            returns.contest_return(world.as_seller, dispute, text="It is broken.", files=[photo])
            evidence.finish_evidence(world.as_buyer, dispute)
            evidence.finish_evidence(world.as_seller, dispute)
    assert world.again(dispute).state == State.RESOLVED
    assert Breach.objects.get().trigger == Trigger.RULING_LOST


# Many stores


def test_six_stores_cost_as_many_queries_as_two(world: World, still: StillClock) -> None:
    """Booking, expiring, sanctions and appeals that nobody decided, all at once."""
    rule = brief_rule(world)

    def queries_for(number: int) -> int:
        still.at += 400 * DAY  # nothing more comes from the stores of before
        enforce_standing()
        stores = [make_store(world.seller) for _ in range(number)]
        for store in stores:
            note(store, rule.code)
            note(store, "ruling_lost")
        enforce_standing()
        for store in stores:
            lost = Penalty.objects.get(store=store, rule__code="ruling_lost")
            appeal_penalty(world.seller, lost, text="It was not so.")
        still.at += 40 * DAY
        for store in stores:
            note(store, "false_evidence", before=DAY)
        with CaptureQueriesContext(connection) as queries:
            assert enforce_standing() == number
        assert {Entry.objects.filter(store=store).count() for store in stores} == {6}
        return len(queries)

    assert queries_for(2) == queries_for(6)


def test_the_oldest_come_first_where_the_time_does_not_do_for_all(
    world: World, still: StillClock
) -> None:
    rule = brief_rule(world)
    note(world.other_store, rule.code)
    enforce_standing()
    still.at += DAY
    note(world.store, rule.code)
    enforce_standing()
    still.at += 30 * DAY
    assert enforce_standing(limit=1, seconds=0) == 1
    assert [lines(store)[-1][0] for store in (world.other_store, world.store)] == [
        EntryKind.EXPIRED,
        EntryKind.GIVEN,
    ]


@pytest.fixture
def broken(world: World, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Booking breaks in this store, the first of all, as it would by a damaged row."""
    book = PenaltyAccount.book

    def book_or_break(self: PenaltyAccount, held: Any) -> None:
        if held.key in damaged:
            raise ValueError("a damaged row")
        book(self, held)

    damaged = {note(world.store).pk}
    monkeypatch.setattr(PenaltyAccount, "book", book_or_break)
    return world.store


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_a_store_that_cannot_be_settled_holds_up_no_other(
    limit: int, world: World, broken: Store, caplog: pytest.LogCaptureFixture
) -> None:
    stores = [world.other_store, *(make_store() for _ in range(3))]
    for store in stores:
        note(store)
    assert broken.pk < min(store.pk for store in stores)
    with caplog.at_level(logging.ERROR):
        assert enforce_standing(limit=limit) == 5
    assert f"the standing of store {broken.pk} could not be settled" in caplog.text
    assert [lines(store) for store in stores] == [[("given", 3, 3)]] * 4
    assert lines(broken) == []
    assert Breach.objects.get(store=broken).state == BreachState.NOTED
    assert enforce_standing(limit=limit) == 0, "it is passed over for a while"


def test_a_store_that_was_passed_over_is_tried_again_and_dated_as_it_was_due(
    broken: Store, still: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    breach = Breach.objects.get(store=broken)
    enforce_standing()
    monkeypatch.undo()  # it is mended …
    monkeypatch.setattr(clock, "sql", still.sql)
    assert enforce_standing() == 0
    still.at += timedelta(minutes=10)
    assert enforce_standing() == 1
    assert lines(broken) == [("given", 3, 3)]
    assert Entry.objects.get().at == breach.at
    assert Standing.objects.get(store=broken).retry_at is None
    assert Penalty.objects.get().state == PenaltyState.LIVE
