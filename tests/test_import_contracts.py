"""The floors of the design, as import contracts in pyproject.toml."""

from pathlib import Path

import pytest
from django.conf import settings
from importlinter.cli import lint_imports


def test_imports_only_point_down(capsys: pytest.CaptureFixture[str]) -> None:
    failed = lint_imports(
        config_filename=str(Path(settings.BASE_DIR) / "pyproject.toml"), no_cache=True
    )
    assert not failed, capsys.readouterr().out
