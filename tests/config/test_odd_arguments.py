"""What is typed after manage.py and is no text: told in a sentence, before anything is done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("add_staff", b"a\xff", "--role", "auditor", "--random-password"),
        ("remove_staff", b"\xff"),
        ("verify_history", b"\xff\xfe"),
        ("pause_work", b"a\xff"),
        (b"\xe4", "--all"),
    ],
)
def test_bytes_that_are_no_text(arguments: tuple[str | bytes, ...]) -> None:
    """It comes before the settings are read, so that no command of ours or Django's needs to."""
    ended = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    odd = next(each for each in arguments if isinstance(each, bytes))
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        1,
        "",
        f"This argument is not UTF-8: {os.fsdecode(odd)!a}. Nothing was done.\n",
    )
