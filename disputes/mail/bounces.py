"""Reads a report that a mail came back (a delivery status notification, RFC 3464)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

# What is read of a report: servers return the whole mail, and ours are small.
LONGEST = 1024 * 1024
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,110}>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Bounce:
    """A mail that came back for good. Its own id is among `message_ids`; nobody who has not seen
    the mail can know it, so nobody else can make up a report about it."""

    message_ids: Sequence[str]
    said: str


def read_bounce(report: bytes) -> Bounce | None:
    """None for whatever is no such report, or says that the mail is late only or has arrived."""
    message = message_from_bytes(report, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    failures = [
        fields
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for fields in _blocks(part)
        if _value(fields, "Action").lower() == "failed"
        and _value(fields, "Status").startswith("5.")
    ]
    returned = [part for part in parts if _is_returned(part)]
    ids = [found for part in returned for found in _MESSAGE_ID.findall(_text(part))]
    if not failures or not ids:
        return None
    status, diagnosis = (_value(failures[0], name) for name in ("Status", "Diagnostic-Code"))
    return Bounce(ids, f"{status} {diagnosis}".strip()[:200])


def _blocks(part: Message) -> Sequence[Message]:
    """One for the report as a whole, and one for each recipient."""
    found = part.get_payload()
    return (
        [block for block in found if isinstance(block, Message)] if isinstance(found, list) else []
    )


def _value(fields: Message, name: str) -> str:
    return " ".join(str(fields.get(name, "")).split())


def _is_returned(part: Message) -> bool:
    return part.get_content_type() in ("text/rfc822-headers", "message/rfc822")


def _text(part: Message) -> str:
    """The headers of the mail that came back."""
    content = part.get_payload()
    if isinstance(content, list):  # the whole mail
        mails = [each for each in content if isinstance(each, Message)]
        return "".join(f"{name}: {value}\n" for mail in mails for name, value in mail.items())
    decoded = part.get_payload(decode=True)
    return decoded.decode(errors="replace") if isinstance(decoded, bytes) else ""
