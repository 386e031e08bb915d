"""Refunds are paid from the outbox: once, whatever fails, dies or comes twice."""

from datetime import timedelta
from typing import ClassVar

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection, transaction

from disputes import clock
from disputes.background import outbox
from disputes.background.outbox import Delivered
from disputes.background.refunds import RefundDelivery
from disputes.gateways import EmbeddedEscrow, GatewayError
from disputes.models import (
    BookAccount,
    EscrowTransfer,
    Event,
    OutboxMessage,
    Posting,
    Refund,
    Topic,
)
from disputes.states import EventKind, Party, State
from disputes.tasks import deliver_outbox
from tests.support.moments import IN_TIME
from tests.support.rows import everything
from tests.support.terms import PAID
from tests.support.world import World

pytestmark = pytest.mark.django_db


class DownEscrow:
    """The provider cannot be reached."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise GatewayError("no answer from the escrow")


class ForgetfulEscrow:
    """The provider pays, and the worker is gone before it hears of it."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        EmbeddedEscrow().refund(key=key, amount_minor=amount_minor, currency=currency)
        raise KeyboardInterrupt


class OvertakenEscrow:
    """The provider answers so late that the lease is over, and another worker was faster."""

    others: ClassVar[list[Delivered]] = []

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        if not self.others:
            self.others.append(Delivered())
            with clock.shifted(outbox.LEASE):
                self.others.append(outbox.deliver_outbox())
        return EmbeddedEscrow().refund(key=key, amount_minor=amount_minor, currency=currency)


class OutsideEscrow:
    """Like every provider, it must be called outside any transaction of ours."""

    depths: ClassVar[list[int]] = []

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        self.depths.append(len(connection.atomic_blocks))
        return "OUT-1"


def paid_case() -> Refund:
    World().dispute_in(State.RESOLVED)
    return Refund.objects.get()


def assert_paid_once(refund: Refund) -> None:
    refund.refresh_from_db()
    transfer = EscrowTransfer.objects.get()
    assert (transfer.key, transfer.amount_minor, transfer.currency) == (refund.key, PAID, "USD")
    assert refund.paid_at is not None
    assert refund.gateway_reference == transfer.reference
    assert Event.objects.filter(kind=EventKind.REFUND_PAID).count() == 1
    assert list(Posting.objects.values_list("account", "amount_minor")) == [
        (BookAccount.ESCROW, -PAID),
        (BookAccount.OWED, PAID),
        (BookAccount.OWED, -PAID),
        (BookAccount.BUYER, PAID),
    ]


def test_a_decided_refund_is_paid_and_noted() -> None:
    refund = paid_case()
    assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert_paid_once(refund)
    message, event = OutboxMessage.objects.get(), Event.objects.get(kind=EventKind.REFUND_PAID)
    assert (message.attempts, message.last_error) == (1, "")
    assert message.delivered_at is not None
    assert (event.party, event.actor, event.at) == (Party.PLATFORM, None, refund.paid_at)
    assert event.from_state == event.to_state == State.RESOLVED


def test_a_second_round_finds_nothing_to_do() -> None:
    paid_case()
    outbox.deliver_outbox()
    before = everything()
    assert outbox.deliver_outbox() == Delivered()
    assert everything() == before


def test_delivered_again_it_is_not_paid_again() -> None:
    refund = paid_case()
    outbox.deliver_outbox()
    for _ in range(3):
        OutboxMessage.objects.update(delivered_at=None, next_attempt_at=clock.now())
        assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert_paid_once(refund)


def test_the_gateway_is_called_outside_every_transaction(settings: LazySettings) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox.OutsideEscrow"
    OutsideEscrow.depths.clear()
    paid_case()
    around_the_test = len(connection.atomic_blocks)
    assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert OutsideEscrow.depths == [around_the_test]


