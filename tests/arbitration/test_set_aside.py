"""A case whose deadline cannot be enforced is passed over for a while, and never forgotten."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, ProgrammingError, transaction

from arbitration.background import deadlines
from arbitration.models import SetAside
from arbitration.verbs import stuck_deadlines
from disputes.background import sweep
from disputes.errors import Code
from disputes.kernel.changes import Change
from disputes.kernel.record import record
from disputes.models import Dispute, OrderLine
from disputes.states import ProposalStatus, State
from tests.support.breaches import note_silence
from tests.support.concurrency import PATIENCE, start
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.world import World

MINUTE = timedelta(minutes=1)


def damage(dispute: Dispute) -> None:
    """Its request is gone from the table, which no act can bring about."""
    dispute.proposals.update(status=ProposalStatus.LAPSED)


def heal(dispute: Dispute) -> None:
    dispute.proposals.update(status=ProposalStatus.LIVE)


@pytest.mark.django_db
def test_it_says_what_went_wrong_and_when_it_is_tried_again() -> None:
    dispute = World().open_dispute()
    damage(dispute)
    assert dispute.due_at is not None
    assert enforce_at(dispute.due_at) == 0
    row = SetAside.objects.get()
    assert (row.dispute, row.due_at, row.failures) == (dispute, dispute.due_at, 1)
    assert row.error == "KeyError: Party.BUYER"
    assert dispute.due_at <= row.first_failed_at < dispute.due_at + MINUTE
    assert row.retry_at == row.first_failed_at + MINUTE


@pytest.mark.django_db
def test_it_waits_longer_after_each_failure_and_at_most_six_hours() -> None:
    dispute = World().open_dispute()
    damage(dispute)
    assert dispute.due_at is not None
    at, waits = dispute.due_at, []
    for _attempt in range(11):
        enforce_at(at)
        row = SetAside.objects.get()
        waits.append(row.retry_at - at)
        assert enforce_at(row.retry_at - MINUTE / 2) == 0
        assert SetAside.objects.get().failures == row.failures  # it was not tried
        at = row.retry_at
    rounded = [round(wait / MINUTE) for wait in waits]
    assert rounded == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert SetAside.objects.get().failures == 11


@pytest.mark.django_db
def test_once_it_is_healed_it_is_enforced_and_the_note_is_gone() -> None:
    world = World()
    dispute = world.open_dispute()
    damage(dispute)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    heal(dispute)
    assert enforce_at(dispute.due_at + 2 * MINUTE) == 1
    assert world.again(dispute).state == State.RESOLVED
    assert not SetAside.objects.exists()


@pytest.mark.django_db
def test_a_supervisor_can_have_it_tried_at_once() -> None:
    world = World()
    dispute = world.open_dispute()
    damage(dispute)
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        deadlines.enforce_deadlines()
        heal(dispute)
        assert deadlines.enforce_deadlines() == 0
        stuck_deadlines.retry_deadline(world.supervisor, dispute)
        assert deadlines.enforce_deadlines() == 1
    assert world.again(dispute).state == State.RESOLVED


@pytest.mark.django_db
def test_nobody_else_can() -> None:
    world = World()
    dispute = world.open_dispute()
    damage(dispute)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    with refused(Code.NOT_ALLOWED):
        stuck_deadlines.retry_deadline(world.arbitrator, dispute)
    heal(dispute)
    enforce_at(dispute.due_at + 2 * MINUTE)
    with refused(Code.STALE):
        stuck_deadlines.retry_deadline(world.supervisor, dispute)


@pytest.mark.django_db
def test_a_new_deadline_is_not_held_up_by_the_note_about_an_old_one() -> None:
    """A supervisor gave the case to somebody else, with a clock of its own."""
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert dispute.due_at is not None
    SetAside.objects.create(
        dispute=dispute,
        due_at=dispute.due_at - MINUTE,
        failures=9,
        error="of before",
        first_failed_at=dispute.due_at,
        retry_at=dispute.due_at + 100 * MINUTE,
    )
    assert enforce_at(dispute.due_at) == 1
    assert not SetAside.objects.exists()


@pytest.mark.django_db
def test_those_whom_the_database_refuses_are_found_among_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In halves: two bad cases among 32 do not make 30 good ones be saved one by one."""
    world = World()
    cases = [world.open_dispute() for _ in range(32)]
    bad = [cases[5], cases[20]]
    for dispute in bad:
        note_silence(dispute)
    tries = []

    def counted(changes: Sequence[Change]) -> None:
        tries.append(len(changes))
        record(changes)

    monkeypatch.setattr(deadlines, "record", counted)
    last = cases[-1].due_at
    assert last is not None
    assert enforce_at(last) == 30
    assert set(SetAside.objects.values_list("dispute", flat=True)) == {
        dispute.pk for dispute in bad
    }
    assert {row.error.split(":")[0] for row in SetAside.objects.all()} == {"IntegrityError"}
    assert len(tries) == 19  # 32, 16, 8, 4, 2, 1 and their other halves, for two bad ones


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        OperationalError("the server closed the connection"),
        ProgrammingError("a column does not exist"),  # the code is newer than the tables
    ],
)
def test_a_failure_of_the_database_as_a_whole_is_no_cases_fault(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    world = World()
    dispute = world.open_dispute()

    def fail(changes: Sequence[Change]) -> None:
        raise error

    assert dispute.due_at is not None
    with monkeypatch.context() as broken:
        broken.setattr(deadlines, "record", fail)
        with pytest.raises(type(error)):
            enforce_at(dispute.due_at)
    assert not SetAside.objects.exists()
    assert enforce_at(dispute.due_at) == 1


@pytest.mark.usefixtures("committed")
def test_a_case_whose_order_somebody_holds_is_set_aside_and_the_rest_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sweep waits a second for the line's row, which the refund adds to, and no longer."""
    world = World()
    held, free = world.open_dispute(), world.open_dispute()
    due_at = free.due_at
    assert due_at is not None
    monkeypatch.setattr(sweep, "PATIENCE", timedelta(milliseconds=100))
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        OrderLine.objects.select_for_update().get(pk=held.line_id)
        assert start(pool, lambda: enforce_at(due_at)).result(PATIENCE) == 1
    assert world.again(free).state == State.RESOLVED
    row = SetAside.objects.get()
    assert row.dispute == held
    assert row.error == "OperationalError: canceling statement due to lock timeout"
