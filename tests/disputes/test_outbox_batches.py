"""The outbox is delivered in batches: cheap, fair to all topics, no message in another's way."""

from datetime import timedelta
from types import SimpleNamespace
from typing import ClassVar

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes import clock
from disputes.background import outbox, sweep
from disputes.background.delivery import Delivery
from disputes.background.outbox import Delivered
from disputes.gateways import EmbeddedEscrow
from disputes.models import EscrowTransfer, Event, OutboxMessage, Posting, Refund, Topic
from disputes.states import EventKind, State
from tests.support.world import World

pytestmark = pytest.mark.django_db

CALL = 10  # seconds that a slow provider takes to answer


class OutsideEscrow:
    """It asks our database nothing, like every provider."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        return f"OUT-{key}"


class SlowEscrow:
    """Each call takes some seconds, by the clock that this module shows to the worker."""

    passed: ClassVar[float] = 0

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        SlowEscrow.passed += CALL
        return EmbeddedEscrow().refund(key=key, amount_minor=amount_minor, currency=currency)


class TooLateEscrow:
    """It answers when the lease is over, and another worker has all the messages in hand."""

    claimed: ClassVar[list[OutboxMessage]] = []

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        SlowEscrow.passed += CALL
        with clock.shifted(outbox.LEASE):
            self.claimed.extend(outbox._claim(Topic.REFUND, 10))
        return f"OUT-{key}"


class WordyEscrow:
    """Its reference for one refund is longer than our column, which the database refuses."""

    wordy_key: ClassVar[str] = ""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        return "OUT" * 100 if key == self.wordy_key else f"OUT-{key}"


class Greetings(Delivery):
    """A topic of some app; there is nothing to note."""

    sent: ClassVar[list[str]] = []

    def send(self, message: OutboxMessage) -> None:
        self.sent.append(message.key)


class Unprepared(Greetings):
    """What the batch needs cannot be had."""

    def __init__(self, messages: object) -> None:
        raise ConnectionError("no connection to the mail server")


@pytest.fixture
def slow_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's watch goes on with the calls of the slow providers, and else stands still."""
    SlowEscrow.passed = 0
    watch = SimpleNamespace(monotonic=lambda: SlowEscrow.passed)
    monkeypatch.setattr(sweep, "time", watch)


@pytest.fixture
def greetings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second topic, which comes after refunds."""
    Greetings.sent.clear()
    monkeypatch.setitem(outbox.deliveries, "greeting", Greetings)


def resolve(number: int) -> None:
    world = World()
    for _ in range(number):
        world.dispute_in(State.RESOLVED)


def greet(*keys: str) -> None:
    now = clock.now()
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic="greeting", key=key, created_at=now, next_attempt_at=now)
        for key in keys
    )


def left() -> list[tuple[int, bool]]:
    """Of the messages that are not delivered: attempts, and whether they are due."""
    rows = OutboxMessage.objects.filter(delivered_at=None).order_by("pk")
    now = clock.now()
    return [(row.attempts, row.next_attempt_at <= now) for row in rows]


def test_twenty_messages_cost_as_many_queries_as_two(settings: LazySettings) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_batches.OutsideEscrow"

    def queries_for(number: int) -> int:
        resolve(number)
        with CaptureQueriesContext(connection) as queries:
            assert outbox.deliver_outbox() == Delivered(delivered=number)
        return len(queries)

    assert queries_for(2) == queries_for(20)
    assert Refund.objects.exclude(paid_at=None).count() == 22
    assert Event.objects.filter(kind=EventKind.REFUND_PAID).count() == 22


def test_failures_too_are_noted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(outbox.deliveries, "greeting", Unprepared)

    def queries_for(*keys: str) -> int:
        greet(*keys)
        with CaptureQueriesContext(connection) as queries:
            assert outbox.deliver_outbox() == Delivered(failed=len(keys))
        return len(queries)

    assert queries_for("a", "b") == queries_for(*"cdefghijklmnopqrstuv")


def test_batch_after_batch_until_nothing_is_due() -> None:
    resolve(5)
    assert outbox.deliver_outbox(limit=2) == Delivered(delivered=5)
    assert EscrowTransfer.objects.count() == 5
    assert left() == []


def test_one_that_cannot_be_noted_does_not_cost_the_others_their_note(
    settings: LazySettings,
) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_batches.WordyEscrow"
    resolve(5)
    bad = Refund.objects.order_by("pk")[2]
    WordyEscrow.wordy_key = bad.key
    assert outbox.deliver_outbox() == Delivered(delivered=4, failed=1)
    assert [*Refund.objects.filter(paid_at=None)] == [bad]
    assert OutboxMessage.objects.get(delivered_at=None).last_error == (
        "DataError: value too long for type character varying(80)"
    )
    assert Posting.objects.filter(refund=bad).count() == 2
    WordyEscrow.wordy_key = ""
    with clock.shifted(timedelta(seconds=10)):
        assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert set(Refund.objects.values_list("gateway_reference", flat=True)) == {
        f"OUT-{key}" for key in Refund.objects.values_list("key", flat=True)
    }
    assert Event.objects.filter(kind=EventKind.REFUND_PAID).count() == 5


def test_what_a_slow_receiver_leaves_no_time_for_is_given_back(
    settings: LazySettings, slow_calls: None
) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_batches.SlowEscrow"
    assert CALL > outbox.TIME_SLICE  # so there is one call a turn
    resolve(5)
    assert outbox.deliver_outbox(seconds=2 * CALL) == Delivered(delivered=2)
    assert SlowEscrow.passed == 2 * CALL
    assert left() == [(0, True)] * 3


def test_what_another_worker_has_claimed_since_is_not_given_back(
    settings: LazySettings, slow_calls: None
) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_batches.TooLateEscrow"
    TooLateEscrow.claimed.clear()
    resolve(2)
    assert outbox.deliver_outbox(seconds=0) == Delivered(delivered=1)
    theirs = TooLateEscrow.claimed[1]
    row = OutboxMessage.objects.get(delivered_at=None)
    assert (row.pk, row.next_attempt_at) == (theirs.pk, theirs.next_attempt_at)


def test_a_slow_topic_does_not_hold_up_another(
    settings: LazySettings, slow_calls: None, greetings: None
) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_batches.SlowEscrow"
    resolve(5)
    greet(*"abcde")
    assert outbox.deliver_outbox(seconds=0, limit=2) == Delivered(delivered=1 + 5)
    assert Greetings.sent == [*"abcde"]
    assert left() == [(0, True)] * 4


def test_nor_does_one_that_cannot_even_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"greeting": Unprepared} | outbox.deliveries
    monkeypatch.setattr(outbox, "deliveries", both)
    resolve(1)
    greet("a", "b")
    assert outbox.deliver_outbox() == Delivered(delivered=1, failed=2)
    assert left() == [(1, False)] * 2


def test_a_topic_that_nobody_delivers_waits_for_those_who_can() -> None:
    greet("from a newer version")
    assert outbox.deliver_outbox() == Delivered()
    assert left() == [(0, True)]


def test_the_oldest_come_first_where_not_all_fit(settings: LazySettings, slow_calls: None) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_batches.SlowEscrow"
    resolve(2)
    first = OutboxMessage.objects.earliest("next_attempt_at")
    assert outbox.deliver_outbox(seconds=0, limit=1) == Delivered(delivered=1)
    assert OutboxMessage.objects.get(delivered_at__isnull=False) == first
