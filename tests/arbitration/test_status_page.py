""" "Is everything running?": staff see at a glance what is wrong, and supervisors try again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from arbitration.models import SetAside
from disputes import clock
from disputes.background import heartbeats, outbox
from disputes.gateways import GatewayError
from disputes.models import Dispute, Heartbeat, OutboxMessage
from disputes.states import ProposalStatus
from disputes.verbs import negotiation
from tests.support.moments import enforce_at, moment
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

STATUS = "/admin/status/"
FINE = "Everything is running."
Kind = Heartbeat.Kind


class DownEscrow:
    """The provider cannot be reached."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise GatewayError("no answer from the escrow")


def all_alive() -> None:
    for kind, name in (
        (Kind.BEAT, "machine-1"),
        (Kind.WORKER, "celery@machine-2"),
        (Kind.SWEEP, ""),
        (Kind.OUTBOX, ""),
        (Kind.LEDGERS, ""),
        (Kind.MAILER, "mail@machine-2"),
        (Kind.MAILS, ""),
    ):
        heartbeats.record_heartbeat(kind, name)


@contextmanager
def hours_later(hours: int) -> Iterator[None]:
    with clock.shifted(timedelta(hours=hours)):
        yield


def page(world: World, *, supervisor: bool = False) -> str:
    user = world.supervisor if supervisor else world.arbitrator
    response = signed_in(user).get(STATUS)
    assert response.status_code == 200
    return " ".join(response.text.split())


def set_aside(world: World) -> Dispute:
    """A case without a live request, which a sweep cannot force."""
    dispute = world.open_dispute()
    dispute.proposals.update(status=ProposalStatus.LAPSED)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    return dispute


def dead_letter(world: World, settings: LazySettings) -> OutboxMessage:
    settings.ESCROW_GATEWAY = "tests.arbitration.test_status_page.DownEscrow"
    dispute = world.open_dispute()
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    for _attempt in range(outbox.MAX_ATTEMPTS):
        message = OutboxMessage.objects.get()
        with moment(message.next_attempt_at):
            outbox.deliver_outbox()
    message = OutboxMessage.objects.get()
    assert message.given_up_at is not None
    return message


def test_all_is_well(world: World) -> None:
    all_alive()
    shown = page(world)
    assert FINE in shown
    assert shown.count(">Running<") == 7
    assert "machine-1" in shown
    assert "celery@machine-2" in shown
    assert re.search(r"\b\d+ seconds? ago\b", shown)


def test_before_anything_was_ever_started(world: World) -> None:
    shown = page(world)
    assert FINE not in shown
    assert "Beat does not run" in shown
    assert "No worker runs" in shown
    assert shown.count(">Not running<") == 7


def test_silence_is_told_with_its_beginning_and_only_its_cause(world: World) -> None:
    all_alive()
    with hours_later(3):
        heartbeats.record_heartbeat(Kind.WORKER, "celery@machine-2")
        shown = page(world)
    assert "Beat does not run" in shown
    assert "No worker runs" not in shown
    assert "no sweep" not in shown
    assert shown.count(">Silent since then<") == 6
    assert "3 hours ago" in shown


def test_one_silent_machine_is_no_trouble_while_another_works(world: World) -> None:
    all_alive()
    with hours_later(3):
        heartbeats.record_heartbeat(Kind.WORKER, "celery@machine-3")
        for kind in (Kind.BEAT, Kind.SWEEP, Kind.OUTBOX, Kind.LEDGERS, Kind.MAILER, Kind.MAILS):
            name = {Kind.BEAT: "machine-1", Kind.MAILER: "mail@machine-2"}.get(kind, "")
            heartbeats.record_heartbeat(kind, name)
        shown = page(world)
    assert FINE in shown
    assert shown.count(">Silent since then<") == 1


