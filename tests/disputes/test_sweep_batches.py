"""What all sweeps have in common: batch after batch, a bad row alone, and every row once."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.background import sweep
from disputes.models import Store


def test_batches_follow_each_other_until_one_finds_nothing() -> None:
    found = iter([3, 2, 0, 5])
    assert list(sweep.run(lambda: next(found), sweep.always)) == [3, 2]


def test_one_batch_is_done_however_little_time_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(sweep.run(lambda: 1, sweep.within(0))) == [1]
    watch = SimpleNamespace(now=0)
    monkeypatch.setattr(sweep, "time", SimpleNamespace(monotonic=lambda: watch.now))

    def batch() -> int:
        watch.now += 4
        return 1

    assert len(list(sweep.run(batch, sweep.within(10)))) == 3


def test_whoever_tells_it_to_end_is_heard_after_the_batch() -> None:
    assert list(sweep.run(lambda: 1, sweep.within(600, lambda: False))) == [1]


def attempt(rows: Sequence[int]) -> list[int]:
    if 0 in rows:
        raise ZeroDivisionError
    return [*rows]


@pytest.mark.parametrize("parts", [sweep.halves, sweep.singly])
def test_the_row_that_is_to_blame_stands_alone(parts: Any) -> None:
    rows, blamed = [1, 2, 0, 4, 5], []

    def blame(row: int, error: Exception) -> list[int]:
        blamed.append((row, type(error)))
        return []

    done = sweep.isolate(rows, attempt, blame, parts=parts)
    assert [row for part in done for row in part] == [1, 2, 4, 5]
    assert blamed == [(0, ZeroDivisionError)]


def test_what_is_no_rows_fault_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        sweep.isolate([0], attempt, lambda *_: [], is_of_a_row=lambda error: False)


@pytest.mark.django_db
def test_all_rows_are_gone_through_a_batch_at_a_time() -> None:
    stores = [Store.objects.create(name=f"Store {number}") for number in range(5)]
    with CaptureQueriesContext(connection) as queries:
        found = list(sweep.through(Store.objects.order_by("-name"), 2))
    assert found == [stores[:2], stores[2:4], stores[4:]]
    assert len(queries) == 4
