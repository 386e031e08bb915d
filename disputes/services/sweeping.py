"""Files that belong to nothing any more go: from forms that were never sent, and without a row.

A file has no row when a worker died between storing it and saving the row, or between deleting
the row and the file. Files lie in a folder for each day, so those of the last weeks are all that
need looking at, and of those only the ones whose day is over: nobody is still uploading them.
"""

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from disputes import clock
from disputes.models import EvidenceFile, Policy
from disputes.models.orders import private_storage
from disputes.services.failures import brief

log = logging.getLogger(__name__)

BATCH = 200
DAY = timedelta(days=1)
# Beyond the longest time that a form's file is kept: as long as the store may have been away.
GRACE_DAYS = 14
# As `services.files` names them. Whatever is called otherwise was put there by somebody else.
_OURS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[-.a-z]*")


@dataclass(frozen=True)
class Swept:
    """How many files were taken out of forms, and how many names without a row were deleted."""

    held: int
    strays: int


def sweep_files(seconds: float = 60) -> Swept:
    """What beat ticks every hour: all forms, and this hour's share of the days.

    Each day has its hour, so that all have their turn within 24 of them however many files there
    are. Any number of workers may sweep at once, and what one leaves when the time is over, or
    when the store is away, is there for the next.
    """
    hour = clock.now().hour
    return _sweep([day for day in days_to_look_at() if day.toordinal() % 24 == hour], seconds)


def sweep_all_files() -> Swept:
    """Everything, however long it takes."""
    return _sweep(days_to_look_at(), float("inf"))


def _sweep(days: list[date], seconds: float) -> Swept:
    until = time.monotonic() + seconds
    held = strays = 0
    while batch := _forget_held(BATCH):
        held += len(batch)
        for file in batch:
            _delete(file.stored_names, until)
        if time.monotonic() >= until:
            break
    for day in days:
        if time.monotonic() >= until:
            break
        try:
            strays += _delete(strays_of(day), until)
        except OSError as error:
            log.warning("the store of files could not be listed: %s", brief(error))
            break
    if held or strays:
        log.info("swept %d files of forms and %d files without a row", held, strays)
    return Swept(held, strays)


def outdated(now: datetime) -> QuerySet[EvidenceFile]:
    """Files that were added to a form so long ago that it will not be sent any more."""
    kept = timedelta(days=Policy.objects.latest().keep_draft_days)
    held = EvidenceFile.objects.filter(~Q(held_for=""), uploaded_at__lte=now - kept)
    return held.order_by("uploaded_at", "id")


def days_to_look_at() -> list[date]:
    """Those that ended a day ago or earlier, and whose files may have been in a form till now."""
    longest = Policy.objects.aggregate(days=Max("keep_draft_days"))["days"]
    today = clock.now().astimezone(UTC).date()
    return [today - DAY * ago for ago in range(2, longest + GRACE_DAYS + 1)]


def strays_of(day: date) -> list[str]:
    """What lies in the store of this day and belongs to no row, in the order of the names."""
    folder = f"evidence/{day:%Y/%m/%d}"
    try:
        names = private_storage().listdir(folder)[1]
    except FileNotFoundError:
        return []
    lying = {f"{folder}/{name}" for name in names if _OURS.fullmatch(name)}
    if lying:
        for stored in _stored_about(day):
            lying.difference_update(stored)
    return sorted(lying)


def _stored_about(day: date) -> Iterator[tuple[str, str, str]]:
    """The names that rows know, with a day to either side to be sure."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = EvidenceFile.objects.filter(
        uploaded_at__gte=start - DAY, uploaded_at__lt=start + 2 * DAY
    )
    return rows.order_by().values_list("original", "shared", "thumbnail").iterator()


def _forget_held(limit: int) -> list[EvidenceFile]:
    """Delete the rows of outdated files. One that a form is just being sent with is locked, and
    stays; a form that comes later finds it gone."""
    with transaction.atomic(durable=True):
        due = outdated(clock.now()).select_for_update(skip_locked=True, of=("self",))
        files = list(due[:limit])
        EvidenceFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    return files


def _delete(names: list[str], until: float) -> int:
    """How many were deleted. One that could not be is found without a row the next time."""
    storage, deleted = private_storage(), 0
    for name in names:
        if time.monotonic() >= until:
            break
        try:
            storage.delete(name)
        except OSError as error:
            log.warning("the file %s could not be deleted: %s", name, brief(error))
        else:
            deleted += 1
    return deleted
