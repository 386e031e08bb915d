"""Any number of workers deliver the outbox side by side: each message once, nobody held up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from disputes import access, clock
from disputes.background import outbox, refunds, sweep
from disputes.background.outbox import Delivered
from disputes.background.refunds import RefundDelivery
from disputes.gateways import EmbeddedEscrow
from disputes.kernel import settlement
from disputes.models import Dispute, EscrowTransfer, Event, OutboxMessage, Posting, Refund
from disputes.states import EventKind, State
from tests.support.concurrency import (
    PATIENCE,
    at_once,
    blocked,
    outcome,
    paused,
    start,
    together,
    wait_for,
)
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")


def resolve(number: int) -> list[Dispute]:
    world = World()
    return [world.dispute_in(State.RESOLVED) for _ in range(number)]


def worker(results: list[Delivered]) -> Callable[[], None]:
    """A worker that claims two at a time, and tells what became of them.

    No statement of it waits for long, so that a test in which it would wait fails, and ends.
    """

    def do() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [f"{PATIENCE // 2}s"])
        results.append(outbox.deliver_outbox(seconds=PATIENCE, limit=2))

    return do


def pay_and_note(messages: list[OutboxMessage]) -> Callable[[], None]:
    """A worker that has these messages in hand, whoever else has them, too."""

    def do() -> None:
        delivery = RefundDelivery(messages)
        for message in messages:
            delivery.send(message)
        with transaction.atomic(durable=True):
            delivery.record_sent(messages)

    return do


def assert_paid_once(number: int) -> None:
    assert EscrowTransfer.objects.count() == number
    assert Refund.objects.exclude(paid_at=None).count() == number
    assert Posting.objects.count() == 4 * number
    assert Event.objects.filter(kind=EventKind.REFUND_PAID).count() == number


def test_workers_at_once_deliver_each_message_once() -> None:
    resolve(24)
    results: list[Delivered] = []
    assert together(worker(results), worker(results), worker(results)) == ["done"] * 3
    assert sum(result.delivered for result in results) == 24
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}
    assert_paid_once(24)


def test_while_one_worker_waits_for_the_gateway_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve(5)
    mine: list[Delivered] = []
    theirs: list[Delivered] = []
    with paused(monkeypatch, EmbeddedEscrow, "refund", worker(mine)) as first:
        assert together(worker(theirs)) == ["done"]
        assert theirs == [Delivered(delivered=3)]
        with transaction.atomic(durable=True):  # and no case is locked meanwhile
            assert len(access.lock_free(Dispute.objects.all(), 10)) == 5
    assert outcome(first) == "done"
    assert mine == [Delivered(delivered=2)]
    assert_paid_once(5)


def test_messages_that_somebody_holds_are_passed_over() -> None:
    resolve(2)
    results: list[Delivered] = []
    with transaction.atomic(durable=True):
        held = OutboxMessage.objects.select_for_update().earliest("pk")
        assert together(worker(results)) == ["done"]
    assert results == [Delivered(delivered=1)]
    assert [*OutboxMessage.objects.filter(delivered_at=None)] == [held]


def test_two_workers_with_the_same_refund_pay_and_note_it_once() -> None:
    [dispute] = resolve(1)
    both = [pay_and_note([*OutboxMessage.objects.all()])] * 2
    assert at_once(dispute, *both) == ["done", "done"]
    assert_paid_once(1)


def test_cases_are_locked_in_one_order_so_that_batches_cannot_block_each_other() -> None:
    first, last = resolve(2)
    backwards = [*OutboxMessage.objects.order_by("-pk")]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(durable=True):
            access.lock(first.pk)
            waiting = start(pool, pay_and_note(backwards))
            wait_for(lambda: blocked() == 1)
            assert access.lock_free(Dispute.objects.order_by("pk"), 2) == [first, last]
        assert outcome(waiting) == "done"
    assert_paid_once(2)


def test_a_case_that_is_held_for_long_does_not_hold_up_the_rest_of_its_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sweep, "PATIENCE", timedelta(milliseconds=100))
    cases = resolve(3)
    results: list[Delivered] = []
    with transaction.atomic(durable=True):
        access.lock(cases[1].pk)
        assert together(worker(results)) == ["done"]
    assert results == [Delivered(delivered=2, failed=1)]
    late = OutboxMessage.objects.get(delivered_at=None)
    assert late.last_error == "OperationalError: canceling statement due to lock timeout"
    with clock.shifted(late.next_attempt_at - clock.now()):
        assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert_paid_once(3)


def test_books_that_are_refused_at_the_commit_fail_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is checked at the commit only would take the whole batch with it."""
    cases = resolve(3)
    both_sides = settlement.double_entry

    def lose_one_side(refund: Refund, *rest: Any) -> tuple[Posting, ...]:
        sides = both_sides(refund, *rest)
        return sides[:1] if refund.dispute == cases[1] else sides

    with monkeypatch.context() as damaged:
        damaged.setattr(refunds, "double_entry", lose_one_side)
        assert outbox.deliver_outbox() == Delivered(delivered=2, failed=1)
    late = OutboxMessage.objects.get(delivered_at=None)
    assert late.key == cases[1].refund.key
    assert late.last_error == (
        f"IntegrityError: the postings of refund {cases[1].refund.pk} do not sum to zero"
    )
    with clock.shifted(late.next_attempt_at - clock.now()):
        assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert_paid_once(3)
