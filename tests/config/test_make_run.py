"""`make run`: starts everything, says plainly why when it cannot, and leaves nothing behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings

from config.local.children import dying_with_parent
from disputes.installation import InstallationKind
from tests.browser.site import Demo, address_of
from tests.support.production import new_database, nothing_but_a_mark, production, tables_of

ROOT = Path(settings.BASE_DIR)
# Seconds that a slow machine may need.
PATIENCE = 120


@pytest.fixture
def clone() -> Iterator[Path]:
    """The project in another folder, with a space in its name, sharing only the packages.

    Not in one of pytest's own folders: any other run that begins shuts them to PostgreSQL.
    """
    with TemporaryDirectory(prefix="redress-tests-", dir="/tmp") as folder:
        clone = Path(folder) / "a clone"
        shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        (clone / ".venv").symlink_to(sys.prefix)
        yield clone


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


def make_run(
    clone: Path, port: int | str, target: str = "run", **variables: str
) -> subprocess.Popen[str]:
    """In a group of its own, as from a terminal, without the variables of the test run."""
    return subprocess.Popen(
        ["make", target, f"PYTHON={sys.executable}", f"PORT={port}"],
        cwd=clone,
        env={"PATH": os.environ["PATH"], **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=_as_from_a_terminal,  # noqa: PLW1509  # safe: no threads here
    )


def _as_from_a_terminal() -> None:
    """Tests that run in the background have interrupts ignored, and so would all below them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    dying_with_parent(signal.SIGTERM)()


def read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    pytest.fail(f"It ended with:\n{said}")


@contextmanager
def demo(
    clone: Path, port: int, target: str = "run", **variables: str
) -> Iterator[subprocess.Popen[str]]:
    """Running, and taken away again even when the test fails."""
    make = make_run(clone, port, target, **variables)
    try:
        read_until(make, "Stop with Ctrl-C")
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.read() == b"ok"
        yield make
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGTERM)
            make.wait(PATIENCE)


