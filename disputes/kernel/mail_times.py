"""Which of the notices that are due go out by mail now, as their readers have chosen."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from disputes.kernel.rows import update_rows
from disputes.models import Notice, NoticeSettings
from disputes.rules.notices import mail_time
from disputes.states import OPTIONAL_NOTICES, NoticeKind


def to_mail_now(notices: Sequence[Notice], now: datetime) -> list[Notice]:
    """Those of these locked notices, which come with their `person`, that go out now. The others
    wait for the morning, or do not go out: what was switched off, and what was read in the portal
    meanwhile and can be switched off."""
    people = {notice.person_id for notice in notices}
    wishes = {each.person_id: each for each in NoticeSettings.objects.filter(person__in=people)}
    ready, put_off = [], []
    for notice in notices:
        optional = notice.kind in OPTIONAL_NOTICES
        at: datetime | None
        if optional and notice.read_at is not None:
            at = None
        elif notice.in_digest:
            at = now
        else:
            chosen, zone = wishes.get(notice.person_id), ZoneInfo(notice.person.time_zone or "UTC")
            at = mail_time(NoticeKind(notice.kind), chosen, zone, now)
            notice.in_digest = at != now and chosen is not None and chosen.digest
        if at == now:
            ready.append(notice)
        else:
            notice.mail_due_at = at
            put_off.append(notice)
    update_rows(put_off, ["mail_due_at", "in_digest"])
    return ready
