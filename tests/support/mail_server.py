"""A real mail server on this machine, which can be told to refuse and to hang."""

import asyncio
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings


@dataclass
class MailServer:
    """What it got, in order, and what it answers instead of "250 OK"."""

    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    # By recipient: the answer to RCPT, and to the end of DATA.
    to_recipient: dict[str, str] = field(default_factory=dict)
    to_data: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    hanging: bool = False
    # It has the mail, and does not say so before this is over.
    holds: bool = False

    async def handle_RCPT(  # noqa: N802  # its name is the command's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.to_recipient.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hangs:
            self.hanging = True
            await asyncio.sleep(3600)
        [to] = envelope.rcpt_tos
        if answer := self.to_data.get(to):
            return answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        self.recipients.append(to)
        while self.holds:
            await asyncio.sleep(0.02)
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.got]

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.got]

    @property
    def setting(self) -> Mapping[str, Any]:
        return {"host": "127.0.0.1", "port": self.port, "user": "", "password": "", "tls": ""}


@contextmanager
def running(*, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[MailServer]:
    """It listens at a port that was free, in a thread of its own, until the block ends; with `tls`
    from the first byte on. The options are those of `aiosmtpd`."""
    found, loop, ready = MailServer(), asyncio.new_event_loop(), threading.Event()

    def made() -> SMTP:
        found.connections += 1
        return SMTP(found, hostname="mail.test", enable_SMTPUTF8=False, loop=loop, **options)

    async def listen() -> None:
        server = await loop.create_server(made, "127.0.0.1", 0, ssl=tls)
        found.port = server.sockets[0].getsockname()[1]

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        loop.call_soon(ready.set)  # not before: whoever ends it at once would end only the above
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture
def mail_server(settings: LazySettings) -> Iterator[MailServer]:
    """The one that the settings name."""
    with running() as server:
        settings.MAIL_SERVER = dict(server.setting)
        yield server
