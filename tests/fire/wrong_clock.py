"""Runs a program whose machine has a wrong clock: `python -m tests.fire.wrong_clock celery …`.

`DRILL_CLOCK` names a file with the seconds by which it is wrong; it is read each time, so that
somebody can set the clock while the program runs. Only the time of day is wrong, as on such a
machine: the monotonic clock is not.
"""

import ctypes
import gc
import os
import runpy
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

_FILE = Path(os.environ["DRILL_CLOCK"])
_real_time, _real_now = time.time, datetime.now


def _wrong_by() -> float:
    return float(_FILE.read_text())


def _time() -> float:
    return _real_time() + _wrong_by()


def _now(tz: tzinfo | None = None) -> datetime:
    return _real_now(tz) + timedelta(seconds=_wrong_by())


def _utcnow() -> datetime:
    return _now(UTC).replace(tzinfo=None)


def _replace(**functions: Callable[..., datetime]) -> None:
    """In the class itself, which forbids it: a class derived from it would not be the one that
    the libraries written in C know."""
    [table] = gc.get_referents(datetime.__dict__)
    table.update({name: staticmethod(function) for name, function in functions.items()})
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime))


if __name__ == "__main__":
    time.time = _time
    time.time_ns = lambda: int(_time() * 1e9)
    _replace(now=_now, utcnow=_utcnow)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
