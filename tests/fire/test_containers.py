"""The image is built and the whole of compose.yaml is started, where there are containers."""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPSConnection
from pathlib import Path
from secrets import token_hex

import pytest

from tests.fire.ground import wait_until
from tests.fire.site import ROOT
from tests.fire.size import FULL_SIZE

pytestmark = pytest.mark.skipif(not FULL_SIZE, reason="part of make drill")
BUILDING = 900  # seconds


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=BUILDING,
    )


@pytest.fixture(scope="module")
def tool() -> str:
    """podman or docker, if it can fetch an image and run it."""
    reasons = []
    for name in filter(shutil.which, ("podman", "docker")):
        tried = run(name, "run", "--rm", "docker.io/library/python:3.11-slim-bookworm", "true")
        if tried.returncode == 0:
            return name
        said = [line for line in tried.stderr.splitlines() if "rror" in line or "annot" in line]
        reasons.append(f"{name}: {said[-1] if said else tried.stderr.strip() or 'no answer'}")
    pytest.skip("; ".join(reasons) or "neither podman nor docker is installed")


def test_the_image_is_built_and_starts(tool: str) -> None:
    """It says at once what it lacks: so all that it imports is there."""
    image = f"localhost/redress-drill-{token_hex(4)}"
    built = run(tool, "build", "--tag", image, ".")
    assert built.returncode == 0, built.stderr
    try:
        said = run(tool, "run", "--rm", image, "python", "manage.py", "check")
        assert "Redress cannot start. Please mend these environment variables:" in said.stderr
    finally:
        run(tool, "rmi", image)


@pytest.fixture
def composed(tool: str, tmp_path: Path) -> Iterator[Path]:
    if run(tool, "compose", "version").returncode != 0:
        pytest.skip(f"{tool} has no compose")
    # An example that is filled in, in a folder of its own beside links to what it mounts.
    for name in ("arbitration", "buyers", "config", "disputes", "docs", "sellers", "static",
                 "templates", "Containerfile", "compose.yaml", "manage.py", "pyproject.toml",
                 "requirements.txt"):  # fmt: skip
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    filled = {
        "SECRET_KEY": token_hex(40),
        "METRICS_TOKEN": token_hex(20),
        "ALLOWED_HOSTS": "localhost",
        "CSRF_TRUSTED_ORIGINS": "https://localhost",
    }
    example = (ROOT / ".env.example").read_text().splitlines()
    kept = [line for line in example if line.split("=")[0] not in filled]
    kept += [f"{name}={value}" for name, value in filled.items()]
    kept += [f"{name}={token_hex(16)}" for name in ("APP_PASSWORD", "OWNER_PASSWORD")]
    (tmp_path / ".env").write_text("\n".join(kept))
    (tmp_path / "certificates").mkdir()
    made = run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        "-keyout", str(tmp_path / "certificates/privkey.pem"),
        "-out", str(tmp_path / "certificates/fullchain.pem"),
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    where = (tool, "compose", "--project-directory", str(tmp_path))
    started = run(*where, "up", "--build", "--detach")
    try:
        assert started.returncode == 0, started.stderr
        yield tmp_path
    finally:
        run(*where, "down", "--volumes")


def test_all_of_it_starts(composed: Path) -> None:
    """Through nginx: the database is migrated, the worker sweeps, and nothing is due."""
    certificate = str(composed / "certificates/fullchain.pem")

    def is_ready() -> bool:
        asked = HTTPSConnection(
            "localhost", timeout=5, context=ssl.create_default_context(cafile=certificate)
        )
        with suppress(OSError):
            asked.request("GET", "/readyz")
            return asked.getresponse().status == 200
        return False

    wait_until(is_ready, patience=120)
