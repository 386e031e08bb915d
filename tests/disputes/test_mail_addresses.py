"""Whoever wants mails elsewhere has both the account and the mailbox; nothing less changes it."""

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core import signing
from django.test import Client
from django.urls import reverse

from disputes import clock
from disputes.background.mails import Mailed, send_mails
from disputes.errors import Code
from disputes.models import Mail, MailKind, Skipped, User
from disputes.verbs import mail_addresses
from tests.support.mail_server import MailServer, mail_server
from tests.support.rows import refused
from tests.support.workspace import signed_in
from tests.support.world import World

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db

NEW = "ana@example.org"


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def link_in(text: str) -> str:
    """The one address of this site in a mail, as a path."""
    [path] = re.findall(r"http://localhost:8000(/\S+)", text)
    return str(path)


def asked(user: User, address: str = NEW) -> str:
    """The token of the mail that went to this address."""
    mail_addresses.ask_for_address(user, address)
    return str(Mail.objects.latest("pk").data["token"])


def test_an_address_counts_once_its_link_was_followed(
    world: World, mail_server: MailServer
) -> None:
    client = signed_in(world.buyer)
    page = client.post(reverse("mail-address"), {"address": NEW}, follow=True)
    assert f"A link is on its way to {NEW}." in page.text
    assert fresh(world.buyer).email == ""

    assert send_mails() == Mailed(sent=1)
    assert mail_server.recipients == [NEW]
    plain = mail_server.got[0].get_body(("plain",))
    assert plain is not None
    path = link_in(plain.get_content())
    assert "Use this address" in client.get(path).text
    assert fresh(world.buyer).email == "", "reading it changes nothing"
    page = client.post(path, follow=True)
    assert f"Mails go to {NEW} now." in page.text
    assert fresh(world.buyer).email == NEW
    assert client.post(path).status_code == 409, "a link counts once"


def test_the_address_of_before_is_told(world: World, mail_server: MailServer) -> None:
    User.objects.filter(pk=world.buyer.pk).update(email="old@example.org")
    person = fresh(world.buyer)
    mail_addresses.confirm_address(person, asked(person))
    assert send_mails() == Mailed(sent=2)
    assert mail_server.recipients == [NEW, "old@example.org"]
    assert mail_server.subjects[1] == "Your mails go to another address now"
    assert NEW not in mail_server.got[1].as_string(), "whoever reads there need not know where to"


def test_a_link_is_of_use_to_one_account_only(world: World, client: Client) -> None:
    token = asked(world.buyer)
    path = reverse("confirm-mail-address", args=[token])
    assert client.get(path)["Location"].startswith("/sign-in/")
    assert client.post(path)["Location"].startswith("/sign-in/")
    with refused(Code.NOT_ALLOWED, says="another account"):
        mail_addresses.confirm_address(world.other_buyer, token)
    assert signed_in(world.other_buyer).get(path).status_code == 403


@pytest.mark.parametrize("token", ["", "nonsense", "WzEsIiIsImFAZXhhbXBsZS5vcmciXQ:1:x"])
def test_a_link_that_somebody_made_up_is_refused(world: World, token: str) -> None:
    with refused(Code.TOO_LATE, says="does not count any more"):
        mail_addresses.confirm_address(world.buyer, token)


def test_a_link_is_of_no_use_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = asked(world.buyer)
    monkeypatch.setattr(mail_addresses, "CONFIRM_WITHIN", timedelta(seconds=-1))
    with refused(Code.TOO_LATE):
        mail_addresses.confirm_address(world.buyer, token)


def test_a_token_of_another_kind_is_none(world: World) -> None:
    token = signing.dumps([world.buyer.pk, "", NEW])
    with refused(Code.TOO_LATE):
        mail_addresses.confirm_address(world.buyer, token)


@pytest.mark.parametrize(
    "address",
    ["", "ana", "ana@", "ana@example.org\nBcc: b@example.org", "a b@example.org", "a@b.c>,<d@e.fr"],
)
def test_what_is_no_address_is_refused_beside_its_field(world: World, address: str) -> None:
    with refused(Code.ADDRESS_INVALID, field="address", says="name@example.com"):
        mail_addresses.ask_for_address(world.buyer, address)


def test_the_page_keeps_what_was_typed(world: World) -> None:
    page = signed_in(world.buyer).post(reverse("mail-address"), {"address": "ana@nowhere"})
    assert page.status_code == 200
    assert 'value="ana@nowhere"' in page.text
    assert not Mail.objects.exists()


def test_nobody_floods_a_mailbox_by_us(world: World) -> None:
    for number in range(mail_addresses.MAILS_A_DAY):
        mail_addresses.ask_for_address(world.buyer, f"a{number}@example.org")
    with refused(Code.LIMIT_REACHED, field="address", says="try again tomorrow"):
        mail_addresses.ask_for_address(world.buyer, NEW)
    with clock.shifted(timedelta(days=1, minutes=1)):
        mail_addresses.ask_for_address(world.buyer, NEW)


def test_the_address_of_now_is_not_confirmed_again(world: World) -> None:
    world.buyer.email = NEW
    world.buyer.save()
    with refused(Code.NOTHING_CHANGED, field="address"):
        mail_addresses.ask_for_address(world.buyer, NEW)


def test_an_address_that_failed_can_be_confirmed_anew(
    world: World, mail_server: MailServer
) -> None:
    """Its mailbox was full, and is empty again."""
    person = fresh(world.buyer)
    mail_addresses.confirm_address(person, asked(person))
    send_mails()
    mail_addresses.mark_failed(Mail.objects.get(), "550 nobody is here")
    assert fresh(world.buyer).mail_comes_back

    home = signed_in(world.buyer).get("/buyer/").text
    assert "you get none about your cases" in home
    assert reverse("mail-address") in home
    person = fresh(world.buyer)
    mail_addresses.confirm_address(person, asked(person))
    assert not fresh(world.buyer).mail_comes_back
    assert "you get none about your cases" not in signed_in(world.buyer).get("/buyer/").text
    assert send_mails() == Mailed(sent=1)


def test_without_a_server_mails_are_written_and_kept(world: World, settings: LazySettings) -> None:
    assert settings.MAIL_SERVER is None
    asked(world.buyer)
    assert send_mails() == Mailed(kept=1)
    mail = Mail.objects.get()
    assert (mail.kind, mail.skipped, mail.sent_at) == (MailKind.CONFIRM, Skipped.NO_SERVER, None)
    assert mail.subject == "Confirm your mail address"
    assert send_mails() == Mailed()