def test_a_gateway_that_fails_is_asked_later_and_later(settings: LazySettings) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox.DownEscrow"
    refund = paid_case()
    waits = []
    passed = timedelta()
    for attempt in range(1, 13):
        with clock.shifted(passed):
            before = clock.now()
            assert outbox.deliver_outbox() == Delivered(failed=1)
            message = OutboxMessage.objects.get()
            assert message.attempts == attempt
            assert message.delivered_at is None
            assert message.last_error == "GatewayError: no answer from the escrow"
            waits.append((message.next_attempt_at - before).total_seconds())
            with clock.shifted((message.next_attempt_at - clock.now()) / 2):
                assert outbox.deliver_outbox() == Delivered()  # not due yet, so not tried
                assert OutboxMessage.objects.get().attempts == attempt
            passed += message.next_attempt_at - clock.now()
    wanted = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]
    # The wait begins when the attempt has ended.
    assert all(0 <= wait - least < 5 for wait, least in zip(waits, wanted, strict=True)), waits
    refund.refresh_from_db()
    assert refund.paid_at is None
    assert Posting.objects.count() == 2

    settings.ESCROW_GATEWAY = "disputes.gateways.EmbeddedEscrow"
    with clock.shifted(passed):
        assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert_paid_once(refund)
    assert OutboxMessage.objects.get().last_error == ""


def test_a_worker_that_dies_after_the_payment_is_followed_by_another(
    settings: LazySettings,
) -> None:
    refund = paid_case()
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox.ForgetfulEscrow"
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver_outbox()
    refund.refresh_from_db()
    assert (refund.paid_at, EscrowTransfer.objects.count()) == (None, 1)

    settings.ESCROW_GATEWAY = "disputes.gateways.EmbeddedEscrow"
    with clock.shifted(outbox.LEASE - IN_TIME):
        assert outbox.deliver_outbox() == Delivered()  # still belongs to the one that died
    with clock.shifted(outbox.LEASE):
        assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert_paid_once(refund)


def test_a_worker_that_dies_after_the_note_is_followed_by_another() -> None:
    refund = paid_case()
    messages = outbox._claim(Topic.REFUND, 1)
    delivery = RefundDelivery(messages)
    delivery.send(messages[0])
    with transaction.atomic():
        delivery.record_sent(messages)
    with clock.shifted(outbox.LEASE):
        assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert_paid_once(refund)


def test_a_worker_that_was_overtaken_notes_nothing(settings: LazySettings) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox.OvertakenEscrow"
    OvertakenEscrow.others.clear()
    refund = paid_case()
    assert outbox.deliver_outbox() == Delivered()
    assert OvertakenEscrow.others[1:] == [Delivered(delivered=1)]
    assert_paid_once(refund)
    assert OutboxMessage.objects.get().attempts == 1


def test_a_message_without_its_refund_fails_alone() -> None:
    refund = paid_case()
    now = clock.now() - timedelta(hours=1)
    OutboxMessage.objects.create(
        topic="refund", key="bad", payload={}, created_at=now, next_attempt_at=now
    )
    assert outbox.deliver_outbox() == Delivered(delivered=1, failed=1)
    assert_paid_once(refund)
    bad = OutboxMessage.objects.get(key="bad")
    assert bad.last_error == "LookupError: there is no refund with this key"


def test_a_key_that_was_used_for_another_amount_is_an_error() -> None:
    refund = paid_case()
    EmbeddedEscrow().refund(key=refund.key, amount_minor=1, currency="USD")
    assert outbox.deliver_outbox() == Delivered(failed=1)
    refund.refresh_from_db()
    assert refund.paid_at is None
    assert OutboxMessage.objects.get().last_error == (
        f"GatewayError: {refund.key} was used for another amount"
    )


def test_no_refund_leaves_nothing_to_deliver() -> None:
    World().dispute_in(State.WITHDRAWN)
    assert not OutboxMessage.objects.exists()


def test_the_command_delivers_without_a_broker(capsys: pytest.CaptureFixture[str]) -> None:
    refund = paid_case()
    call_command("deliver_outbox")
    assert_paid_once(refund)
    call_command("deliver_outbox")
    assert capsys.readouterr().out.splitlines() == [
        "1 delivered, 0 failed, 0 given up",
        "0 delivered, 0 failed, 0 given up",
    ]


def test_beats_task_says_how_many_were_delivered() -> None:
    refund = paid_case()
    assert deliver_outbox() == 1
    assert_paid_once(refund)
