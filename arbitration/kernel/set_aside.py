"""What is due: which cases a sweep takes, and those that it has set aside for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from arbitration.models import SetAside
from disputes import access, clock
from disputes.kernel.changes import Change
from disputes.kernel.failures import brief, wait_after
from disputes.models import Dispute

_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


def is_anything_due() -> bool:
    """Has the earliest deadline of all come? One look into the index: nearly every sweep ends
    with it, and this is all that beat's ticks cost."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT due_at <= {clock.sql()} FROM disputes_dispute "  # noqa: S608  # our own words
            "WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1"
        )
        return bool(cursor.fetchone() == (True,))


def due_disputes(now: datetime) -> QuerySet[Dispute]:
    """Every case whose clock has run out by now, the oldest deadline first."""
    return Dispute.objects.filter(due_at__lte=now).order_by("due_at", "id")


def take_due(limit: int) -> list[Dispute]:
    """The oldest due cases that nobody else holds and that are not set aside, locked.

    Any number of workers can take at once, and a person who is just acting is not disturbed.
    """
    now = clock.now()
    waiting = SetAside.objects.filter(
        dispute=OuterRef("pk"), due_at=OuterRef("due_at"), retry_at__gt=now
    )
    return access.lock_free(due_disputes(now).filter(~Exists(waiting)), limit)


def stuck_since(ids: Sequence[int]) -> dict[int, datetime]:
    """Those of these cases that are set aside, by id, and since when."""
    rows = SetAside.objects.filter(dispute__in=ids, due_at=F("dispute__due_at"))
    return dict(rows.values_list("dispute", "first_failed_at"))


def set_aside(failures: Sequence[tuple[Change, Exception]]) -> None:
    """Pass over these locked cases for a while, longer with every failure: 1, 2, 4 … minutes, at
    most 6 hours."""
    disputes = [change.dispute.pk for change, _error in failures]
    found = SetAside.objects.filter(dispute__in=disputes, due_at=F("dispute__due_at"))
    earlier = {row.dispute_id: row for row in found}
    SetAside.objects.bulk_create(
        [_row(change, error, earlier.get(change.dispute.pk)) for change, error in failures],
        update_conflicts=True,
        unique_fields=["dispute"],
        update_fields=["due_at", "failures", "error", "first_failed_at", "retry_at"],
    )


def _row(change: Change, error: Exception, before: SetAside | None) -> SetAside:
    assert change.was_due_at is not None, "a case that was due has a clock"
    failures = 1 if before is None else before.failures + 1
    return SetAside(
        dispute=change.dispute,
        due_at=change.was_due_at,
        failures=failures,
        error=brief(error),
        first_failed_at=change.now if before is None else before.first_failed_at,
        retry_at=change.now + wait_after(failures, first=_FIRST_WAIT, longest=_LONGEST_WAIT),
    )


def forget_what_moved_on() -> None:
    """Delete the rows of cases that have another deadline by now, or none: a row counts for one
    deadline."""
    SetAside.objects.exclude(due_at=F("dispute__due_at")).delete()
