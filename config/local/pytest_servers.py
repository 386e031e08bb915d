"""Starts the embedded servers for a test run, before Django reads its settings.

Loaded with `-p`. Each run has servers and folders of its own, thrown away at the end, so several
runs may go on side by side. With several test processes (`-n`) the first one starts the servers;
the others find the addresses in their environment and have a database each.
"""

import os
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config.local.servers import servers

_running = ExitStack()

# Whatever is set for other purposes in the terminal must not change what is tested.
_NOT_FOR_TESTS = (
    "DEBUG",
    "DEMO",
    "HTTPS",
    "SECURE_PROXY",
    "PROXIES",
    "ALLOWED_HOSTS",
    "MOVABLE_CLOCK",
    "METRICS_TOKEN",
    "LOG_FORMAT",
)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """A wrapper runs before every plug-in, thus before pytest-django loads the settings."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _start()
    return (yield)


def pytest_unconfigure() -> None:
    """At the very end of the process that started them; in the others there is nothing to do."""
    _running.close()


def _start() -> None:
    folder = Path(_running.enter_context(tempfile.TemporaryDirectory(prefix="redress-tests-")))
    for name in _NOT_FOR_TESTS:
        os.environ.pop(name, None)
    os.environ |= {
        "TESTING": "true",
        "SECRET_KEY": "known to everybody, for tests only",
        "EVIDENCE_ROOT": str(folder / "evidence"),
        "STATIC_ROOT": str(folder / "static"),
    }
    embedded = servers(folder, folder / "logs", thrown_away=True)
    os.environ |= _running.enter_context(embedded).addresses
