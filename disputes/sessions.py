"""How long somebody stays signed in: people of the platform a working day, others two weeks."""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest

from disputes.models import User

# In the session, in seconds since 1970 by this machine's clock, as Django counts a session's age.
SIGNED_IN_AT = "signed_in_at"


@receiver(user_logged_in)
def begin(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note when; the cookie and the row of a member of staff last no longer than the session."""
    request.session[SIGNED_IN_AT] = time.time()
    if user.is_staff:
        request.session.set_expiry(settings.STAFF_SESSION_AGE)


def end_all(user: User) -> None:
    """Every session of this account is over, and the password stays; the row is not saved here."""
    user.signed_out_at = datetime.fromtimestamp(time.time(), UTC)


def was_ended(user: User, session: SessionBase) -> bool:
    """Did it begin before `end_all`?"""
    if user.signed_out_at is None:
        return False
    began: float = session.get(SIGNED_IN_AT, 0.0)
    return began <= user.signed_out_at.timestamp()


def is_over(user: User, session: SessionBase) -> bool:
    """Has this session lasted for as long as it may? Counted from signing in, whatever was done
    since; and one that began before its owner joined the staff is no longer than others of staff.
    """
    if not user.is_staff:
        return False
    began: float = session.get(SIGNED_IN_AT, 0.0)
    return time.time() - began >= int(settings.STAFF_SESSION_AGE)