def test_workers_that_do_not_sweep_are_a_trouble(world: World) -> None:
    all_alive()
    with hours_later(3):
        heartbeats.record_heartbeat(Kind.BEAT, "machine-1")
        heartbeats.record_heartbeat(Kind.WORKER, "celery@machine-2")
        shown = page(world)
    assert "no sweep over the deadlines has ended lately" in shown
    assert "the outbox has not been looked through lately" in shown
    assert "the standing of stores has not been settled lately" in shown


def test_a_broker_that_does_not_answer_is_told(
    world: World, settings: LazySettings, tmp_path: Path
) -> None:
    all_alive()
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/none"
    shown = page(world)
    assert "The broker (Redis) does not answer." in shown
    assert str(tmp_path) not in shown


def test_the_oldest_overdue_case_is_a_link(world: World) -> None:
    older, _newer = world.open_dispute(), world.open_dispute()
    assert older.due_at is not None
    with moment(older.due_at + timedelta(hours=2)):
        all_alive()
        shown = page(world)
    assert f'The oldest is <a href="/admin/disputes/dispute/{older.reference}/">' in shown
    assert "overdue for 2 hours." in shown
    assert "Deadlines are enforced late." in shown


def test_refunds_that_wait_are_told(world: World) -> None:
    dispute = world.open_dispute()
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    all_alive()
    assert FINE in page(world)
    with hours_later(1):
        all_alive()
        assert "Refunds and other messages go out late." in page(world)


def test_a_supervisor_has_a_case_tried_again(world: World) -> None:
    dispute = set_aside(world)
    with hours_later(24 * 6):
        all_alive()
        shown = page(world, supervisor=True)
        assert "The deadline of 1 case could not be enforced." in shown
        assert SetAside.objects.get().error in shown
        client = signed_in(world.supervisor)
        response = client.post(f"{STATUS}cases/{dispute.reference}/")
        assert (response.status_code, response["Location"]) == (302, STATUS)
        assert told(response) == [f"The next sweep tries case {dispute.reference} again."]
        assert SetAside.objects.get().retry_at <= clock.now()


def test_whoever_is_overtaken_by_a_sweep_is_told(world: World) -> None:
    dispute = set_aside(world)
    SetAside.objects.all().delete()
    client = signed_in(world.supervisor)
    with nothing_changes():
        response = client.post(f"{STATUS}cases/{dispute.reference}/")
    assert response["Location"] == STATUS
    assert told(response) == ["This case is not set aside any more."]


def test_a_supervisor_has_a_dead_letter_tried_again(world: World, settings: LazySettings) -> None:
    message = dead_letter(world, settings)
    all_alive()
    shown = page(world, supervisor=True)
    assert "1 message was given up after too many failures." in shown
    assert message.key in shown
    assert "no answer from the escrow" in shown
    client = signed_in(world.supervisor)
    response = client.post(f"{STATUS}messages/{message.pk}/")
    assert (response.status_code, response["Location"]) == (302, STATUS)
    message.refresh_from_db()
    assert message.given_up_at is None
    again = client.post(f"{STATUS}messages/{message.pk}/")
    assert told(again)[-1].startswith("This delivery has been made")


def test_arbitrators_read_and_have_no_buttons(world: World, settings: LazySettings) -> None:
    message = dead_letter(world, settings)
    dispute = set_aside(world)
    assert "Try again" not in page(world)
    client = signed_in(world.arbitrator)
    with nothing_changes():
        assert client.post(f"{STATUS}cases/{dispute.reference}/").status_code == 403
        assert client.post(f"{STATUS}messages/{message.pk}/").status_code == 403


def test_what_is_not_there_is_not_found(world: World) -> None:
    client = signed_in(world.supervisor)
    assert client.post(f"{STATUS}cases/R-0000-0000/").status_code == 404
    assert client.post(f"{STATUS}messages/0/").status_code == 404


def test_every_page_of_the_workspace_leads_to_it(world: World) -> None:
    shown = signed_in(world.arbitrator).get("/admin/disputes/dispute/").text
    assert f'href="{STATUS}"' in shown
