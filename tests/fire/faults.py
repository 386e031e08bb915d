"""What a process does to itself at one step of its work; loaded by the drills' processes only.

`DRILL_STEP` names the step, `DRILL_THEN` what happens when it is first reached there:

- die: SIGKILL to the whole worker, parent and children, as when a machine loses its power;
- wait: until the drill has made the file `go-on` in `DRILL_FOLDER`.

The file `reached` appears in that folder at the step, and nothing happens there again. With
`DRILL_LOCKS=none`, rows are read without a lock, and two sweeps read before one of them goes on.
"""

import os
import signal
import time
from functools import wraps
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from arbitration.background import deadlines
from disputes.background.refunds import RefundDelivery
from disputes.kernel.changes import Change, changes_of

FOLDER = Path(os.environ.get("DRILL_FOLDER", ""))


def reached(step: str) -> None:
    """The process is here now."""
    if step != os.environ.get("DRILL_STEP"):
        return
    try:
        (FOLDER / "reached").open("x").close()
    except FileExistsError:
        return
    if os.environ["DRILL_THEN"] == "die":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    _wait_for("go-on")


def _wait_for(name: str) -> None:
    while not (FOLDER / name).exists():
        time.sleep(0.005)


class _Commits:
    """Watches the commit that follows after rows of one kind were written."""

    def __init__(self) -> None:
        self.of = ""
        self._commit = BaseDatabaseWrapper.commit
        watch = self

        def commit(wrapper: BaseDatabaseWrapper) -> None:
            of, watch.of = watch.of, ""
            if of:
                reached(f"before the commit of {of}")
            watch._commit(wrapper)
            if of:
                reached(f"after the commit of {of}")

        setattr(BaseDatabaseWrapper, "commit", commit)  # noqa: B010 - as one patches

    def follow(self, owner: Any, name: str, of: str) -> None:
        real = getattr(owner, name)

        @wraps(real)
        def watched(*args: Any, **kwargs: Any) -> Any:
            found = real(*args, **kwargs)
            self.of = of
            return found

        setattr(owner, name, watched)


def _take_the_locks_away() -> None:
    def read(*args: Any) -> list[Change]:
        found = changes_of(*args)
        (FOLDER / f"read-{os.getpid()}").touch()
        while len(list(FOLDER.glob("read-*"))) < 2:
            time.sleep(0.005)
        return found

    vars(deadlines)["changes_of"] = read
    setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)  # noqa: B010


_commits = _Commits()
_commits.follow(deadlines, "record", "a sweep")
_commits.follow(RefundDelivery, "record_sent", "a note")
if os.environ.get("DRILL_LOCKS") == "none":
    _take_the_locks_away()
