"""Mails go out once each, whatever the server and the workers do, and none is lost."""

import os
import signal
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from disputes import clock
from disputes.background import mail_contents, mails, outbox
from disputes.background.mails import Mailed, send_mails
from disputes.mail import breaker, server
from disputes.models import Mail, MailBreaker, User
from disputes.verbs.mail_addresses import ask_for_address
from tests.support.concurrency import paused, together, wait_for
from tests.support.mail_server import MailServer, mail_server
from tests.support.moments import moment
from tests.support.world import World

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db


def queued(world: World, *users: str) -> list[Mail]:
    """A mail for each, to an address that begins so."""
    for user in users:
        ask_for_address(world.buyer, f"{user}@example.org")
    return list(Mail.objects.order_by("pk"))


def open_until() -> datetime:
    at = MailBreaker.objects.get().open_until
    assert at is not None
    return at


def the_mail() -> Mail:
    return Mail.objects.get()


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disputes.verbs.mail_addresses.MAILS_A_DAY", 1000)


def test_what_is_due_goes_out_over_few_connections(world: World, mail_server: MailServer) -> None:
    sent = queued(world, *(f"user{number}" for number in range(25)))
    assert send_mails(60) == Mailed(sent=25)
    assert mail_server.ids == [mail.message_id for mail in sent]
    assert mail_server.connections == 2
    assert not Mail.objects.filter(sent_at=None).exists()
    assert set(Mail.objects.values_list("attempts", "last_error")) == {(1, "")}
    assert send_mails() == Mailed()
    assert mail_server.connections == 2, "nobody calls where nothing is due"


def test_a_mail_that_is_not_taken_is_tried_again_unchanged(
    world: World, mail_server: MailServer
) -> None:
    queued(world, "slow", "quick")
    mail_server.to_recipient["slow@example.org"] = "451 4.7.1 try again in a minute"
    assert send_mails() == Mailed(sent=1, failed=1)
    slow = Mail.objects.get(address="slow@example.org")
    assert (slow.attempts, slow.last_error) == (1, "NotTaken: 451 4.7.1 try again in a minute")
    written = (slow.subject, slow.text, slow.html)
    assert mail_server.recipients == ["quick@example.org"], "the others go on"

    del mail_server.to_recipient["slow@example.org"]
    assert send_mails() == Mailed(), "not before its wait is over"
    with moment(slow.next_attempt_at):
        assert send_mails() == Mailed(sent=1)
    slow.refresh_from_db()
    assert (slow.subject, slow.text, slow.html) == written
    assert (slow.attempts, slow.last_error) == (2, "")
    assert mail_server.ids[1] == slow.message_id


