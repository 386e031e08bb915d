"""However many acts of a store wait for its ledger: they are booked a batch at a time, with the
same lines as at once, and whoever acts on the store meanwhile loses nothing by it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from disputes.errors import Code
from disputes.models import Store
from disputes.states import Verb
from sellers.background import ledger_sweep, verification
from sellers.background.ledger_sweep import enforce_standing
from sellers.kernel import ledger_of, penalty_preview
from sellers.kernel.ledgers import Ledger
from sellers.kernel.saving import save
from sellers.models import Breach, Entry, Penalty, PenaltyAppeal, Rule
from sellers.states import BreachState, EntryKind, PenaltyState
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import approve_penalty, lower_penalty, penalise
from tests.histories.cast import StillClock
from tests.support.backlogs import DAY, WORDS, at_a_time, note
from tests.support.concurrency import PATIENCE
from tests.support.given_penalties import proof
from tests.support.people import make_store, make_user
from tests.support.rows import refused
from tests.support.workspace import signed_in
from tests.support.world import World

__all__ = ["at_a_time"]  # a fixture
pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Of each ledger that is saved: its store, and how many acts were booked."""
    found: list[tuple[int, int]] = []

    def note_and_save(ledgers: list[Ledger]) -> None:
        found.extend((each.standing.store_id, len(each.booked)) for each in ledgers)
        save(ledgers)

    for module in (ledger_of, ledger_sweep):
        monkeypatch.setattr(module, "save", note_and_save)
    return found


@pytest.fixture
def nobody_catches_up(monkeypatch: pytest.MonkeyPatch, at_a_time: Callable[[int], None]) -> None:
    """A person's act books one of the acts that wait, and goes on without the others."""
    at_a_time(1)
    monkeypatch.setattr(ledger_of, "_CATCHING_UP", timedelta(0))


def lines(store: Store) -> list[tuple[Any, ...]]:
    found = Entry.objects.filter(store=store).order_by("number")
    return list(found.values_list("number", "kind", "points", "balance", "at"))


def penalty_of(store: Store) -> Penalty:
    return Penalty.objects.filter(store=store).latest("given_at")


def waiting(store: Store) -> int:
    return Breach.objects.filter(store=store, state=BreachState.NOTED).count()


# The sweep


@pytest.mark.parametrize("acts", [1, 2, 7])
def test_batches_leave_the_same_lines_as_all_at_once(
    acts: int, world: World, still: StillClock, at_a_time: Callable[[int], None]
) -> None:
    """Expiries between the acts included, and more of these at a time than a batch has."""
    sweep = partial(enforce_standing, seconds=PATIENCE)
    note(world.other_store, 60, apart=10 * DAY)
    assert sweep() == 1
    note(world.store, 60, apart=10 * DAY)
    at_a_time(acts)
    assert sweep() == 1
    assert lines(world.store) == lines(world.other_store)
    assert {kind for _number, kind, *_rest in lines(world.store)} == {"given", "expired"}
    still.at += 400 * DAY
    assert sweep() == 2
    assert lines(world.store) == lines(world.other_store)
    assert lines(world.store)[-1][3] == 0
    assert list(verification.flaws()) == []


def test_a_batch_books_so_many_acts_and_no_more(
    world: World, saved: list[tuple[int, int]], at_a_time: Callable[[int], None]
) -> None:
    note(world.store, 10)
    at_a_time(4)
    assert enforce_standing() == 1, "a store counts once, however many batches it took"
    assert [booked for _store, booked in saved] == [4, 4, 2]
    assert enforce_standing() == 0


def test_by_hand_all_of_it_is_booked(world: World, at_a_time: Callable[[int], None]) -> None:
    note(world.store, 10)
    at_a_time(4)
    call_command("enforce_standing", stdout=(out := StringIO()))
    assert out.getvalue() == "Stores settled: 1\n"
    assert not Breach.objects.filter(state=BreachState.NOTED).exists()


def test_each_store_gets_its_turn(
    world: World, saved: list[tuple[int, int]], at_a_time: Callable[[int], None]
) -> None:
    stores = [world.store, *(make_store() for _ in range(2))]
    for store in stores:
        note(store, 3)
    at_a_time(1)
    assert enforce_standing(limit=1) == 3
    order = [store for store, _booked in saved]
    assert sorted(order[:3]) == sorted(order[3:6]) == sorted(store.pk for store in stores)
    assert [booked for _store, booked in saved] == [1] * 9


