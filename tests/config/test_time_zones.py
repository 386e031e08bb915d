"""A machine without time zones of its own, as a small container is, has those of the package."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones
at = datetime(2026, 7, 1, tzinfo=ZoneInfo("Asia/Tehran"))
print(len(available_timezones()) > 400, ZoneInfo("UTC"), at.utcoffset())
"""


@pytest.mark.slow
def test_all_of_them_are_there() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "True UTC 3:30:00\n"