def programs(make: subprocess.Popen[str]) -> dict[int, str]:
    """The processes under it, by number, each with its command line."""
    found = {}
    for process in psutil.Process(make.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it may just have ended
            found[process.pid] = " ".join(process.cmdline())
    return found


def assert_nothing_is_left(make: subprocess.Popen[str], processes: dict[int, str]) -> None:
    make.wait(PATIENCE)
    assert [command for number, command in processes.items() if psutil.pid_exists(number)] == []


def test_a_port_that_is_taken_is_told_before_anything_else(clone: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        make = make_run(clone, port)
        said, _ = make.communicate(timeout=PATIENCE)
    assert make.returncode != 0
    assert said.splitlines()[0] == (
        f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
    )


def test_a_port_that_is_no_port_is_told(clone: Path) -> None:
    make = make_run(clone, "eighty")
    said, _ = make.communicate(timeout=PATIENCE)
    assert make.returncode != 0
    assert said.splitlines()[0] == "PORT must be a number from 1 to 65535, and it is 'eighty'."


def test_an_old_python_is_told(clone: Path) -> None:
    code = (
        "import sys; sys.version_info = (3, 9, 2); sys.path.insert(0, 'config/local');"
        "import prepare; prepare.main([])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=clone, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("Redress needs Python 3.11 or newer, and ")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.slow
def test_it_starts_all_it_needs_and_ctrl_c_leaves_nothing(clone: Path, port: int) -> None:
    with demo(clone, port) as make:
        processes = programs(make)
        for program in ("bin/postgres", "valkey-server", "gunicorn", " worker ", " beat "):
            assert [each for each in processes.values() if program in each], program

        second = make_run(clone, port)
        said, _ = second.communicate(timeout=PATIENCE)
        assert second.returncode != 0
        assert said.startswith("Redress is already running from this folder: process ")

        os.killpg(make.pid, signal.SIGINT)
        assert_nothing_is_left(make, processes)


@pytest.fixture
def of_production(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What somebody has exported in this terminal who runs an installation; nothing is in it."""
    with new_database() as address:
        yield production(tmp_path / "installation") | {"DATABASE_URL": address}


@pytest.mark.slow
@pytest.mark.django_db
def test_with_servers_given_nothing_is_embedded_and_nothing_of_production_is_touched(
    clone: Path, port: int, demo_data: Demo, of_production: dict[str, str]
) -> None:
    """And an interrupt that only reaches make ends everything, too. The database is filled already:
    then it goes on with what it finds."""
    database = address_of(demo_data.new_database())
    given = {"DEMO_DATABASE_URL": database, "DEMO_REDIS_URL": os.environ["REDIS_URL"]}
    with demo(clone, port, **of_production, **given) as make:
        processes = programs(make)
        commands = "\n".join(processes.values())
        assert "gunicorn" in commands
        assert "bin/postgres" not in commands
        assert "valkey-server" not in commands

        seen = in_another_terminal(clone, of_production)
        assert seen == f"True demo {clone}/.local/evidence EmbeddedEscrow\n"
        make.send_signal(signal.SIGINT)
        assert_nothing_is_left(make, processes)
    assert tables_of(of_production["DATABASE_URL"]) == []
    assert list(Path(of_production["EVIDENCE_ROOT"]).iterdir()) == []
    assert not Path(of_production["STATIC_ROOT"]).exists()


def in_another_terminal(clone: Path, exported: dict[str, str]) -> str:
    """What a command finds there with the demo's variables, whatever else is exported."""
    code = (
        "from django.conf import settings as s;"
        "from disputes.gateways import escrow; from disputes.models import Installation as i;"
        "print(s.DEMO, i.objects.get(), s.EVIDENCE_ROOT, type(escrow()).__name__)"
    )
    command = ["-m", "config.local.manage", "shell", "--no-imports", "-c", code]
    return subprocess.run(
        [sys.executable, *command],
        cwd=clone,
        env=exported | {"EVIDENCE_STORE": "s3://production", "ESCROW_GATEWAY": "shop.Escrow"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


@pytest.mark.django_db
def test_a_database_of_production_is_refused_however_it_is_named(clone: Path, port: int) -> None:
    with nothing_but_a_mark(InstallationKind.PRODUCTION) as database:
        given = {"DEMO_DATABASE_URL": database, "DEMO_REDIS_URL": os.environ["REDIS_URL"]}
        make = make_run(clone, port, **given, DATABASE_URL="postgres://a@b/c", SECRET_KEY="x")
        said, _ = make.communicate(timeout=PATIENCE)
        assert tables_of(database) == ["disputes_installation"]
    assert make.returncode != 0
    assert said.splitlines()[0] == (
        "Ignoring DATABASE_URL, SECRET_KEY: the demo has everything of its own. "
        "(DEMO_DATABASE_URL and DEMO_REDIS_URL name other servers for it.)"
    )
    assert (
        "This process is a demo, and the database was marked on 2026-11-29 as production. Nothing "
        "was changed."
    ) in said


@pytest.mark.slow
def test_the_silent_part_of_an_installation_shows_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare = import_module("config.local.prepare")  # without types, for old Pythons
    monkeypatch.setattr(prepare, "LOCAL", str(tmp_path))
    monkeypatch.setattr(prepare.Progress, "EVERY", 0.05)
    said = tmp_path / "said"
    pip = (
        "import pathlib, time; print('Collecting a==1 (from -r b)', flush=True);"
        "print('Installing collected packages: a, b', flush=True);"
        f"p = pathlib.Path({str(said)!r})\nwhile not p.exists(): time.sleep(0.01)"
    )

    def end_when_shown(progress: object, line: str) -> None:
        lines.append(line)
        if line.startswith("Installing what was collected: "):
            said.touch()

    lines: list[str] = []
    monkeypatch.setattr(prepare.Progress, "show", end_when_shown)
    prepare.show_progress([sys.executable, "-c", pip])
    steps, went_on = ["Collecting a==1", "Installing what was collected"], []
    for line in lines:
        step, _, time = line.partition(": ")
        if step in steps and time:
            assert re.fullmatch(r"\d+ s so far", time)
            went_on.append(step)
    assert [line for line in lines if line in steps] == steps
    assert steps[1] in went_on


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of the death")
def test_children_do_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, time; from pathlib import Path; from config.local.children import start;"
        f"child = start('sleeper', ['sleep', '600'], Path({str(tmp_path / 'log')!r}),"
        " environment=os.environ, folder=Path('/'));"
        "print(child.process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert child.is_running()
        parent.kill()
    _, alive = psutil.wait_procs([child], timeout=PATIENCE)
    assert alive == []
