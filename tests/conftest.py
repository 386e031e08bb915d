"""In which order the tests come, which of them are slow, the demo's data for those that need it
filled, and what no test may see done."""

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.postgresql.base import DatabaseWrapper
from pytest_django import DjangoDbBlocker

from arbitration.operations import readiness
from disputes.background import regular_work
from disputes.kernel import transactions
from tests.browser.site import Demo
from tests.support.commits import committed, migrated, shared_rows
from tests.support.template_names import every_name_has_a_value
from tests.support.world import World

__all__ = ["committed", "every_name_has_a_value", "migrated", "shared_rows"]  # fixtures

HERE = Path(__file__).resolve().parent
# What keeps a process busy for long, longest first: begun last, it would leave the others idle.
# Those that want the demo's data stand apart, so that not all processes wait for it at once.
FIRST = (
    "browser/test_accessibility.py",
    "fire/",
    "histories/test_histories.py",
    "browser/",
    "config/test_make_run.py",
    "arbitration/test_demo.py",
    "arbitration/test_addresses.py",
)
# Fixtures that start whole programs; a test that starts one by itself is marked by hand, and fails
# when it is not.
PROGRAMS = {"browser", "burning_ground", "clone", "demo_data"}
# What goes through all addresses, many histories or many rows, plays whole days, draws every
# picture, or sets a PDF for nearly every test.
LONG = (
    "histories/",
    "standing/",
    "arbitration/test_addresses.py",
    "arbitration/test_demo_pictures.py",
    "arbitration/test_fate_of_a_ruling.py",
    "arbitration/test_one_clock.py",
    "disputes/test_case_pdf",
    "disputes/test_sign_in_lottery.py",
    "house/test_addresses.py",
    "house/test_no_server_error.py",
    "house/test_query_plans.py",
    "sellers/test_standing_rows_read.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """xdist would begin with the groups of most tests, however quick they are."""
    config.option.loadscopereorder = False


def pytest_itemcollected(item: pytest.Item) -> None:
    fixtures = set(item.fixturenames) if isinstance(item, pytest.Function) else set()
    if PROGRAMS & fixtures or _place(item).startswith(LONG):
        item.add_marker("slow")
    if "shared_rows" in fixtures:  # one process makes them, once
        item.add_marker(pytest.mark.xdist_group(_place(item)))


def pytest_collection_finish() -> None:
    """What was imported stays, so there is no use in going through it for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)  # what a test leaves is little, and gone with it for the most part


@pytest.hookimpl(trylast=True)  # after the order was shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    place = _place(item)
    return next((rank for rank, start in enumerate(FIRST) if place.startswith(start)), len(FIRST))


def _place(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).as_posix()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database of each test process is a copy of one that is migrated, where there is one."""
    if template := os.environ.get("TEST_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A copy does nothing by itself, until it is told to. There is none where no test of this run
    asks for one, as drills do not, which have databases of their own."""
    if connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
        with django_db_blocker.unblock():
            regular_work.resume()
            connection.close()


@pytest.fixture(scope="session")
def demo_data() -> Demo:
    """In the folder of this test run, which all its processes know from their environment."""
    return Demo(Path(os.environ["EVIDENCE_ROOT"]).parent / "demo")


@pytest.fixture(scope="module")
def built() -> World | None:
    """What a module builds once for all of its tests that have a `world`, with `shared_rows`."""
    return None


@pytest.fixture
def world(built: World | None) -> World:
    """Nearly every test has people of its own; a module may build them otherwise."""
    return World() if built is None else deepcopy(built)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a lock, or for the answer of a server, waits for as long as it takes: a machine
    with much to do may stand still for some seconds. Tests of impatience set it for themselves."""
    monkeypatch.setattr(transactions, "PATIENCE", timedelta(minutes=1))
    monkeypatch.setattr(readiness, "_PATIENCE", 60)


class CursorOutsideTransaction(BaseException):
    """Not an `Exception`, which code under test might catch."""


@pytest.fixture(autouse=True)
def no_cursor_of_the_server_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a pooler that gives each transaction another connection, such a cursor spreads over
    connections, and forked processes read each other's rows: files of live cases were deleted."""
    create = DatabaseWrapper.create_cursor

    def watched(self: DatabaseWrapper, name: str | None = None) -> Any:
        blocks: list[Any] = self.atomic_blocks
        # The transactions that pytest-django has around a test are none of the code's own.
        if name and all(block._from_testcase for block in blocks):
            raise CursorOutsideTransaction(name)
        return create(self, name)

    monkeypatch.setattr(DatabaseWrapper, "create_cursor", watched)


class ProgramInQuickTest(BaseException):
    """Not an `Exception`, which code under test might catch."""


@pytest.fixture(autouse=True)
def no_program_but_in_slow_tests(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make test-fast` leaves the slow ones out, and would be none if others took as long."""
    if request.node.get_closest_marker("slow"):
        return
    start = subprocess.Popen.__init__

    def watched(self: Any, command: Sequence[str | Path], *rest: Any, **options: Any) -> None:
        if is_program(command):
            raise ProgramInQuickTest(f"mark this test slow: it starts {command}")
        start(self, command, *rest, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", watched)


def is_program(command: Sequence[str | Path]) -> bool:
    """Make, or a Python that is not one of the small helpers beside each process of ours."""
    text = [command] if isinstance(command, str) else [str(word) for word in command]
    helper = any(word.startswith("disputes.") for word in text)
    return Path(text[0]).name in ("make", Path(sys.executable).name) and not helper
