""" "Is everything running?" says of mails what is wrong, and supervisors have them tried again."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.background import heartbeats
from disputes.background.mails import Mailed, send_mails
from disputes.errors import Code
from disputes.mail import breaker
from disputes.models import Heartbeat, Mail, MailBreaker, Notice
from disputes.verbs import given_up_mails
from tests.arbitration.test_status_page import FINE, all_alive, page
from tests.support.mail_server import MailServer, mail_server
from tests.support.mails import tell, with_addresses
from tests.support.moments import moment
from tests.support.rows import everything, refused
from tests.support.workspace import signed_in
from tests.support.world import World

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def given_up(world: World, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Mail:
    """The server did not want it."""
    monkeypatch.setattr("disputes.background.outbox.MAX_ATTEMPTS", 1)
    with_addresses(world)
    mail_server.to_data["seller@example.org"] = "554 5.7.1 looks like spam"
    world.open_dispute()
    assert tell() == Mailed(given_up=1)
    return Mail.objects.get()


def test_a_server_that_does_not_answer_is_told_with_its_words(world: World) -> None:
    all_alive()
    breaker.trip("ServerAway: ConnectionRefusedError: [Errno 111] Connection refused")
    with clock.shifted(timedelta(minutes=1)):
        shown = page(world)
    assert FINE not in shown
    assert "The mail server has not answered for 1 minute: ServerAway: Connection" in shown
    breaker.close()
    assert FINE in page(world)


def test_nobody_sends_mails(world: World) -> None:
    all_alive()
    Heartbeat.objects.filter(kind=Heartbeat.Kind.MAILER).delete()
    assert "Nobody sends mails." in page(world)
    heartbeats.record_heartbeat(Heartbeat.Kind.MAILER, "mail@machine-1")
    assert FINE in page(world)


def test_mails_that_go_out_late_are_told(world: World, mail_server: MailServer) -> None:
    with_addresses(world)
    world.open_dispute()
    with clock.shifted(timedelta(minutes=5)):
        all_alive()
        assert "Mails go out late." in page(world)
        tell()
        assert not Notice.objects.exclude(mail_due_at=None).exists()
        assert FINE in page(world)


def test_what_was_given_up_is_shown_and_tried_again_by_a_supervisor(
    world: World, mail_server: MailServer, given_up: Mail
) -> None:
    all_alive()
    shown = page(world, supervisor=True)
    assert "1 mail was given up after too many failures." in shown
    assert "NotTaken: 554 5.7.1 looks like spam" in shown
    assert "seller@example.org" not in shown
    assert "Try all mails that were given up again" not in page(world), "not by an arbitrator"
    del mail_server.to_data["seller@example.org"]
    answer = signed_in(world.supervisor).post("/admin/status/mails/again/", follow=True)
    assert "The mails that were given up are tried again now." in answer.text
    assert send_mails() == Mailed(sent=1)
    assert mail_server.ids == [given_up.message_id]
    assert "None was given up." in page(world)


def test_nobody_else_has_them_tried_again(world: World, given_up: Mail) -> None:
    with refused(Code.NOT_ALLOWED):
        given_up_mails.retry_all(world.arbitrator)
    clients = [signed_in(person) for person in (world.arbitrator, world.seller)]
    before = everything()
    for client in clients:
        assert client.post("/admin/status/mails/again/").status_code == 403
    assert everything() == before


def test_where_none_waits_that_is_said(world: World) -> None:
    with refused(Code.STALE, says="None of them waits any more."):
        given_up_mails.retry_all(world.supervisor)


def test_what_no_longer_matters_is_not_sent_when_it_is_tried_again(
    world: World, mail_server: MailServer, given_up: Mail
) -> None:
    given_up_mails.retry_all(world.supervisor)
    del mail_server.to_data["seller@example.org"]
    world.seller.email = ""
    world.seller.save()
    with moment(clock.now() + timedelta(minutes=1)):
        assert send_mails() == Mailed(skipped=1)
    assert MailBreaker.objects.get().failures == 0
