"""What beat ticks (deadlines, payments, messages, erasure, sweeps) can be paused, all at once.

A person pauses it by `manage.py pause_work`; a copy of a database is paused by itself, so that it
pays and tells nothing twice (see `RegularWork`). Pages go on meanwhile: what people do there waits
in the database. Tasks and commands ask here, before they begin.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext as _

from disputes import clock

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

_THIS_DATABASE = (
    "(SELECT system_identifier FROM pg_control_system()) || '/' || "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)
_READ = f"SELECT database = {_THIS_DATABASE}, paused_at, reason FROM disputes_regularwork"  # noqa: S608
# The row is missing only where somebody has emptied the tables.
RESUME = f"""
INSERT INTO disputes_regularwork (id, database, reason) VALUES (1, {_THIS_DATABASE}, '')
ON CONFLICT (id) DO UPDATE SET database = excluded.database, paused_at = NULL, reason = ''
"""  # noqa: S608


@dataclass(frozen=True)
class Pause:
    """Why nothing is done now, and since when; a copy cannot know when it was made."""

    reason: str
    since: datetime | None = None

    def __str__(self) -> str:
        return _("The platform's regular work is paused: %(reason)s.") % {
            "reason": self.reason.rstrip(".")
        }


def pause_in_force() -> Pause | None:
    """Asked anew each time, in some 0.1 ms: whoever pauses need not restart anything."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        found = cursor.fetchone()
    if found is None:
        return Pause(_("this database does not say whose it is"))
    is_ours, paused_at, reason = found
    if not is_ours:
        return Pause(_("this database is a copy of another one"))
    return Pause(reason, paused_at) if paused_at else None


def pause(reason: str) -> None:
    """From now on nothing is begun. What a worker has begun ends within a minute.

    A copy stays paused on the way: nobody sees it as ours before it is paused by us.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RESUME)
        cursor.execute(
            f"UPDATE disputes_regularwork SET paused_at = {clock.sql()}, reason = %s",  # noqa: S608
            [reason],
        )
    log.warning("regular work is paused: %s", reason)


def resume() -> None:
    """This database is the one whose work is done, from now on."""
    with connection.cursor() as cursor:
        cursor.execute(RESUME)
    log.warning("regular work goes on")


def unless_paused(task: Callable[P, R]) -> Callable[P, R | None]:
    """A task of beat that does nothing while the work is paused. It says so nowhere: the status
    page, /metrics and /readyz do, and a log would have a line for each tick."""

    @wraps(task)
    def ticked(*args: P.args, **kwargs: P.kwargs) -> R | None:
        return None if pause_in_force() else task(*args, **kwargs)

    return ticked
