"""All failed deliveries of a kind, and all cases set aside, are tried again at once."""

from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from arbitration.models import SetAside
from arbitration.verbs import stuck_deadlines
from disputes import clock
from disputes.background import heartbeats, outbox
from disputes.errors import Code
from disputes.models import Heartbeat, OutboxMessage, Refund, Topic
from disputes.states import State
from disputes.verbs import dead_letters
from tests.arbitration.test_set_aside import damage, heal
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

MESSAGES = "/admin/status/messages/refund/again/"
CASES = "/admin/status/cases/all/again/"


@pytest.fixture
def dead(world: World, settings: LazySettings) -> list[OutboxMessage]:
    """Three refunds in two currencies that were given up, and one that is still tried."""
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_dead_letters.DownEscrow"
    for _number in range(2):
        world.dispute_in(State.RESOLVED)
    other = world.open_dispute(world.line(currency="EUR"))
    assert other.due_at is not None
    with moment(other.due_at):
        enforce_at(other.due_at)
        for _attempt in range(outbox.MAX_ATTEMPTS):
            OutboxMessage.objects.update(next_attempt_at=clock.now())
            outbox.deliver_outbox()
    world.dispute_in(State.RESOLVED)
    return list(OutboxMessage.objects.filter(given_up_at__isnull=False, topic=Topic.REFUND))


def run(command: str, *args: str) -> str:
    said = StringIO()
    call_command(command, *args, stdout=said)
    return said.getvalue()


def test_the_page_says_number_and_sum_and_does_it(
    world: World, dead: list[OutboxMessage], settings: LazySettings
) -> None:
    client = signed_in(world.supervisor)
    status = " ".join(client.get("/admin/status/").text.split())
    assert "3 deliveries: €23.00 and $46.00" in status
    assert MESSAGES in status
    with nothing_changes():
        page = client.get(MESSAGES)
    assert "Tried again: 3 deliveries: €23.00 and $46.00." in page.text
    answer = client.post(MESSAGES, {"confirm": "yes"})
    assert told(answer) == ["3 deliveries are tried again now."]
    settings.ESCROW_GATEWAY = "disputes.gateways.EmbeddedEscrow"
    assert outbox.deliver_outbox().delivered == 4
    assert not Refund.objects.filter(paid_at=None).exists()
    again = client.post(MESSAGES, {"confirm": "yes"})
    assert told(again)[-1] == "None of them waits any more."


def test_the_command_says_number_and_sum_and_does_it(
    world: World, dead: list[OutboxMessage]
) -> None:
    with nothing_changes():
        assert run("retry_deliveries", "refund") == (
            "3 deliveries: €23.00 and $46.00 given up; --as SUPERVISOR tries them again\n"
        )
        for who in ("nobody", world.arbitrator.username):
            with pytest.raises(CommandError):
                run("retry_deliveries", "refund", "--as", who)
    said = run("retry_deliveries", "refund", "--as", world.supervisor.username)
    assert said.endswith("; 3 tried again from now on\n")
    assert not OutboxMessage.objects.filter(given_up_at__isnull=False).exists()


def test_only_supervisors_and_only_what_was_given_up(
    world: World, dead: list[OutboxMessage]
) -> None:
    with refused(Code.NOT_ALLOWED):
        dead_letters.retry_all(world.arbitrator, Topic.REFUND)
    with refused(Code.STALE, says="None of them waits any more."):
        dead_letters.retry_all(world.supervisor, Topic.STANDING)
    with refused(Code.NOT_ALLOWED):
        stuck_deadlines.retry_all_deadlines(world.arbitrator)
    with refused(Code.STALE, says="No case is set aside any more."):
        stuck_deadlines.retry_all_deadlines(world.supervisor)


def test_all_cases_that_are_set_aside(world: World) -> None:
    first, second = world.open_dispute(), world.open_dispute()
    damage(first)
    damage(second)
    assert second.due_at is not None
    enforce_at(second.due_at)
    assert SetAside.objects.count() == 2
    client = signed_in(world.supervisor)
    with moment(second.due_at):
        assert "Try all 2 cases again" in client.get("/admin/status/").text
        assert "2 cases are tried again." in client.get(CASES).text
        assert run("retry_cases") == "2 set aside; --as SUPERVISOR tries them again\n"
        heal(first)
        heal(second)
        assert enforce_at(second.due_at) == 0  # they still wait
        assert told(client.post(CASES)) == ["The next sweep tries 2 cases again."]
        assert enforce_at(clock.now()) == 2
        with pytest.raises(CommandError, match="No case is set aside any more"):
            run("retry_cases", "--as", world.supervisor.username)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("enforce_standing", Heartbeat.Kind.LEDGERS),
        ("enforce_deadlines", Heartbeat.Kind.SWEEP),
        ("deliver_outbox", Heartbeat.Kind.OUTBOX),
    ],
)
def test_work_by_hand_is_heard_of(world: World, command: str, kind: Heartbeat.Kind) -> None:
    for process in (Heartbeat.Kind.BEAT, Heartbeat.Kind.WORKER):
        heartbeats.record_heartbeat(process, "machine")
    run(command)
    assert Heartbeat.objects.filter(kind=kind).exists()
