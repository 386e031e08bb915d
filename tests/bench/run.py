"""Measures the figures and reports them; started by `tests.bench` beside its servers."""

import logging
import os
import platform
import sys
from functools import partial

import django
from django.db import connection

django.setup()

# E402: these read the settings when they are imported.
from config.env import LOCAL  # noqa: E402
from tests.bench.connections import let_go  # noqa: E402
from tests.bench.figures import FIGURES  # noqa: E402
from tests.bench.ground import Ground  # noqa: E402
from tests.bench.series import measure_all  # noqa: E402
from tests.bench.sizes import SIZES  # noqa: E402

FILE = LOCAL / "bench.json"
LOG = LOCAL / "bench" / "logs" / "bench.log"
# What decides how long a commit takes, and how much of the data lies in memory.
_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")


def main(names: list[str]) -> None:
    """Measure the figures of these names, or all."""
    size = SIZES.get(os.environ.get("SIZE") or "full")
    if size is None:
        sys.exit(f"SIZE is one of: {', '.join(SIZES)}")
    unknown = set(names) - set(FIGURES)
    if unknown:
        sys.exit(f"No such figure: {', '.join(sorted(unknown))}. There are: {', '.join(FIGURES)}")
    print(_facts(), flush=True)
    _log_to_file()
    ground = Ground(size)
    figures = {name: partial(FIGURES[name], ground) for name in names or FIGURES}
    # A figure that failed may have left its connection in the middle of something.
    if not measure_all(figures, FILE, judged=size.judged, after_failure=let_go):
        sys.exit(1)


def _log_to_file() -> None:
    """A line for every request is part of its cost, but nobody wants to see it in the terminal."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(LOG.open("a"))


def _facts() -> str:
    """What the figures depend on besides the code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        version = cursor.fetchone()[0]
        cursor.execute(
            "SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [[*_SETTINGS]]
        )
        settings = ", ".join(f"{name} {value}" for name, value in cursor.fetchall())
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"Django {django.get_version()}, PostgreSQL {version}: {settings}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
