"""Which notices go out together: a mail for each person and case with something to tell by mail."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from disputes import clock
from disputes.background import sweep
from disputes.kernel.mail_times import to_mail_now
from disputes.kernel.rows import insert_rows, update_rows
from disputes.kernel.story import told_as
from disputes.mail import breaker
from disputes.mail.queue import new_mail
from disputes.models import Mail, MailBreaker, MailKind, Notice

BATCH = 500


@told_as("mail plans")
def plan_mails(seconds: float = 5, limit: int = BATCH) -> int:
    """Make mails of the notices that are due; of how many. Only one worker at once does, so that
    what one act has told a person is never parted."""
    breaker.state()  # the row that is held meanwhile
    return sum(sweep.run(lambda: _plan_batch(limit), sweep.within(seconds)), 0)


def _plan_batch(limit: int) -> int | None:
    with sweep.one_batch():
        if not sweep.take(MailBreaker.objects.order_by("pk"), 1):
            return None
        notices, now = _due_together(limit), clock.now()
        together: dict[object, list[Notice]] = defaultdict(list)
        ready = to_mail_now(notices, now)
        for notice in ready:
            notice.mail_due_at = None  # also of whoever has no address, whom the portal tells
            if notice.person.email:
                together[_group(notice)].append(notice)
        for group in together.values():
            mail = _mail_of(group[0], now)
            for notice in group:
                notice.mail = mail
        insert_rows([group[0].mail for group in together.values() if group[0].mail])
        update_rows(ready, ["mail", "mail_due_at"])
        return len(notices)


def _mail_of(first: Notice, now: datetime) -> Mail:
    kind = MailKind.DIGEST if first.in_digest else MailKind.NOTICE
    dispute = None if first.in_digest else first.dispute
    return new_mail(kind, first.person, now, about=f"notice-{first.pk}", dispute=dispute)


def _due_together(limit: int) -> Sequence[Notice]:
    """Those that have waited longest, and whatever goes out with them."""
    due = Notice.objects.filter(mail_due_at__lte=clock.now())
    first = sweep.take(due.order_by("mail_due_at", "id"), limit)
    people = {notice.person_id for notice in first}
    same = Q(dispute__in={notice.dispute_id for notice in first}) | Q(dispute=None)
    rest = due.filter(same | Q(in_digest=True), person__in=people)
    rest = rest.exclude(pk__in=[notice.pk for notice in first])
    whole = [*first, *rest.select_for_update(skip_locked=True)]
    found = Notice.objects.filter(pk__in=[notice.pk for notice in whole])
    return list(found.select_related("person", "dispute").order_by("at", "id"))


def _group(notice: Notice) -> object:
    """What goes out together; the mail of the day has all that waits for it."""
    if notice.in_digest:
        return notice.person_id, "digest"
    return notice.person_id, notice.dispute_id, notice.store_id
