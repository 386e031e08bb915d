"""Starts the embedded servers for a test run, before Django reads its settings.

Loaded with `-p`. Each run has servers and folders of its own, thrown away at the end, so several
runs may go on side by side. Other servers are used only if TEST_DATABASE_URL or TEST_REDIS_URL
names them: the databases that are made there stay, and `test_` and the name in the address is
dropped first. With several test processes (`-n`) the first one starts the servers;
the others find the addresses in their environment, and have a database and a folder of evidence
each.
"""

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config.env import of_an_installation
from config.local import migrated
from config.local.pooler import NOT_INSTALLED, pooled, program
from config.local.servers import given_addresses, servers

_running = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """A wrapper runs before every plug-in, thus before pytest-django loads the settings."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["EVIDENCE_ROOT"] += f"-{worker}"
    else:
        _start()
    return (yield)


def pytest_unconfigure() -> None:
    """At the very end of the process that started them; in the others there is nothing to do."""
    _running.close()


def _start() -> None:
    folder = Path(_running.enter_context(tempfile.TemporaryDirectory(prefix="redress-tests-")))
    for name in of_an_installation(os.environ):  # it must not change what is tested
        del os.environ[name]
    os.environ.pop("DIRECT_DATABASE_URL", None)
    # Where it is set, each process of each run would compile all tests and all of ours anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ |= {
        "TESTING": "true",
        "SECRET_KEY": "known to everybody, for tests only",
        "EVIDENCE_ROOT": str(folder / "evidence"),
        "STATIC_ROOT": str(folder / "static"),
    }
    given = given_addresses("TEST")
    if "DATABASE_URL" not in given:
        migrated.copy_to(folder / "postgresql")
        os.environ["TEST_TEMPLATE"] = migrated.TEMPLATE
    embedded = servers(folder, folder / "logs", given=given, thrown_away=True)
    os.environ |= _running.enter_context(embedded).addresses
    if os.environ.get("POOLER"):
        _go_through_pgbouncer()


def _go_through_pgbouncer() -> None:
    """With `POOLER=pgbouncer`, everything that is tested reaches PostgreSQL through one, but for
    what looks at connections themselves, by DIRECT_DATABASE_URL."""
    if os.environ["POOLER"] != "pgbouncer":
        raise pytest.UsageError("Set POOLER to pgbouncer, or unset it.")
    if program() is None:
        raise pytest.UsageError(f"{NOT_INSTALLED}, and POOLER asks for it.")
    os.environ["DIRECT_DATABASE_URL"] = direct = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = _running.enter_context(pooled(direct, connections=60))
