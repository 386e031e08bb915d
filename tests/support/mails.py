"""Mails of tests: people who get some, and what was sent."""

from email.message import EmailMessage

from disputes.background.mail_plans import plan_mails
from disputes.background.mails import Mailed, send_mails
from disputes.models import User
from tests.support.mail_server import MailServer
from tests.support.world import World


def with_addresses(world: World) -> World:
    """Everybody gets mails, at an address such as buyer@example.org."""
    for name in ("buyer", "seller", "arbitrator", "supervisor"):
        person: User = getattr(world, name)
        person.email = f"{name}@example.org"
        person.save(update_fields=["email"])
    return world


def tell() -> Mailed:
    """What is due is planned and sent."""
    plan_mails()
    return send_mails(60)


def to(server: MailServer, name: str) -> list[EmailMessage]:
    """What this person got."""
    address = f"{name}@example.org"
    return [
        mail
        for recipient, mail in zip(server.recipients, server.got, strict=True)
        if recipient == address
    ]


def part(mail: EmailMessage, kind: str = "plain") -> str:
    found = mail.get_body((kind,))
    assert found is not None
    content: str = found.get_content()
    return content.replace("\r\n", "\n")
