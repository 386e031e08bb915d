"""What must never be in a ledger is refused by the database itself, whoever writes to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from disputes import clock
from disputes.models import AttachmentOwner
from sellers.models import (
    Breach,
    Entry,
    LedgerEvent,
    Penalty,
    PenaltyAppeal,
    Rule,
    Sanction,
    Standing,
    StoreRates,
)
from tests.disputes.test_database_laws import assert_copy_refused, assert_refused, run
from tests.standing.full import full_ledger
from tests.standing.play import START
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    world = World()
    full_ledger(world)
    return world


def update(model: type[Model], change: str) -> str:
    table = model._meta.db_table
    return f"UPDATE {table} SET {change} WHERE id = (SELECT min(id) FROM {table})"


# What stays


@pytest.mark.parametrize("model", [Rule, Entry, LedgerEvent])
def test_rules_entries_and_decisions_are_append_only(world: World, model: type[Model]) -> None:
    for name in (field.column for field in model._meta.concrete_fields):
        assert_refused("append-only", update(model, f'"{name}" = "{name}"'))
    assert_refused("append-only", f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize(
    ("model", "changing"),
    [
        (Breach, {"id", "at", "state", "same_as_id", "reviewed_by_id", "review"}),
        (Penalty, {"id", "points", "state", "repeats_id"}),
    ],
)
def test_an_act_and_its_penalty_stay_but_for_what_came_of_them(
    world: World, model: type[Model], changing: set[str]
) -> None:
    columns = {str(field.column) for field in model._meta.concrete_fields}
    assert changing < columns
    for name in columns - changing:
        assert_refused("append-only", update(model, f'"{name}" = "{name}"'))
    for name in changing - {"id"}:
        run(update(model, f'"{name}" = "{name}"'))
    assert_refused("append-only", f"DELETE FROM {model._meta.db_table}")


# What is there once


def test_one_act_gives_one_penalty(world: World) -> None:
    given = Penalty.objects.earliest("pk")
    assert_copy_refused("sellers_penalty_breach_id", given)
    assert_copy_refused("sellers_breach_key", given.breach)


@pytest.mark.parametrize("kind", ["given", "revoked", "expired"])
def test_a_penalty_is_given_revoked_and_expires_once(world: World, kind: str) -> None:
    entry = Entry.objects.filter(kind=kind).earliest("pk")
    assert_copy_refused(f"{kind}_once", entry, number=999)


def test_an_entry_has_its_number_for_itself(world: World) -> None:
    entry = Entry.objects.filter(kind="suspended").earliest("pk")
    assert_copy_refused("one_entry_a_number", entry)


def test_a_store_has_one_head_one_count_and_a_penalty_one_appeal(world: World) -> None:
    assert_copy_refused("sellers_standing_store_id", Standing.objects.get(store=world.store))
    appeal, owner = PenaltyAppeal.objects.earliest("pk"), AttachmentOwner.objects.create()
    assert_copy_refused("appeal_penalty_id", appeal, attachment_owner_id=owner.pk)
    rates = StoreRates.objects.create(store=world.store, counted_at=clock.now())
    assert_copy_refused("sellers_storerates_store_id", rates)


def test_a_threshold_has_one_open_sanction(world: World) -> None:
    law = "one_open_sanction_a_threshold"
    assert_copy_refused(law, Sanction.objects.filter(ended_at=None).earliest("pk"))


def test_a_rule_has_each_version_once(world: World) -> None:
    assert_copy_refused("one_rule_a_version", Rule.objects.earliest("pk"))


# What fits together


@pytest.mark.parametrize(
    ("law", "model", "change"),
    [
        ("penalty_has_points", Penalty, {"points": 0, "breach_id": 0}),
        ("penalty_lasts", Penalty, {"expires_at": START, "breach_id": 0}),
        ("balance_check", Entry, {"balance": -1, "number": 999}),
        ("rule_points_check", Rule, {"points": 0, "version": 9}),
        ("rule_days_check", Rule, {"days": 0, "version": 9}),
        ("rule_repeat_factor_check", Rule, {"repeat_factor": 0, "version": 9}),
    ],
)
def test_numbers_that_mean_nothing(
    world: World, law: str, model: type[Model], change: dict[str, Any]
) -> None:
    row = model._default_manager.earliest("pk")
    assert_copy_refused(law, row, **change)


def test_a_balance_is_never_below_zero(world: World) -> None:
    assert_refused("balance_check", update(Standing, "balance = -1"))


def test_what_ended_says_why_and_what_is_open_does_not(world: World) -> None:
    law = "sanction_says_why_it_ended"
    ended = Sanction.objects.filter(ending="served").earliest("pk")
    for change in ("ending = ''", "ended_at = NULL", "interrupted_at = now()"):
        assert_refused(law, f"UPDATE sellers_sanction SET {change} WHERE id = %s", ended.pk)
    running = Sanction.objects.filter(ended_at=None).earliest("pk")
    sql = "UPDATE sellers_sanction SET ending = 'served' WHERE id = %s"
    assert_refused(law, sql, running.pk)


def test_a_decided_appeal_says_when(world: World) -> None:
    law = "appeal_says_what_came_of_it"
    decided = PenaltyAppeal.objects.exclude(decision="").earliest("pk")
    sql = "UPDATE sellers_penaltyappeal SET decided_at = NULL WHERE id = %s"
    assert_refused(law, sql, decided.pk)
    waiting = PenaltyAppeal.objects.get(decision="")
    sql = "UPDATE sellers_penaltyappeal SET decided_at = %s WHERE id = %s"
    assert_refused(law, sql, clock.now() - timedelta(days=1), waiting.pk)
