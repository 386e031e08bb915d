"""After too many failures a message waits for a supervisor, who can have it tried again."""

import logging
from datetime import timedelta

import pytest
from django.conf import LazySettings

from disputes import clock
from disputes.background import outbox
from disputes.background.outbox import Delivered
from disputes.errors import Code
from disputes.gateways import GatewayError
from disputes.models import OutboxMessage, Refund
from disputes.states import State
from disputes.verbs import dead_letters
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db


class DownEscrow:
    """The provider cannot be reached."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise GatewayError("no answer from the escrow")


def fail(times: int) -> timedelta:
    """That many attempts fail, each when it is due; how much later it is then."""
    passed = timedelta()
    for _ in range(times):
        with clock.shifted(passed):
            assert outbox.deliver_outbox() == Delivered(failed=1)
            passed += OutboxMessage.objects.get().next_attempt_at - clock.now()
    return passed


@pytest.fixture
def world(settings: LazySettings) -> World:
    """One refund, which cannot be paid."""
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_dead_letters.DownEscrow"
    world = World()
    world.dispute_in(State.RESOLVED)
    return world


@pytest.fixture
def dead(world: World) -> OutboxMessage:
    """The same, after the last attempt."""
    with clock.shifted(fail(outbox.MAX_ATTEMPTS - 1)):
        assert outbox.deliver_outbox() == Delivered(given_up=1)
    return OutboxMessage.objects.get()


def test_the_attempts_last_through_a_night(world: World) -> None:
    passed = fail(outbox.MAX_ATTEMPTS - 1)
    assert timedelta(hours=11) < passed < timedelta(hours=12)
    assert OutboxMessage.objects.get().given_up_at is None


def test_a_message_is_given_up_kept_and_told(
    dead: OutboxMessage, caplog: pytest.LogCaptureFixture
) -> None:
    assert (dead.attempts, dead.delivered_at) == (outbox.MAX_ATTEMPTS, None)
    assert dead.given_up_at is not None
    assert dead.last_error == "GatewayError: no answer from the escrow"
    line = [each for each in caplog.get_records("setup") if each.name == outbox.log.name][-1]
    assert line.levelno == logging.ERROR
    assert line.getMessage().startswith(
        f"delivery of {dead.key} failed, attempt 20, and is given up until a supervisor has it "
        "tried again: GatewayError: no answer from the escrow at "
    )


def test_it_is_not_tried_again_by_itself(dead: OutboxMessage, settings: LazySettings) -> None:
    settings.ESCROW_GATEWAY = "disputes.gateways.EmbeddedEscrow"
    with clock.shifted(timedelta(days=365)):
        assert outbox.deliver_outbox() == Delivered()
    assert Refund.objects.get().paid_at is None


def test_a_supervisor_has_it_tried_again(
    world: World, dead: OutboxMessage, settings: LazySettings
) -> None:
    dead_letters.retry_message(world.supervisor, dead)
    row = OutboxMessage.objects.get()
    assert (row.attempts, row.given_up_at) == (0, None)
    assert row.last_error == dead.last_error  # until it is delivered, staff see what it was
    settings.ESCROW_GATEWAY = "disputes.gateways.EmbeddedEscrow"
    assert outbox.deliver_outbox() == Delivered(delivered=1)
    assert Refund.objects.get().paid_at is not None
    assert OutboxMessage.objects.get().last_error == ""


def test_it_has_all_its_attempts_again(world: World, dead: OutboxMessage) -> None:
    dead_letters.retry_message(world.supervisor, dead)
    with clock.shifted(fail(outbox.MAX_ATTEMPTS - 1)):
        assert outbox.deliver_outbox() == Delivered(given_up=1)


def test_only_a_supervisor_can(world: World, dead: OutboxMessage) -> None:
    for user in (world.arbitrator, world.buyer, world.seller):
        with refused(Code.NOT_ALLOWED, says="Only a supervisor"):
            dead_letters.retry_message(user, dead)


def test_what_is_not_dead_needs_no_supervisor(
    world: World, dead: OutboxMessage, settings: LazySettings
) -> None:
    dead_letters.retry_message(world.supervisor, dead)
    with refused(Code.STALE, says="tried again already"):
        dead_letters.retry_message(world.supervisor, dead)
    settings.ESCROW_GATEWAY = "disputes.gateways.EmbeddedEscrow"
    outbox.deliver_outbox()
    with refused(Code.STALE, says="has been made"):
        dead_letters.retry_message(world.supervisor, dead)
