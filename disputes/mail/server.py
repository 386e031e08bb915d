"""The mail server, over one connection that is kept for some mails.

What goes wrong is told apart by whose trouble it is: the server's (`ServerAway`), the address's
(`AddressFailed`), or this mail's at this time (`NotTaken`).
"""

import re
import smtplib
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Any

from django.conf import settings

from disputes.mail.message import sender

# Seconds for each answer, and for one mail in all: much less than the lease of a mail.
PATIENCE = 10
LONGEST = 30
# What an enhanced status (RFC 3463) says of an address or a mailbox, and not of us or of the mail.
_OF_ADDRESS = re.compile(r"\b5\.[12]\.\d{1,3}\b")
_ENHANCED = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
_CLOSING = 421


class ServerAway(Exception):
    """Nobody answers, or not as a mail server does, or it lets us in no more: it is not about a
    mail."""


class NotTaken(Exception):
    """This mail was not taken now; later it may be."""


class AddressFailed(Exception):
    """Nobody is there, for good."""


@contextmanager
def connected() -> Iterator["Connection"]:
    """A connection to the mail server that the settings name. Raises `ServerAway`."""
    server = settings.MAIL_SERVER
    assert server is not None, "nobody connects to none"
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _reached(server)
        smtp.ehlo_or_helo_if_needed()
        if server["tls"] == "starttls":
            smtp.starttls(context=safely())
        if server["user"]:
            smtp.login(server["user"], server["password"])
    except (OSError, smtplib.SMTPException) as error:
        if smtp is not None:
            smtp.close()
        raise ServerAway(_said(error)) from error
    try:
        yield Connection(smtp)
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


def _reached(server: Mapping[str, Any]) -> smtplib.SMTP:
    to = (server["host"], server["port"], sender().domain)
    if server["tls"] == "tls":
        return smtplib.SMTP_SSL(*to, timeout=PATIENCE, context=safely())
    return smtplib.SMTP(*to, timeout=PATIENCE)


def safely() -> ssl.SSLContext:
    """TLS with a server whose name and certificate are right, as this machine knows them."""
    return ssl.create_default_context()


class Connection:
    """One by which mails go out, one after the other."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp
        self._until = 0.0

    def send(self, message: EmailMessage) -> None:
        """Hand this over; whoever returns from here knows that the server has it."""
        self._until = time.monotonic() + LONGEST
        to = message["To"].addresses[0].addr_spec
        content = message.as_bytes()
        try:
            self._step(self._smtp.mail(sender().addr_spec), of_address=False)
            self._hurry()
            self._step(self._smtp.rcpt(to), of_address=True)
            self._hurry()
            self._step(self._data(content), of_address=True)
        except (NotTaken, AddressFailed):
            self._forget()
            raise
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(_said(error)) from error

    def _data(self, content: bytes) -> tuple[int, bytes | str]:
        try:
            return self._smtp.data(content)
        except smtplib.SMTPDataError as error:  # refused before the first line of it
            return error.smtp_code, error.smtp_error

    def _hurry(self) -> None:
        """A server that answers each step just in time is one that hangs."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("it takes too long")
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(min(PATIENCE, left))

    def _step(self, answer: tuple[int, bytes | str], *, of_address: bool) -> None:
        """Raises what this answer means, unless it is yes."""
        code, words = answer
        if 200 <= code < 300:
            return
        said = words.decode(errors="replace") if isinstance(words, bytes) else words
        if code in (_CLOSING, -1):
            raise smtplib.SMTPServerDisconnected(f"{code} {said}")
        if of_address and code >= 500 and is_of_address(code, said):
            raise AddressFailed(f"{code} {said}")
        raise NotTaken(f"{code} {said}")

    def _forget(self) -> None:
        """Of this mail, so that the next one begins anew."""
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()


def is_of_address(code: int, said: str) -> bool:
    """Does a permanent refusal mean that nobody is at the address? Not where it is about us, as in
    "5.7.1 relaying denied": then every address would look as if it had failed."""
    if _ENHANCED.search(said):
        return bool(_OF_ADDRESS.search(said))
    return code in (550, 551, 553)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
