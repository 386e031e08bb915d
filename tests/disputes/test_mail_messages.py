"""A mail's headers, text and HTML: exactly what readers of mail, and people, need, and no more."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

import pytest
from django.conf import LazySettings
from django.test import Client

from disputes import clock
from disputes.background.mails import Mailed
from disputes.background.reminders import remind
from disputes.mail.content import Button, Content
from disputes.mail.message import envelope, message_of
from disputes.mail.switching_off import page_to_switch_off, whose_and_which
from disputes.mail.writing import LONGEST_SUBJECT, as_read_by, one_line, write
from disputes.models import Dispute, Mail, Notice, NoticeSettings, User
from disputes.rules.instants import instant
from disputes.states import EventKind, NoticeKind, State
from disputes.verbs.messages import send_message
from tests.support.mail_server import MailServer, mail_server
from tests.support.mails import part, tell, to, with_addresses
from tests.support.moments import moment
from tests.support.rows import everything
from tests.support.world import World

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return with_addresses(World())


@pytest.fixture
def told(world: World, mail_server: MailServer) -> tuple[Dispute, EmailMessage]:
    """A request, and what its seller is told of it."""
    dispute = world.open_dispute()
    tell()
    [mail] = mail_server.got
    return dispute, mail


def reminded(world: World, server: MailServer) -> EmailMessage:
    """Of half of their time, which is a mail that may be switched off."""
    dispute = world.open_dispute()
    tell()
    assert dispute.remind_at is not None
    with moment(dispute.remind_at):
        remind()
        tell()
    return to(server, "seller")[-1]


# Headers


def test_the_headers_of_a_mail_that_may_not_be_switched_off(
    told: tuple[Dispute, EmailMessage],
) -> None:
    dispute, mail = told
    row = Mail.objects.get()
    at = parsedate_to_datetime(mail["Date"])
    assert at.tzinfo == UTC
    assert timedelta() <= clock.now() - at < timedelta(minutes=1)
    found = dict(mail.items())
    content_type = found.pop("Content-Type")
    assert content_type.startswith("multipart/alternative; boundary=")
    del found["Date"]
    case = f"<case.{dispute.reference}@redress.example>"
    assert found == {
        "From": "Redress <no-reply@redress.example>",
        "To": "seller@example.org",
        "Reply-To": "no-reply@redress.example",
        "Subject": f"Request submitted ({dispute.reference})",
        "Message-ID": row.message_id,
        "In-Reply-To": case,
        "References": case,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Id": "Redress <mails.redress.example>",
        "MIME-Version": "1.0",
    }
    assert re.fullmatch(r"<notice-\d+\.[0-9a-f]{20}@redress\.example>", row.message_id)


def test_one_that_may_be_switched_off_says_how(world: World, mail_server: MailServer) -> None:
    mail = reminded(world, mail_server)
    path = Mail.objects.latest("pk").switch_off
    assert mail["List-Unsubscribe"] == f"<http://localhost:8000{path}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://localhost:8000{path}" in part(mail)


def test_another_attempt_differs_in_its_date_only(world: World, mail_server: MailServer) -> None:
    world.open_dispute()
    tell()
    mail = Mail.objects.get()
    first = message_of(mail, datetime(2026, 11, 1, tzinfo=UTC)).as_bytes()
    second = message_of(mail, datetime(2026, 11, 2, tzinfo=UTC)).as_bytes()
    assert first != second
    assert first.replace(b"Sun, 01 Nov", b"Mon, 02 Nov") == second


@pytest.mark.parametrize(
    "typed",
    ["Hello\r\nBcc: all@example.org", "Hello\n\nBody", "a\x00b\u2028c\u202ed\x85e", "x" * 500],
)
def test_nothing_in_a_subject_begins_another_header(world: World, typed: str) -> None:
    written = write(Content(typed, ["A sentence."], Button("Go", "/"), reference="R-2222"))
    mail = Mail(
        address="a@example.org",
        message_id="<notice-1.0@redress.example>",
        subject=written.subject,
        text=written.text,
        html=written.html,
    )
    sent = message_of(mail, clock.now())
    assert "Bcc" not in sent
    assert written.subject == written.subject.strip()
    assert written.subject.isprintable()
    assert len(written.subject) <= LONGEST_SUBJECT + len(" (R-2222)")
    head = sent.as_bytes().split(b"\r\n\r\n")[0].decode()
    assert not re.search(r"^(Bcc|Body)", head, re.MULTILINE)


def test_a_domain_of_other_letters_goes_out_in_plain_ones() -> None:
    assert envelope("ana@bücher.example") == "ana@xn--bcher-kva.example"
    assert one_line("  a \n b ") == "a b"


# Text


def test_the_text_says_what_happened_what_to_do_and_where(
    told: tuple[Dispute, EmailMessage],
) -> None:
    dispute, mail = told
    lines = part(mail).splitlines()
    reason = "Reason: Different colour or pattern."
    assert lines[0] == f"The buyer applied for a refund of $23.00. {reason}"
    assert lines[2].startswith("Deadline: ")
    assert "(UTC+00:00), in 4 days, 23 hours" in lines[2]
    assert "If the seller does not answer by then" in lines[2]
    assert lines[4] == "Answer the request:"
    assert lines[5] == f"http://localhost:8000/seller/cases/{dispute.reference}/"
    assert lines[7:] == [
        "-- ",
        f"Case {dispute.reference}",
        "Redress sent this by itself. Please answer on the page and not by mail.",
    ]


def test_times_are_those_of_the_reader(world: World, mail_server: MailServer) -> None:
    world.seller.time_zone = "Asia/Kathmandu"
    world.seller.save()
    world.open_dispute()
    tell()
    assert "(UTC+05:45)" in part(mail_server.got[0])
    assert "(UTC+05:45)" in part(mail_server.got[0], "html")


@pytest.mark.parametrize(
    ("zone", "offsets"),
    [
        ("Europe/Madrid", ["UTC+02:00", "UTC+01:00"]),
        ("America/New_York", ["UTC-04:00", "UTC-05:00"]),
        ("Nowhere/Such", ["UTC+00:00", "UTC+00:00"]),
    ],
)
def test_on_the_weekends_of_clock_changes_the_instant_stays(zone: str, offsets: list[str]) -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    after = datetime(2026, 11, 2, 12, tzinfo=UTC)
    with as_read_by(User(time_zone=zone)):
        assert [instant(at)[-10:-1] for at in (before, after)] == offsets


def test_no_mail_holds_what_people_wrote_or_whose_it_is(
    world: World, mail_server: MailServer
) -> None:
    """A case through a hearing with a request for evidence, a ruling and a return."""
    User.objects.filter(pk=world.buyer.pk).update(first_name="Anastasia", last_name="Quill")
    for state in (State.AWAITING_RULING, State.RULED, State.RETURN_IN_TRANSIT):
        world.dispute_in(state)
    tell()
    kinds = set(Notice.objects.values_list("event__kind", flat=True))
    assert kinds >= {EventKind.RULED, EventKind.RETURN_SHIPPED, EventKind.REJECTED}
    assert Mail.objects.filter(sent_at=None).count() == 0
    typed = ["It is green, not blue.", "Anastasia", "Quill", "Blue mug", "Muelle 4", "Mug Shop"]
    typed += [world.store.name, world.seller.username, world.buyer.username]
    for mail in mail_server.got:
        content = f"{mail['Subject']} {part(mail)} {part(mail, 'html')}"
        assert [text for text in typed if text in content] == []
    shipped = Notice.objects.get(event__kind=EventKind.RETURN_SHIPPED)
    assert shipped.event is not None
    assert shipped.event.data["tracking"] not in "".join(map(part, mail_server.got))


def test_a_message_is_told_without_its_words_and_can_be_switched_off(
    world: World, mail_server: MailServer
) -> None:
    dispute = world.open_dispute()
    tell()
    send_message(world.as_buyer, dispute, text="Is it on its way yet?")
    assert tell() == Mailed(sent=1)
    mail = to(mail_server, "seller")[-1]
    assert part(mail).startswith("The buyer wrote message 1.\n")
    assert "on its way" not in part(mail) + part(mail, "html")
    assert "List-Unsubscribe" in mail


# HTML


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_the_html_has_one_button_and_loads_nothing(
    told: tuple[Dispute, EmailMessage],
) -> None:
    dispute, mail = told
    html = part(mail, "html")
    elements = Elements(html)
    [link] = elements.of("a")
    assert link["class"] == "button"
    assert link["href"] == f"http://localhost:8000/seller/cases/{dispute.reference}/"
    for tag in ("img", "link", "script", "iframe", "object", "video", "form", "input", "svg"):
        assert elements.of(tag) == []
    assert not re.search(r"url\(|@import|@font-face|src=|background=", html)
    assert re.findall(r"https?://[^\s<\"]+", html) == [link["href"], "http://localhost:8000"]


def test_the_html_survives_dark_and_narrow_screens(
    told: tuple[Dispute, EmailMessage],
) -> None:
    html = part(told[1], "html")
    elements = Elements(html)
    [root] = elements.of("html")
    assert root == {"lang": "en", "dir": "ltr"}
    metas = {meta["name"]: meta["content"] for meta in elements.of("meta") if "name" in meta}
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert "@media (prefers-color-scheme: dark)" in html
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{3,6}\b", html)}
    assert colours.isdisjoint({"#000", "#fff", "#000000", "#ffffff"})
    page, column, deadline = elements.of("table")
    assert (page["width"], column["width"], deadline["width"]) == ("100%", "600", "100%")
    assert column["style"] == "width: 100%; max-width: 600px;"


def test_what_a_list_of_mails_shows_beside_the_subject_comes_first(
    told: tuple[Dispute, EmailMessage],
) -> None:
    body = part(told[1], "html").split("<body")[1]
    text = " ".join(re.sub(r"<[^>]+>", " ", body.split(">", 1)[1]).split())
    assert text.startswith("The buyer applied for a refund of $23.00.")


def test_signs_of_html_are_shown_as_they_are() -> None:
    written = write(Content("A & B", ["1 < 2 & <b>bold</b>"], Button("Go", "/"), deadline="<i>"))
    assert "1 &lt; 2 &amp; &lt;b&gt;bold&lt;/b&gt;" in written.html
    assert "&lt;i&gt;" in written.html
    assert written.text.startswith("1 < 2 & <b>bold</b>\n\n<i>\n\nGo:\n")
    assert written.subject == "A & B"


# Switching off


def test_a_program_switches_off_by_one_post_from_elsewhere(
    world: World, mail_server: MailServer, client: Client
) -> None:
    mail = reminded(world, mail_server)
    path = str(mail["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost:8000")
    strict = Client(enforce_csrf_checks=True)
    before = everything()
    page = strict.get(path)
    assert page.status_code == 200
    assert "Send no more of them" in page.text
    assert everything() == before, "programs that look for harm open every link"
    for _again in range(2):
        answer = strict.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200, "no redirect"
        assert not answer.cookies
    assert NoticeSettings.objects.get().muted == [NoticeKind.REMINDER]
    assert NoticeSettings.objects.get().person == world.seller


@pytest.mark.parametrize("token", ["nonsense", "WzEsInJlbWluZGVyIl0:abc"])
def test_a_token_that_somebody_made_up_does_nothing(client: Client, token: str) -> None:
    before = everything()
    assert client.get(f"/mails/off/{token}/").status_code == 404
    assert client.post(f"/mails/off/{token}/").status_code == 404
    assert everything() == before


def test_nobody_switches_off_what_is_critical(world: World, client: Client) -> None:
    path = page_to_switch_off(world.buyer, NoticeKind.DECISION)
    assert whose_and_which(path.split("/")[-2]) is None
    assert client.post(path).status_code == 404
    assert not NoticeSettings.objects.exists()


def test_the_secret_can_be_changed(world: World, settings: LazySettings) -> None:
    token = page_to_switch_off(world.buyer, NoticeKind.REMINDER).split("/")[-2]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret"
    assert whose_and_which(token) == (world.buyer.pk, NoticeKind.REMINDER)
