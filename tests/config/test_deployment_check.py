"""`manage.py check --deploy` finds what would fail on this machine, before anybody meets it."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import storage
from django.core.checks import CheckMessage, run_checks
from django.utils.module_loading import import_string

from config.checks import static_files
from tests.support import production as sites

PRODUCTION_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def found(identity: str) -> list[CheckMessage]:
    messages = run_checks(include_deployment_checks=True)
    return [message for message in messages if message.id == identity]


@pytest.fixture
def evidence(settings: LazySettings) -> Iterator[Path]:
    """As nginx may enter it: its group may, and all may pass through the folders above.

    Not in one of pytest's own folders, which nobody else may pass.
    """
    with TemporaryDirectory(prefix="redress-tests-", dir="/tmp") as name:
        folder = Path(name) / "evidence"
        folder.mkdir()
        folder.chmod(0o750)
        folder.parent.chmod(0o755)
        settings.EVIDENCE_ROOT, settings.ACCEL_REDIRECT = folder, "/evidence-files/"
        yield folder


class TestNginxCanEnter:
    def test_what_its_group_may_pass(self, evidence: Path) -> None:
        assert found("redress.E007") == []

    def test_not_a_folder_of_ones_own(self, evidence: Path) -> None:
        """As `mkdir -m 700` or Redress itself makes it."""
        evidence.chmod(0o700)
        [message] = found("redress.E007")
        assert message.msg == (
            f"nginx cannot enter {evidence} (mode 0700), and so sends no evidence, which "
            "ACCEL_REDIRECT asks of it."
        )
        assert message.hint == f"Let it pass: chmod g+x {evidence}"

    def test_not_below_a_folder_that_nobody_else_may_pass(self, evidence: Path) -> None:
        evidence.parent.chmod(0o700)
        [message] = found("redress.E007")
        assert message.msg.startswith(f"nginx cannot enter {evidence.parent} (mode 0700), ")

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a folder to another group")
    def test_a_folder_above_of_another_group_must_let_all_pass(self, evidence: Path) -> None:
        os.chown(evidence.parent, -1, evidence.stat().st_gid + 1)
        evidence.parent.chmod(0o750)
        [message] = found("redress.E007")
        assert message.hint == f"Let it pass: chmod o+x {evidence.parent}"
        evidence.parent.chmod(0o751)
        assert found("redress.E007") == []

    @pytest.mark.parametrize("closed", ["2026", "2026/01/b.jpg", "2026/03", "2026/03/z.jpg"])
    def test_nor_what_was_stored_before_it_was_to_send_it(
        self, evidence: Path, closed: str
    ) -> None:
        """Whether it is of the first day or of the last one."""
        for name in ("01/b.jpg", "01/c.jpg", "02/a.jpg", "03/a.jpg", "03/z.jpg"):
            file = evidence / "2026" / name
            file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            file.write_bytes(b"abc")
            file.chmod(0o640)
        (evidence / "2026").chmod(0o750)
        assert found("redress.E007") == []
        (evidence / closed).chmod(0o700 if (evidence / closed).is_dir() else 0o600)
        [message] = found("redress.E007")
        assert message.msg.startswith(f"nginx cannot read {evidence / closed} (mode 0")
        assert message.hint == f"Open what is there: chmod -R u=rwX,g=rX,o= {evidence}"

    def test_it_need_not_where_it_sends_no_files(
        self, evidence: Path, settings: LazySettings
    ) -> None:
        evidence.chmod(0o700)
        settings.ACCEL_REDIRECT = ""
        assert found("redress.E007") == []


class TestStaticFilesAreCollected:
    @pytest.fixture
    def collected(self, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
        """What the manifest says, in the way in which production serves static files."""
        served: Any = import_string(PRODUCTION_STORAGE)()
        monkeypatch.setattr(static_files, "staticfiles_storage", served)
        monkeypatch.setattr(storage, "staticfiles_storage", served)
        there: dict[str, str] = served.hashed_files
        return there

    def test_never(self, collected: dict[str, str], settings: LazySettings) -> None:
        [message] = found("redress.E006")
        assert message.msg == (
            f"The static files were not collected into STATIC_ROOT ({settings.STATIC_ROOT}): "
            "there are none."
        )
        assert message.hint == "Run: manage.py collectstatic"

    def test_not_since_an_upgrade(self, collected: dict[str, str]) -> None:
        collected["css/base.css"] = "css/base.1234.css"
        [message] = found("redress.E006")
        assert "are missing, such as admin/" in message.msg


@pytest.mark.slow
def test_static_files_that_were_collected_are_found_and_misspelt_names_are_told(
    tmp_path: Path,
) -> None:
    environment = sites.production(tmp_path) | {"EVIDENCE_STOR": "s3://bucket"}
    sites.run(environment, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
    answer = sites.run(environment, "manage.py", "check", "--deploy")
    assert answer.returncode == 0, answer.stderr
    assert "(redress.E006)" not in answer.stderr
    assert (
        "?: (redress.W001) The environment has EVIDENCE_STOR, which Redress does not read.\n"
        "\tHINT: Was EVIDENCE_STORE meant?"
    ) in answer.stderr


def test_celery_has_no_broker_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads this variable itself, and prefers it to the setting."""
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://production.example:6379/0")
    [message] = found("redress.E005")
    assert message.msg == "CELERY_BROKER_URL is set, and Celery would take it instead of REDIS_URL."
    assert message.is_serious()
