"""Deleting notices and mails once nobody asks for them any more: `Policy.keep_notice_days`."""

from datetime import datetime, timedelta

from disputes import clock
from disputes.background import sweep
from disputes.models import Mail, Notice, Policy
from disputes.models.mail import WAITING

BATCH = 2_000


def forget_old(seconds: float = 20, limit: int = BATCH) -> int:
    """Delete what is older than the latest policy keeps it; how many rows. A mail that has still to
    go out stays, and so do its notices."""
    until = clock.now() - timedelta(days=Policy.objects.latest().keep_notice_days)
    going_on = sweep.within(seconds)
    return sum(sweep.run(lambda: _forget(until, limit), going_on), 0)


def _forget(until: datetime, limit: int) -> int:
    """The first rows of both tables, which are the oldest: a table of their times would be larger
    than what it helps to find."""
    with sweep.one_batch():
        notices = list(Notice.objects.order_by("pk").values_list("pk", flat=True)[:limit])
        old = Notice.objects.filter(pk__in=notices, at__lt=until)
        waiting = Mail.objects.filter(WAITING, notices__in=notices)
        deleted, _models = old.exclude(mail__in=waiting).delete()
        mails = list(Mail.objects.order_by("pk").values_list("pk", flat=True)[:limit])
        spent = Mail.objects.filter(pk__in=mails, created_at__lt=until, notices=None)
        deleted += spent.exclude(WAITING).delete()[0]
        return deleted
