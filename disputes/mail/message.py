"""The message that goes to the mail server: one with the same id and the same text at each attempt.

A reader of mail shows two messages of one id once, and all mails of one case as one conversation.
"""

import secrets
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from disputes.mail.writing import address_of
from disputes.models import Mail


def sender() -> Address:
    """Who all mails come from."""
    found: Address = SMTP.header_factory("From", settings.MAIL_FROM).addresses[0]
    return found


def new_message_id(what: str) -> str:
    """An id that nobody can guess, such as "<notice-17.…@redress.example>": who shows it, as the
    report that a mail came back does, has seen the mail."""
    return f"<{what}.{secrets.token_hex(10)}@{sender().domain}>"


def message_of(mail: Mail, at: datetime) -> EmailMessage:
    """This mail as it is sent at this instant; it was written before."""
    domain = sender().domain
    # Ids and addresses stand whole in one line: a folded one would be encoded, and read by nobody.
    message = EmailMessage(policy=SMTP.clone(max_line_length=900))
    message["Date"] = format_datetime(at)
    message["From"] = sender()
    message["To"] = Address(addr_spec=envelope(mail.address))
    message["Reply-To"] = Address(username="no-reply", domain=domain)
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    if mail.dispute is not None:
        # No mail has this id: it is the case itself, under which readers gather its mails.
        message["In-Reply-To"] = case_id = f"<case.{mail.dispute.reference}@{domain}>"
        message["References"] = case_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Id"] = f"Redress <mails.{domain}>"
    if mail.switch_off:
        message["List-Unsubscribe"] = f"<{address_of(mail.switch_off)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    boundary = mail.message_id.strip("<>").partition("@")[0].replace(".", "-")
    message.set_boundary(f"={boundary}=")
    return message


def envelope(address: str) -> str:
    """As mail servers write it: a domain with other letters has a name in plain ones."""
    user, _, domain = address.rpartition("@")
    return f"{user}@{domain.encode('idna').decode()}"
