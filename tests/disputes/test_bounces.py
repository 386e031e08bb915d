"""A report that a mail came back marks the address it was sent to; nothing else does."""

import io
from collections.abc import Callable
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from disputes.mail.bounces import Bounce, read_bounce
from disputes.models import Mail, User
from tests.support.mail_server import MailServer, mail_server
from tests.support.mails import tell, with_addresses
from tests.support.rows import everything
from tests.support.workspace import signed_in
from tests.support.world import World

__all__ = ["mail_server"]

REPORT = """\
From: MAILER-DAEMON@mail.example
To: no-reply@redress.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limit"

--limit
Content-Type: text/plain

This is the mail system at host mail.example. I am sorry.

--limit
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; seller@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <seller@example.org>: Recipient address
    rejected: User unknown

--limit
{returned}
--limit--
"""
WHOLE = """\
Content-Type: message/rfc822

From: Redress <no-reply@redress.example>
Subject: Request submitted
Message-ID: {id}

Hello.
"""
HEADERS = """\
Content-Type: text/rfc822-headers

From: Redress <no-reply@redress.example>
Message-Id: {id}
"""
ID = "<notice-17.0123456789abcdef0123@redress.example>"


def report(
    *, message_id: str = ID, action: str = "failed", status: str = "5.1.1", returned: str = WHOLE
) -> bytes:
    part = returned.format(id=message_id)
    return REPORT.format(action=action, status=status, returned=part).encode()


@pytest.mark.parametrize("returned", [WHOLE, HEADERS])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_report_says_which_mail_and_why(returned: str, ends: str) -> None:
    found = read_bounce(report(returned=returned).replace(b"\n", ends.encode()))
    assert found == Bounce(
        [ID],
        "5.1.1 smtp; 550 5.1.1 <seller@example.org>: Recipient address rejected: User unknown",
    )


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"\x00\xff" * 100,
        b"Subject: Out of office\n\nI am away.\n",
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(action="failed", status="4.2.2"),
        report(returned="Content-Type: text/plain\n\nMessage-ID: {id}\n"),
        report(message_id="none"),
        report(message_id="<" + "x" * 5000 + ">"),
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status",
    ],
)
def test_whatever_else_comes_is_none(other: bytes) -> None:
    assert read_bounce(other) is None


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    """The command with this on its input; what it says."""

    def run(given: bytes) -> str:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(given)))
        said = io.StringIO()
        call_command("take_bounce", stdout=said)
        return said.getvalue()

    return run


@pytest.mark.django_db
def test_the_address_is_marked_and_people_and_staff_read_so(
    world: World, mail_server: MailServer, take: Callable[[bytes], str]
) -> None:
    with_addresses(world)
    world.open_dispute()
    tell()
    mail = Mail.objects.get()
    assert take(report(message_id=mail.message_id)) == (
        f"Mail {mail.pk} came back. No more mails go to its address.\n"
    )
    mail.refresh_from_db()
    assert mail.bounced_at is not None
    assert "User unknown" in mail.last_error
    assert User.objects.get(pk=world.seller.pk).mail_comes_back
    assert (
        "Mails to <bdi>seller@example.org</bdi> come back"
        in signed_in(world.seller).get("/seller/").text
    )
    status = signed_in(world.arbitrator).get("/admin/status/").text
    assert "People whose mails come back" in status
    assert world.seller.name in status
    assert "seller@example.org" not in status


@pytest.mark.django_db
def test_a_report_about_a_mail_that_is_not_ours_changes_nothing(
    world: World, mail_server: MailServer, take: Callable[[bytes], str]
) -> None:
    with_addresses(world)
    world.open_dispute()
    tell()
    before = everything()
    assert take(report()) == "It is about no mail of ours.\n"
    assert take(b"Hello") == "This is no report that a mail came back for good.\n"
    assert everything() == before


@pytest.mark.django_db
def test_who_has_another_address_by_now_is_not_marked(
    world: World, mail_server: MailServer, take: Callable[[bytes], str]
) -> None:
    with_addresses(world)
    world.open_dispute()
    tell()
    User.objects.filter(pk=world.seller.pk).update(email="new@example.org")
    take(report(message_id=Mail.objects.get().message_id))
    assert not User.objects.get(pk=world.seller.pk).mail_comes_back
    assert Mail.objects.get().bounced_at is not None


def test_a_report_made_by_python_is_read_as_well() -> None:
    """As `EmailMessage` writes it, with folded headers."""
    message = EmailMessage()
    message["Message-ID"] = ID
    assert read_bounce(report(returned=f"Content-Type: message/rfc822\n\n{message}\n{{id}}"))
