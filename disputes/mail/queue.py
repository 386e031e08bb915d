"""A mail that is to go out: the row that a worker finds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from disputes.mail.message import new_message_id
from disputes.models import Dispute, Mail, MailKind, User


def new_mail(
    kind: MailKind,
    person: User,
    now: datetime,
    *,
    about: str,
    dispute: Dispute | None = None,
    address: str = "",
    data: Mapping[str, Any] | None = None,
) -> Mail:
    """One that is due now, not saved yet; `about` begins its id. Without an `address` it goes to
    the one that the person has when it is sent."""
    return Mail(
        kind=kind,
        person=person,
        dispute=dispute,
        address=address,
        data=dict(data or {}),
        message_id=new_message_id(about),
        created_at=now,
        next_attempt_at=now,
    )
