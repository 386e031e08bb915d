"""`manage.py verify_standing` finds whatever does not follow from the ledger, and nothing else."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from disputes.models import Policy, Store
from sellers.background import verification
from sellers.background.ledger_checks import CHECKS
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Breach, Entry, Penalty, PenaltyAppeal, Sanction, Standing
from sellers.states import AppealDecision, BreachState, EntryKind, Measure, PenaltyState
from tests.standing.full import full_ledger, note
from tests.support.people import make_store
from tests.support.rows import everything
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """Its own store has everything, the other one a single penalty."""
    world = World()
    full_ledger(world)
    note(world.other_store)
    enforce_standing()
    note(world.store)
    return world


def verify() -> str:
    said = StringIO()
    call_command("verify_standing", stdout=said)
    return said.getvalue()


def flaws() -> list[str]:
    """What it says of the store, which it names."""
    said = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_standing", stdout=StringIO(), stderr=said)
    found = said.getvalue().splitlines()
    assert f": {len(found):,} flaws." in str(caught.value)
    return [_without_name(flaw) for flaw in found]


def _without_name(flaw: str) -> str:
    number, _colon, sentence = flaw.removeprefix("Store ").partition(": ")
    pk, _comma, name = number.partition(", ")
    assert Store.objects.get(pk=int(pk)).name == name
    return sentence


def run(sql: str, *values: Any) -> None:
    """As whoever owns the database can: no trigger and no foreign key is in the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount == 1
        cursor.execute("SET session_replication_role = origin")


def live(world: World) -> Penalty:
    return Penalty.objects.filter(store=world.store, state=PenaltyState.LIVE).earliest("pk")


# All is well


def test_all_is_well_with_everything_in_it(world: World) -> None:
    assert set(Penalty.objects.values_list("state", flat=True)) == set(PenaltyState)
    assert set(Entry.objects.values_list("kind", flat=True)) == set(EntryKind)
    decided = {AppealDecision.REFUSED, AppealDecision.REVOKED, AppealDecision.TIMED_OUT, ""}
    assert set(PenaltyAppeal.objects.values_list("decision", flat=True)) == decided
    sanctions = Sanction.objects.filter(store=world.store)
    assert set(sanctions.values_list("ending", flat=True)) == {"", "served", "lifted"}
    assert set(sanctions.filter(ending="").values_list("begun", flat=True)) == {True, False}
    assert sanctions.exclude(interrupted_at=None).exists()
    assert verify() == (
        f"{Store.objects.count()} stores, {Entry.objects.count()} entries, "
        f"{Penalty.objects.count()} penalties, {Sanction.objects.count()} sanctions: "
        "all as the ledgers say.\n"
    )


def test_it_only_reads_and_tells_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        make_store()
    monkeypatch.setattr(verification, "_BATCH", 2)
    monkeypatch.setattr("sellers.management.commands.verify_standing._TELL_EVERY", 4)
    before = everything()
    said = verify().splitlines()
    assert [line.split(",")[0] for line in said] == ["4 stores", "5 stores"]
    assert said[0].endswith("sanctions so far")
    assert everything() == before


