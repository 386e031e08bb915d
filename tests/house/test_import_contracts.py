"""The floors of the design, as import contracts in pyproject.toml."""

import subprocess
import sys

import pytest
from django.conf import settings

# In a process of its own: it switches off the loggers of the process that it runs in.
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"


@pytest.mark.slow
def test_imports_only_point_down() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "Contracts: 4 kept, 0 broken." in run.stdout