def test_sweeps_begin_with_different_stores(
    world: World, saved: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several workers look at different ones, not all at the first."""
    first, second = sorted(store.pk for store in (world.store, world.other_store))
    for store in (world.store, world.other_store):
        note(store, 1)
    monkeypatch.setattr(ledger_sweep, "randrange", lambda stop: first)
    enforce_standing(limit=1, seconds=0)
    assert [store for store, _booked in saved] == [second]


# People


@pytest.mark.usefixtures("nobody_catches_up")
def test_an_appeal_is_taken_while_acts_wait(world: World) -> None:
    note(world.store, 1)
    enforce_standing()
    note(world.store, 5, apart=timedelta(minutes=1))
    appeal = appeal_penalty(world.seller, penalty_of(world.store), text=WORDS)
    assert waiting(world.store) == 4
    assert lines(world.store)[-1][1] == EntryKind.SUSPENDED
    decide_appeal(world.supervisor, appeal, points=0, reasons=WORDS)
    assert waiting(world.store) == 3
    lower_penalty(world.supervisor, penalty_of(world.store), points=1, reasons=WORDS)
    assert waiting(world.store) == 2
    assert enforce_standing() == 1
    assert Penalty.objects.filter(store=world.store).count() == 6
    assert list(verification.flaws()) == []


def test_somebody_who_acts_catches_up_with_what_waits(
    world: World, saved: list[tuple[int, int]], at_a_time: Callable[[int], None]
) -> None:
    note(world.store, 1)
    enforce_standing()
    note(world.store, 5)
    at_a_time(2)
    del saved[:]
    appeal_penalty(world.seller, penalty_of(world.store), text=WORDS)
    assert [booked for _store, booked in saved] == [2, 2, 1], "each in a transaction of its own"
    assert waiting(world.store) == 0


@pytest.mark.usefixtures("nobody_catches_up")
def test_a_penalty_by_hand_waits_for_its_turn_behind_the_others(world: World) -> None:
    note(world.store, 3)
    rule = Rule.objects.get(code="off_platform")
    given = partial(penalise, world.supervisor, world.store, reasons=WORDS)
    breach = given(rule=rule, files=proof(world.supervisor), idempotency_key=uuid4())
    assert (breach.state, waiting(world.store)) == (BreachState.NOTED, 3)
    note(world.other_store, 3)
    proposed = penalise(
        world.supervisor,
        world.other_store,
        rule=Rule.objects.get(code="false_evidence"),
        reasons=WORDS,
        files=proof(world.supervisor),
        idempotency_key=uuid4(),
    )
    approve_penalty(make_user("supervisor", "Supervisors"), proposed)
    enforce_standing()
    for store, found in ((world.store, breach), (world.other_store, proposed)):
        last = Entry.objects.filter(store=store).latest("number")
        assert last.penalty.breach == found
        assert last.by is not None, "who gave it stands in the ledger"
    assert list(verification.flaws()) == []


@pytest.mark.usefixtures("nobody_catches_up")
def test_what_is_over_stays_so_where_the_ledger_has_not_come_so_far(
    world: World, still: StillClock
) -> None:
    """A penalty that has expired is neither appealed nor lowered, an appeal not decided late."""
    note(world.store, 2)
    enforce_standing()
    expired, contested = Penalty.objects.filter(store=world.store).order_by("given_at")
    appeal = appeal_penalty(world.seller, contested, text=WORDS)
    still.at += 12 * DAY
    note(world.store, 9, apart=timedelta(hours=1))
    decide = partial(decide_appeal, world.supervisor, appeal, points=0, reasons=WORDS)
    with refused(Code.STALE):
        decide()
    still.at = expired.expires_at
    lower = partial(lower_penalty, world.supervisor, expired, points=0, reasons=WORDS)
    with refused(Code.STALE):
        lower()
    with refused(Code.STALE):
        appeal_penalty(world.seller, expired, text=WORDS)
    enforce_standing()
    assert Penalty.objects.get(pk=expired.pk).state == PenaltyState.EXPIRED
    assert PenaltyAppeal.objects.get().decision == "timed_out"


# Pages


def test_a_seller_reads_what_is_booked_so_far_and_how_many_acts_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispute = world.open_dispute()
    monkeypatch.setattr(penalty_preview, "ACTS", 2)
    seller = signed_in(world.seller)

    def said() -> list[str]:
        page = seller.get(f"/seller/cases/{dispute.reference}/")
        return [
            sentence for stake in page.context["choice_previews"] for sentence in stake.sentences
        ]

    note(world.store, 2)
    assert not any("booked" in sentence for sentence in said()), "two are within its reach"
    note(world.store, 3)
    assert said()[0] == (
        "5 acts of the store are still being booked. Until then it may come to more."
    )
    assert "9 points" in said()[-1] or "by what is booked so far" in said()[-1]
    page = " ".join(seller.get("/seller/standing/").text.split())
    assert "<strong>So far booked.</strong> 5 acts are still being booked." in page
    assert "so far booked" in seller.get("/seller/").text
    case_of_all = seller.get(f"/seller/cases/{dispute.reference}/{Verb.REJECT}/")
    assert "by what is booked so far" in case_of_all.text