@pytest.mark.parametrize("number", [3, 30])
def test_the_number_of_queries_depends_on_the_batches_only(
    world: World, number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for _number in range(number):
        note(make_store())
    enforce_standing()
    # The rules; and of each batch decisions, heads, and what acts, appeals, files and entries say.
    with django_assert_num_queries(1 + 2 + len(CHECKS) + 6 + 3):
        assert list(verification.flaws()) == []


# The ledger


def test_an_entry_that_is_gone(world: World) -> None:
    run("DELETE FROM sellers_entry WHERE store_id = %s AND number = 3", world.store.pk)
    found = flaws()
    assert found[0] == "entry 3 is missing."
    assert found[1].startswith("entry 4 says that the balance is ")


def test_the_last_entry_that_is_gone(world: World) -> None:
    run(
        "DELETE FROM sellers_entry WHERE store_id = %s AND number = "
        "(SELECT max(number) FROM sellers_entry WHERE store_id = %s)",
        *[world.store.pk] * 2,
    )
    assert any(flaw.startswith("its head says ") for flaw in flaws())


def test_points_that_were_changed(world: World) -> None:
    run(
        "UPDATE sellers_entry SET points = points + 1 WHERE store_id = %s AND number = 2",
        world.store.pk,
    )
    found = flaws()
    assert found[0] == "entry 2 says that the balance is 16, and the points up to it come to 17."
    assert found[1].startswith("penalty ")


def test_a_balance_of_a_line_that_was_changed(world: World) -> None:
    run("UPDATE sellers_entry SET balance = 15 WHERE store_id = %s AND number = 2", world.store.pk)
    assert flaws() == ["entry 2 says that the balance is 15, and the points up to it come to 16."]


def test_time_that_goes_back(world: World) -> None:
    run(
        "UPDATE sellers_entry SET at = at - interval '30 days' WHERE store_id = %s AND number = 4",
        world.store.pk,
    )
    assert flaws() == ["entry 4 is dated before the one that it follows."]


def test_an_entry_about_a_penalty_of_another_store(world: World) -> None:
    other = Penalty.objects.get(store=world.other_store)
    run(
        "UPDATE sellers_entry SET penalty_id = %s WHERE store_id = %s AND number = 4",
        other.pk,
        world.store.pk,
    )
    assert "entry 4 is about a penalty of another store." in flaws()


# The head


@pytest.mark.parametrize("change", ["balance = balance + 1", "entries = entries - 1", "at = NULL"])
def test_a_head_that_says_something_else(world: World, change: str) -> None:
    run(f"UPDATE sellers_standing SET {change} WHERE store_id = %s", world.store.pk)
    assert flaws()[0].startswith("its head says ")


def test_a_balance_that_is_not_the_sum_of_what_counts(world: World) -> None:
    """Told from the penalties as well, whatever the entries say."""
    given = live(world)
    run("UPDATE sellers_penalty SET points = points + 1 WHERE id = %s", given.pk)
    standing = Standing.objects.get(store=world.store)
    assert (
        f"its balance is {standing.balance}, and the penalties that count come to "
        f"{standing.balance + 1}."
    ) in flaws()


def test_a_head_that_is_gone(world: World) -> None:
    run("DELETE FROM sellers_standing WHERE store_id = %s", world.store.pk)
    assert flaws()[0].startswith("its head says None points, None entries")


def test_a_measure_that_does_not_hold(world: World) -> None:
    in_force = Standing.objects.get(store=world.store).measure
    run("UPDATE sellers_standing SET measure = '' WHERE store_id = %s", world.store.pk)
    assert flaws() == [f"its head says “”, and the strictest sanction in force is “{in_force}”."]


@pytest.mark.parametrize("change", ["NULL", "due_at + interval '1 second'"])
def test_a_ledger_that_no_sweep_would_take_up_in_time(world: World, change: str) -> None:
    run(f"UPDATE sellers_standing SET due_at = {change} WHERE store_id = %s", world.store.pk)
    [found] = flaws()
    assert found.startswith("it is due at ")


# Penalties


@pytest.mark.parametrize("state", [PenaltyState.REVOKED, PenaltyState.EXPIRED])
def test_a_state_that_the_entries_do_not_tell(world: World, state: PenaltyState) -> None:
    given = live(world)
    run("UPDATE sellers_penalty SET state = %s WHERE id = %s", state, given.pk)
    assert any(flaw.startswith(f"penalty {given.pk} is {state} with ") for flaw in flaws())


def test_a_penalty_that_no_entry_tells_of(world: World) -> None:
    given = Penalty.objects.get(store=world.other_store)
    run("DELETE FROM sellers_entry WHERE penalty_id = %s", given.pk)
    assert (
        f"penalty {given.pk} is live with 3 points, and its 0 entries, the last None, come to 0."
        in flaws()
    )


def test_an_act_without_its_penalty(world: World) -> None:
    breach = Breach.objects.filter(store=world.store, state=BreachState.NOTED).earliest("pk")
    run("UPDATE sellers_breach SET state = 'penalised' WHERE id = %s", breach.pk)
    assert flaws() == [f"act {breach.key} is penalised, and has no penalty."]


def test_an_act_that_waits_although_it_was_penalised(world: World) -> None:
    """The next sweep would try to give a second penalty."""
    given = live(world)
    run("UPDATE sellers_breach SET state = 'noted' WHERE id = %s", given.breach_id)
    assert flaws() == [f"act {given.breach.key} is noted, and has penalty {given.pk}."]


def test_an_act_that_is_one_with_another_that_was_not_counted(world: World) -> None:
    noted = Breach.objects.filter(store=world.store, state=BreachState.NOTED).earliest("pk")
    other = Penalty.objects.get(store=world.other_store).breach
    run(
        "UPDATE sellers_breach SET state = 'same', same_as_id = %s WHERE id = %s",
        other.pk,
        noted.pk,
    )
    assert flaws() == [f"act {noted.key} is one with act {other.key}, penalised, of another."]


def test_a_penalty_for_another_time_than_its_act(world: World) -> None:
    given = live(world)
    run("UPDATE sellers_breach SET at = at - interval '1 day' WHERE id = %s", given.breach_id)
    assert flaws() == [
        f"penalty {given.pk} is not of the store or of the time of its act, {given.breach.key}."
    ]


# Sanctions


def test_a_sanction_that_outlives_its_cause(world: World) -> None:
    ended = Sanction.objects.filter(store=world.store, ending="lifted").earliest("pk")
    run(
        "UPDATE sellers_sanction SET ended_at = NULL, ending = '', points = 99 WHERE id = %s",
        ended.pk,
    )
    has = sum(each.points for each in Penalty.objects.filter(store=world.store) if each.stands)
    assert (
        f"sanction {ended.pk}, from 99 points on, has not ended, and the store has {has}."
        in flaws()
    )


def test_a_sanction_that_runs_while_its_points_are_suspended(world: World) -> None:
    still = Sanction.objects.filter(store=world.store).exclude(interrupted_at=None).earliest("pk")
    run("UPDATE sellers_sanction SET interrupted_at = NULL WHERE id = %s", still.pk)
    balance = Standing.objects.get(store=world.store).balance
    assert (
        f"sanction {still.pk}, from {still.points} points on, runs, while {balance} points count."
        in flaws()
    )


# Appeals


def test_an_appeal_that_was_won_and_changed_nothing(world: World) -> None:
    refused = PenaltyAppeal.objects.get(decision=AppealDecision.REFUSED)
    run("UPDATE sellers_penaltyappeal SET decision = 'revoked' WHERE id = %s", refused.pk)
    state = refused.penalty.state
    assert flaws() == [
        f"penalty {refused.penalty_id} is {state}, and its appeal was decided: revoked.",
        f"the appeal about act {refused.penalty.breach.key} is not as it was written: decision.",
    ]


def test_points_that_are_suspended_for_no_appeal(world: World) -> None:
    appeal = PenaltyAppeal.objects.get(decision="")
    run("DELETE FROM sellers_penaltyappeal WHERE id = %s", appeal.pk)
    found = f"penalty {appeal.penalty_id} is suspended, and its appeal is not there."
    assert found in flaws()


def test_an_appeal_that_stays_open_although_it_was_granted(world: World) -> None:
    appeal = PenaltyAppeal.objects.get(decision=AppealDecision.TIMED_OUT)
    run(
        "UPDATE sellers_penaltyappeal SET decision = '', decided_at = NULL WHERE id = %s", appeal.pk
    )
    assert f"penalty {appeal.penalty_id} is revoked, and its appeal is open." in flaws()


def test_every_flaw_of_every_store_is_told(world: World) -> None:
    for store in (world.store, world.other_store):
        run("UPDATE sellers_standing SET measure = %s WHERE store_id = %s", "closed", store.pk)
    assert len(flaws()) == 2
    assert Measure.CLOSED in flaws()[0]
    assert Policy.objects.count() == 1
