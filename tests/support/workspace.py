"""The arbitrators' workspace as somebody at a browser uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client

from arbitration.models import AccessLog, RulingDraft
from disputes.models import Dispute, User
from tests.support.rows import everything

CASES = "/admin/disputes/dispute/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(dispute: Dispute, act: str = "") -> str:
    return f"{CASES}{dispute.reference}/{act}"


def told(response: Any) -> list[str]:
    """The messages that the next page shows."""
    return [str(message) for message in get_messages(response.wsgi_request)]


@contextmanager
def nothing_changes() -> Iterator[None]:
    """What is done here changes no row, but for the time of signing in, the note of who read what,
    and drafts."""
    before = _rows()
    yield
    assert _rows() == before


def _rows() -> dict[str, Any]:
    rows = everything()
    for user in rows[User._meta.db_table]:
        del user["last_login"]
    for table in (AccessLog._meta.db_table, RulingDraft._meta.db_table):
        del rows[table]
    return rows | {"log": list(LogEntry.objects.values())}
