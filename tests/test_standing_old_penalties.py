"""Penalties from before there was a ledger are carried over: the next sweep books them as they were
given, once; and the upgrade can be taken back."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from disputes import clock
from disputes.models import Dispute
from sellers.models import Breach, Entry, Penalty, Rule, Standing
from sellers.services.settling import enforce_standing
from sellers.states import BreachState, PenaltyState, Trigger
from tests.breaches import note_silence
from tests.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BEFORE, AFTER = "0002_lighter_penalties", "0007_bounded_ledgers_indexes"


def migrate_to(migration: str) -> None:
    """The transaction of the test puts the tables back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # tables with checks to come do not change
    MigrationExecutor(connection).migrate([("sellers", migration)])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as it is in every other transaction


def penalise(case: Dispute, given_at: datetime) -> None:
    """As the version of before has left it, when the store did not answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sellers_penalty (store_id, dispute_id, rule, points, given_at, expires_at)"
            " VALUES (%s, %s, 'no_response', 3, %s, %s)",
            [case.store_id, case.pk, given_at, given_at + 365 * DAY],
        )


def test_old_penalties_are_booked_with_their_points_and_dates_and_once() -> None:
    world = World()
    long_ago, before, lately = (clock.now() - days * DAY for days in (400, 12, 10))
    expired, other, live, free = (world.file() for _case in range(4))
    migrate_to(BEFORE)
    penalise(expired, long_ago)
    penalise(other, before)
    penalise(live, lately)
    migrate_to(AFTER)
    assert "sellers_penalty_before" not in connection.introspection.table_names()
    old = Breach.objects.order_by("at")
    assert [(each.dispute, each.at, each.store) for each in old] == [
        (expired, long_ago, world.store),
        (other, before, world.store),
        (live, lately, world.store),
    ]
    for each in old:
        assert (each.trigger, each.state) == (Trigger.NO_RESPONSE, BreachState.NOTED)
        assert (each.found_by, each.ground, each.cites) == (None, "", [])
    with pytest.raises(IntegrityError), transaction.atomic():
        note_silence(live)  # the act has its breach
    assert enforce_standing() == 1
    assert enforce_standing() == 0
    lines = Entry.objects.order_by("number").values_list("kind", "points", "balance", "at")
    assert list(lines) == [
        ("given", 3, 3, long_ago),
        ("expired", -3, 0, long_ago + 365 * DAY),
        ("given", 3, 3, before),
        ("given", 3, 6, lately),  # repetitions did not count then
    ]
    first, _second, third = Penalty.objects.order_by("given_at")
    assert (first.state, third.state) == (PenaltyState.EXPIRED, PenaltyState.LIVE)
    assert third.expires_at == lately + 365 * DAY
    assert first.rule == third.rule == Rule.objects.get(code="no_response", version=0)
    assert Standing.objects.get().balance == 6
    note_silence(free)  # what comes after it goes on as ever


def test_the_upgrade_can_be_taken_back_and_made_again() -> None:
    world = World()
    note_silence(world.file())
    enforce_standing()
    migrate_to(BEFORE)
    assert "sellers_breach" not in connection.introspection.table_names()
    migrate_to(AFTER)
    assert not Breach.objects.exists()
    note_silence(world.file())
    assert enforce_standing() == 1
