"""The release before serves on while the tables are already those of this one."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fire.site import ROOT, Site

# The first one with the tables begun anew: what comes after it only adds to them.
RELEASE = "0.2.0"
VISITOR = ROOT / "tests/fire/visitor.py"


@pytest.fixture
def earlier_release(tmp_path: Path) -> Path:
    """Its tree, as the history has it."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", f"refs/tags/{RELEASE}"],
        capture_output=True,
        check=False,
    )
    if archive.returncode:
        pytest.skip(f"this copy has no tag {RELEASE}, before which no release has these tables")
    folder = tmp_path / "earlier"
    folder.mkdir()
    subprocess.run(["tar", "-x"], input=archive.stdout, cwd=folder, check=True)
    return folder


def test_its_pages_stand_on_the_tables_of_this_release(
    site: Site, earlier_release: Path, record_property: Callable[[str, object], None]
) -> None:
    filling = site.start("fill", ["manage.py", "fill_demo"])
    assert filling.wait() == 0, filling.last_words()
    done = subprocess.run(
        [sys.executable, str(VISITOR)],
        cwd=earlier_release,
        env=site.environment
        | {"PYTHONPATH": str(earlier_release), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    walked = json.loads(done.stdout)
    wrong = [line for _pages, found in walked.values() for line in found]
    pages = sum(number for number, _found in walked.values())
    record_property("fire", f"pages of {RELEASE} on these tables: {pages}, {len(wrong)} wrong")
    assert wrong == []
    assert all(number > 5 for number, _found in walked.values()), walked
