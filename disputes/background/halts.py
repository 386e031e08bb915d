"""No clean-up deletes much more than usual by itself: it stops, says so, and waits for a person.

What is deleted cannot be had back. A database that is the wrong one or older than its files, a
clock that leapt, a fault of ours: each makes things look superfluous that are not, and each makes
many of them look so at once.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from disputes import clock
from disputes.models import HaltedCleanup

log = logging.getLogger(__name__)

# What goes without asking: a twentieth of what there is, since the usual is a thousandth; of little
# as many files as a few workers leave behind that were killed at once.
SHARE, FLOOR = 20, 20


def usual(total: int) -> int:
    """How many of so many may go without asking anybody."""
    return max(FLOOR, total // SHARE)


def waiting() -> Sequence[HaltedCleanup]:
    """Those that have not ended, approved or not, the longest first; without the names."""
    found = HaltedCleanup.objects.filter(ended_at=None).defer("names")
    return list(found.select_related("approved_by").order_by("halted_at", "pk"))


def may_delete_files(day: date, names: Collection[str], total: int) -> bool:
    """Has a supervisor approved that these stray files of a day go, or fewer of the same?

    If not, it is written down that the sweep stopped here, and with which names.
    """
    kind = HaltedCleanup.Kind.STRAY_FILES
    with transaction.atomic():
        halt = _open(kind, day)
        if halt is not None and halt.approved_at is not None and set(names) <= set(halt.names):
            return True
        if halt is None or halt.approved_at is not None or set(names) != set(halt.names):
            end(kind, day)
            _halt(kind, len(names), total, at=clock.now(), day=day, names=sorted(names))
    return False


def may_go_as_of(
    kind: HaltedCleanup.Kind,
    now: datetime,
    due: Callable[[datetime], QuerySet[Any]],
    all_of_them: QuerySet[Any],
) -> datetime | None:
    """As of which instant what was `due` may go; None if a supervisor must approve it first.

    What was due at an instant does not become more later, so the instant says exactly what was
    approved.
    """
    number = total = due(now).order_by()[: FLOOR + 1].count()
    if number > FLOOR:  # else nobody need count all of them
        number, total = due(now).count(), all_of_them.count()
    if number <= usual(total):
        end(kind)
        return now
    with transaction.atomic():
        halt = _open(kind)
        if halt is not None and halt.approved_at is None:
            return None
        if halt is not None and 0 < due(halt.halted_at).count() <= halt.number:
            return halt.halted_at
        end(kind)
        _halt(kind, number, total, at=now)
    return None


def end(kind: HaltedCleanup.Kind, day: date | None = None) -> None:
    """Nothing is left of it, or not so much that anybody must be asked. No approval outlives it."""
    HaltedCleanup.objects.filter(kind=kind, day=day, ended_at=None).update(ended_at=clock.now())


def _open(kind: HaltedCleanup.Kind, day: date | None = None) -> HaltedCleanup | None:
    found = HaltedCleanup.objects.filter(kind=kind, day=day, ended_at=None)
    return found.select_for_update().first()


def _halt(
    kind: HaltedCleanup.Kind,
    number: int,
    total: int,
    *,
    at: datetime,
    day: date | None = None,
    names: Sequence[str] = (),
) -> None:
    """Write it down; of two workers that find it at once, one does."""
    row = HaltedCleanup(
        kind=kind, day=day, number=number, total=total, names=list(names), halted_at=at
    )
    HaltedCleanup.objects.bulk_create([row], ignore_conflicts=True)
    log.error(
        "%s: %d of %d would go, more than usual; nothing was deleted, a supervisor must approve",
        row, number, total,
    )  # fmt: skip
