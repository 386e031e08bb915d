"""The address at which a reader switches off mails of one kind, without signing in (RFC 8058)."""

from django.core import signing
from django.urls import reverse

from disputes.models import User
from disputes.states import OPTIONAL_NOTICES, NoticeKind

_SALT = "disputes.switch-off-mails"


def page_to_switch_off(person: User, kind: NoticeKind) -> str:
    """Its path. Whoever has it can switch these mails off, and do nothing else."""
    return reverse("switch-off-mails", args=[signing.dumps([person.pk, kind.value], salt=_SALT)])


def whose_and_which(token: str) -> tuple[int, NoticeKind] | None:
    """The person's key and the kind; None where we have not made this token. It does not age: mails
    are kept for years."""
    try:
        pk, kind = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return (pk, NoticeKind(kind)) if kind in OPTIONAL_NOTICES else None
