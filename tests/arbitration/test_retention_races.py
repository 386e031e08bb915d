"""Several workers erase at once, and one of them dies: each case is erased once and wholly."""

from functools import partial

import pytest
from django.db import OperationalError, connection

from arbitration.background import retention
from disputes.models import Attachment, Dispute, OutboxMessage, Topic
from disputes.states import EventKind
from tests.support.concurrency import PATIENCE, blocked, paused, together
from tests.support.old_cases import erase_at, expires, full_case, paid_case, typed_in_any_row
from tests.support.rows import everything
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")


def assert_erased_once(*cases: Dispute) -> None:
    for dispute in cases:
        assert dispute.events.filter(kind=EventKind.ERASED).count() == 1
    assert OutboxMessage.objects.filter(topic=Topic.ERASE_FILES).count() == len(cases)
    assert not Attachment.objects.exclude(shared="").exists()
    assert typed_in_any_row() == []


def test_what_one_worker_holds_another_leaves_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    dispute = full_case(World())
    erase = partial(erase_at, expires(dispute))
    with paused(monkeypatch, retention, "record", erase) as first:
        before = everything()
        assert erase() == 0
        assert blocked() == 0
        assert everything() == before
    assert first.result(PATIENCE) == 1
    assert_erased_once(dispute)


def test_two_workers_share_what_is_to_be_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    cases = [paid_case(world) for _ in range(3)]
    erase = partial(erase_at, expires(cases[-1]), 2)
    with paused(monkeypatch, retention, "record", erase) as first:
        assert erase() == 1  # the first has two of them
    assert first.result(PATIENCE) == 2
    assert_erased_once(*cases)


def test_many_at_once_erase_each_case_once() -> None:
    world = World()
    cases = [paid_case(world) for _ in range(12)]
    assert together(*[partial(erase_at, expires(cases[-1]), 2)] * 4) == ["done"] * 4
    assert_erased_once(*cases)


def test_a_worker_killed_before_the_commit_leaves_all_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dispute = full_case(World())
    erase = partial(erase_at, expires(dispute))
    before = everything()
    with (
        paused(monkeypatch, retention, "record", erase) as killed,
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND state = 'idle in transaction'"
        )
        assert cursor.fetchone() == (1,)
    assert isinstance(killed.exception(PATIENCE), OperationalError)
    assert everything() == before
    assert erase() == 1
    assert_erased_once(dispute)
