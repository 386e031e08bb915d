"""Files that belong to nothing any more go: from forms that were never sent, and without a row.

A file has no row when a worker died between storing it and saving the row, or between deleting
the row and the file. Files lie in a folder for each day, so those of the last weeks are all that
need looking at, and of those only the ones whose day is over: nobody is still uploading them, since
`verbs.uploads` saves no row an hour after its file.

Nothing is deleted on a guess: the database is asked about exactly each name, right before it goes,
and a day of which more than usual would go waits for a supervisor (`background.halts`).
"""

import logging
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from disputes import clock
from disputes.background import halts, sweep
from disputes.kernel.failures import brief
from disputes.kernel.stored_names import names_with_rows
from disputes.models import Attachment, HaltedCleanup, Policy
from disputes.models.orders import private_storage

log = logging.getLogger(__name__)

BATCH = 200
DAY = timedelta(days=1)
# Beyond the longest time that a form's file is kept: as long as the store may have been away.
GRACE_DAYS = 14
_WAITING = ~Q(form_key="")
# As `verbs.uploads` names them. Whatever is called otherwise was put there by somebody else.
_OURS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[-.a-z]*")


@dataclass(frozen=True)
class Swept:
    """How many files were taken out of forms, how many names without a row were deleted, and how
    often so many were to go that none did: a day's, or those of forms."""

    uploads: int = 0
    strays: int = 0
    halted: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            self.uploads + other.uploads, self.strays + other.strays, self.halted + other.halted
        )


@dataclass(frozen=True)
class DayOfStore:
    """The files of ours that lie in the store of a UTC day, and those of them without a row."""

    day: date
    lying: int
    strays: list[str]

    @property
    def is_unusual(self) -> bool:
        """A database that knows none of them may be another one than that of these files."""
        most = 0 if len(self.strays) == self.lying else halts.usual(self.lying)
        return len(self.strays) > most


def sweep_files(seconds: float = 20) -> Swept:
    """What beat ticks every hour: all forms, this hour's share of the days, and what a supervisor
    has approved.

    Each day has its hour, so that all have their turn within 24 of them however many files there
    are. Any number of workers may sweep at once, and what one leaves when the time is over, or
    when the store is away, is there for the next.
    """
    going_on, hour = sweep.within(seconds), clock.now().hour
    approved = {halt.day for halt in halts.waiting() if halt.approved_at}
    days = [day for day in days_to_look_at() if day.toordinal() % 24 == hour or day in approved]
    return _sweep(days, going_on)


def sweep_all_files(going_on: sweep.GoingOn = sweep.always) -> Swept:
    """Everything, however long it takes. Before each file it asks whether it is `going_on`."""
    return _sweep(days_to_look_at(), going_on)


def _sweep(days: list[date], going_on: sweep.GoingOn) -> Swept:
    swept = _sweep_forms(going_on)
    for day in days:
        if not going_on():
            break
        try:
            swept += _sweep_day(day, going_on)
        except OSError as error:
            log.warning("the store of files could not be listed: %s", brief(error))
            break
    if swept.uploads or swept.strays:
        log.info("swept %d files of forms and %d files without a row", swept.uploads, swept.strays)
    return swept


def _sweep_forms(going_on: sweep.GoingOn) -> Swept:
    kind, in_forms = HaltedCleanup.Kind.OLD_UPLOADS, Attachment.objects.filter(_WAITING)
    as_of = halts.may_go_as_of(kind, clock.now(), outdated, in_forms)
    if as_of is None:
        return Swept(halted=1)
    uploads = 0
    for batch in sweep.run(lambda: _forget_uploads(as_of), going_on):
        uploads += len(batch)
        _delete([name for file in batch for name in file.stored_names], going_on)
    return Swept(uploads)


def _sweep_day(day: date, going_on: sweep.GoingOn) -> Swept:
    found = files_of(day)
    if found.is_unusual and not halts.may_delete_files(day, found.strays, found.lying):
        return Swept(halted=1)
    deleted = _delete(found.strays, going_on)
    if deleted == len(found.strays):
        halts.end(HaltedCleanup.Kind.STRAY_FILES, day)
    return Swept(strays=deleted)


def outdated(now: datetime) -> QuerySet[Attachment]:
    """Files that were added to a form so long ago that it will not be sent any more."""
    kept = timedelta(days=Policy.objects.latest().keep_draft_days)
    uploads = Attachment.objects.filter(_WAITING, uploaded_at__lte=now - kept)
    return uploads.order_by("uploaded_at", "id")


def days_to_look_at() -> list[date]:
    """Those that ended a day ago or earlier, and whose files may have been in a form till now; and
    any day at which a sweep has stopped."""
    longest = Policy.objects.aggregate(days=Max("keep_draft_days"))["days"]
    today = clock.now().astimezone(UTC).date()
    days = {today - DAY * ago for ago in range(2, longest + GRACE_DAYS + 1)}
    return sorted(days | {halt.day for halt in halts.waiting() if halt.day}, reverse=True)


def files_of(day: date) -> DayOfStore:
    """What lies in the store of this day, and what of it belongs to no row, by name."""
    folder = f"evidence/{day:%Y/%m/%d}"
    try:
        names = private_storage().listdir(folder)[1]
    except FileNotFoundError:
        names = []
    lying = sorted(f"{folder}/{name}" for name in names if _OURS.fullmatch(name))
    known = names_with_rows(lying)
    return DayOfStore(day, len(lying), [name for name in lying if name not in known])


def _forget_uploads(as_of: datetime) -> list[Attachment]:
    """Delete the rows of outdated files. One that a form is just being sent with is locked, and
    stays; a form that comes later finds it gone."""
    with transaction.atomic(durable=True):
        files = sweep.take(outdated(as_of), BATCH)
        Attachment.objects.filter(pk__in=[file.pk for file in files]).delete()
    return files


def _delete(names: list[str], going_on: sweep.GoingOn) -> int:
    """How many were deleted, of those that no row has: each is asked about right before.

    One that could not be deleted is found without a row the next time.
    """
    storage, deleted = private_storage(), 0
    for start in range(0, len(names), BATCH):
        asked = names[start : start + BATCH]
        known = names_with_rows(asked)
        for name in asked:
            if not going_on():
                return deleted
            if name in known:
                log.error("the file %s was to be deleted, but a row has it", name)
                continue
            try:
                storage.delete(name)
            except OSError as error:
                log.warning("the file %s could not be deleted: %s", name, brief(error))
            else:
                deleted += 1
    return deleted
