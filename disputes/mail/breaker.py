"""A mail server that does not answer is left alone for a while, by all workers."""

from datetime import timedelta

from django.db.models import F

from disputes import clock
from disputes.models import MailBreaker

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)
# Whoever tries it again is given so long: longer than one mail can take.
_TRIAL = timedelta(minutes=1)


def state() -> MailBreaker:
    """The row; before anything has failed there may be none in the table."""
    return MailBreaker.objects.get_or_create(id=1)[0]


def lets_through() -> bool:
    """May this worker try now? Once the wait is over, one worker may, and the others wait for what
    it finds."""
    found = state()
    if found.open_until is None:
        return True
    now = clock.now()
    if found.open_until > now:
        return False
    same = MailBreaker.objects.filter(open_until=found.open_until)
    return bool(same.update(open_until=now + _TRIAL))


def trip(error: str) -> None:
    """It did not answer: nothing is tried for a while, twice as long after each failure."""
    now, failures = clock.now(), state().failures
    wait = min(_FIRST_WAIT * (1 << min(failures, 30)), _LONGEST_WAIT)
    MailBreaker.objects.update(failures=F("failures") + 1, last_error=error, open_until=now + wait)
    MailBreaker.objects.filter(failing_since=None).update(failing_since=now)


def close() -> None:
    """It has taken, or refused, a mail: it works."""
    MailBreaker.objects.exclude(open_until=None).update(
        failures=0, last_error="", open_until=None, failing_since=None
    )