def test_the_waits_are_those_of_the_outbox_and_end_with_a_dead_letter(
    world: World, mail_server: MailServer
) -> None:
    queued(world, "never")
    mail_server.to_data["never@example.org"] = "554 5.7.1 looks like spam"
    waits = []
    for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
        with moment(the_mail().next_attempt_at):
            done = send_mails()
            mail = the_mail()
            waits.append(round((mail.next_attempt_at - clock.now()) / timedelta(seconds=10)))
        assert mail.attempts == attempt
    assert done == Mailed(given_up=1)
    assert waits[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert set(waits[9:]) == {360}
    mail = the_mail()
    assert mail.given_up_at is not None
    assert mail.bounced_at is None, "it is about the mail, and not about the address"
    assert not User.objects.get(pk=world.buyer.pk).mail_comes_back
    with moment(mail.next_attempt_at + timedelta(days=1)):
        assert send_mails() == Mailed()


@pytest.mark.parametrize(
    ("answer", "bounced"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user", True),
        ("552 5.2.2 mailbox full", True),
        ("550 5.7.1 relaying denied", False),
        ("554 5.7.1 blocked", False),
        ("554 transaction failed", False),
        ("503 bad sequence", False),
    ],
)
def test_a_refusal_for_good_bounces_only_where_it_is_about_the_address(
    world: World, mail_server: MailServer, answer: str, *, bounced: bool
) -> None:
    queued(world, "gone")
    User.objects.filter(pk=world.buyer.pk).update(email="gone@example.org")
    mail_server.to_recipient["gone@example.org"] = answer
    assert send_mails() == (Mailed(bounced=1) if bounced else Mailed(failed=1))
    mail = the_mail()
    assert (mail.bounced_at is not None) == bounced
    person = User.objects.get(pk=world.buyer.pk)
    assert person.mail_comes_back == bounced
    with moment(mail.next_attempt_at):
        del mail_server.to_recipient["gone@example.org"]
        assert send_mails() == (Mailed() if bounced else Mailed(sent=1))


# A server that is away


@pytest.fixture
def nobody_listens(settings: LazySettings) -> Iterator[None]:
    """At a port that is taken, and answers nobody."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.MAIL_SERVER = {
            "host": "127.0.0.1",
            "port": taken.getsockname()[1],
            "user": "",
            "password": "",
            "tls": "",
        }
        yield


def test_while_the_server_is_away_nothing_is_tried_and_nothing_counts(
    world: World, nobody_listens: None
) -> None:
    queued(world, "one", "two")
    assert send_mails() == Mailed(failed=1)
    found = MailBreaker.objects.get()
    assert (found.failures, found.last_error) == (
        1,
        "ServerAway: ConnectionRefusedError: [Errno 111] Connection refused",
    )
    assert found.open_until is not None
    assert set(Mail.objects.values_list("attempts", "last_error")) == {(0, "")}
    assert send_mails() == Mailed(), "left alone"
    for failures in (2, 3):
        with moment(open_until()):
            assert send_mails() == Mailed(failed=1)
        assert MailBreaker.objects.get().failures == failures
    assert set(Mail.objects.values_list("attempts", flat=True)) == {0}


def test_when_the_server_is_back_all_of_it_goes_out(world: World, mail_server: MailServer) -> None:
    queued(world, "one", "two")
    breaker.trip("ServerAway: nobody")
    assert send_mails() == Mailed()
    assert mail_server.connections == 0
    with moment(open_until()):
        assert send_mails() == Mailed(sent=2)
    found = MailBreaker.objects.get()
    assert (found.failures, found.open_until, found.failing_since) == (0, None, None)


def test_only_one_worker_tries_whether_the_server_is_back(world: World) -> None:
    breaker.trip("ServerAway: nobody")
    with moment(open_until()):
        assert [breaker.lets_through(), breaker.lets_through()] == [True, False]


def test_the_breaker_stays_open_twice_as_long_each_time(world: World) -> None:
    waits = []
    for _failure in range(7):
        now = clock.now()
        breaker.trip("ServerAway: nobody")
        waits.append(round((open_until() - now).total_seconds()))
    assert waits == [10, 20, 40, 80, 160, 300, 300]


def test_a_server_that_hangs_trips_the_breaker_with_the_mail_in_hand(
    world: World, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.2)
    queued(world, "one", "two")
    mail_server.hangs = True
    assert send_mails() == Mailed(failed=1)
    assert MailBreaker.objects.get().last_error == (
        "ServerAway: SMTPServerDisconnected: Connection unexpectedly closed: timed out"
    )
    assert list(Mail.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0]
    assert mail_server.connections == 1
    mail_server.hangs = False
    with moment(open_until()):
        assert send_mails() == Mailed(sent=2)


def test_one_that_always_answers_just_in_time_hangs_as_well(
    world: World, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LONGEST", 0)
    queued(world, "one")
    assert send_mails() == Mailed(failed=1)
    assert MailBreaker.objects.get().last_error == ("ServerAway: TimeoutError: it takes too long")


def test_a_mail_that_cannot_be_written_holds_up_no_other(
    world: World, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, _fine = queued(world, "broken", "fine")
    write = mail_contents.content_of

    def fails_once(mail: Mail, *rest: object) -> object:
        if mail.pk == broken.pk:
            raise RuntimeError("no such template")
        return write(mail, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(mails, "content_of", fails_once)
    assert send_mails() == Mailed(sent=1, failed=1)
    broken.refresh_from_db()
    assert broken.last_error == "RuntimeError: no such template"
    assert MailBreaker.objects.get().failures == 0, "the server is not to blame"


# Two workers, and one that dies


@pytest.mark.usefixtures("committed")
def test_two_workers_send_each_mail_once(
    world: World, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(world, *(f"user{number}" for number in range(12)))
    theirs: list[Mailed] = []
    # The first one stands still with a mail in hand; the other one does the rest.
    with paused(monkeypatch, mails, "message_of", lambda: send_mails(60)) as first:
        assert together(lambda: theirs.append(send_mails(60))) == ["done"]
        assert theirs == [Mailed(sent=11)]
    assert first.result(60) == Mailed(sent=1)
    assert sorted(mail_server.ids) == sorted(set(Mail.objects.values_list("message_id", flat=True)))
    assert len(mail_server.ids) == 12


@pytest.mark.usefixtures("committed")
def test_a_worker_that_is_killed_between_sending_and_marking_repeats_one_mail_under_its_id(
    world: World, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(world, *(f"user{number}" for number in range(6)))
    connection.close()
    child = os.fork()
    if (
        child == 0
    ):  # pragma: no cover  # it is killed by itself, after the third mail was handed over
        count = iter(range(2, -1, -1))
        marked = mails._mark_sent

        def killed(mail: Mail) -> None:
            if next(count) == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            marked(mail)

        mails._mark_sent = killed
        send_mails(60)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert len(mail_server.got) == 3
    assert Mail.objects.filter(sent_at__isnull=False).count() == 2

    both: list[Mailed] = []
    work = [lambda: both.append(send_mails(60))] * 2
    assert together(*work) == ["done", "done"]
    assert sum(both, Mailed()) == Mailed(sent=3), "the one in hand is leased still"
    with clock.shifted(mails.LEASE):
        assert send_mails() == Mailed(sent=1)
    ids = list(Mail.objects.order_by("pk").values_list("message_id", flat=True))
    assert sorted(mail_server.ids) == sorted([*ids, ids[2]])
    assert not Mail.objects.filter(sent_at=None).exists()


@pytest.mark.usefixtures("committed")
def test_a_mail_server_that_hangs_holds_up_nobody_else(
    world: World, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row is locked and no transaction is open meanwhile."""
    queued(world, "one")
    monkeypatch.setattr(server, "PATIENCE", 2)
    mail_server.hangs = True
    seen: list[object] = []

    def look() -> None:
        wait_for(lambda: mail_server.hanging)
        with transaction.atomic(), connection.cursor() as cursor:
            seen.append(Mail.objects.select_for_update(nowait=True).get().attempts)
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
            )
            seen.extend(cursor.fetchone())

    assert together(send_mails, look) == ["done", "done"]
    assert seen == [0, 0]
    assert MailBreaker.objects.get().failures == 1
