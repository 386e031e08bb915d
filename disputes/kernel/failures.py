"""What failed: told without telling about anybody, and tried again after a while."""

import re
import traceback
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, DataError

_LONGEST = 200
# What is quoted may be a value that somebody typed; addresses and long numbers are somebody's
# wherever they stand.
_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
_PERSONAL = re.compile(r"\S+@\S+|\+?\d(?:[\s()/-]?\d){6,}")


def brief(error: BaseException) -> str:
    """The kind of an error and its first line, fit to be kept in a row, logged and shown to staff.

    PostgreSQL writes the values of a row into the lines after the first. In the first it quotes
    names of tables and constraints, which help; only about data that it cannot read (`DataError`)
    it quotes the data.
    """
    line = next(iter(str(error).splitlines()), "").strip()
    if isinstance(error, DataError) or not isinstance(error, DatabaseError):
        line = _QUOTED.sub("“…”", line)
    line = _PERSONAL.sub("…", line)[:_LONGEST]
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


def place(error: BaseException) -> str:
    """The line of ours at which it was raised, for a log: a traceback would end with the text."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "site-packages" not in frame.filename
    ]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "an unknown place"


def wait_after(failures: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """Until the next attempt: twice as long after each failure, up to the longest."""
    return min(first * (1 << min(failures - 1, 30)), longest)
