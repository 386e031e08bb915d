"""In which order the tests come, the demo's data for those that need it filled, and what no test
may see done."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.base import DatabaseWrapper

from tests.browser.site import Demo

HERE = Path(__file__).resolve().parent
# What keeps a process busy for long, longest first: begun last, it would leave the others idle.
# Those that want the demo's data stand apart, so that not all processes wait for it at once.
FIRST = (
    "browser/test_accessibility.py",
    "fire/",
    "histories/test_histories.py",
    "browser/",
    "test_make_run.py",
    "test_demo.py",
    "test_admin_addresses.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """xdist would begin with the groups of most tests, however quick they are."""
    config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)  # after the order was shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    path = item.path.relative_to(HERE).as_posix()
    return next((rank for rank, start in enumerate(FIRST) if path.startswith(start)), len(FIRST))


@pytest.fixture(scope="session")
def demo_data() -> Demo:
    """In the folder of this test run, which all its processes know from their environment."""
    return Demo(Path(os.environ["EVIDENCE_ROOT"]).parent / "demo")


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
