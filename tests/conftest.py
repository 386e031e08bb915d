"""In which order the tests come, and the demo's data for those that need it filled."""

import os
from pathlib import Path

import pytest

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
