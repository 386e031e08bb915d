"""`make dev`, `make manage` and `make shell`: the demo for whoever changes the code."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from config.local import dev
from config.local import programs as demo_programs
from tests.browser.site import Demo, address_of
from tests.config.test_make_run import PATIENCE, assert_nothing_is_left, clone, demo, port, programs

__all__ = ["clone", "port"]  # fixtures

SLEEPS = "import time; print('here', flush=True); time.sleep(600)"


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not become true in time"
        time.sleep(0.1)


@pytest.fixture
def given(demo_data: Demo) -> dict[str, str]:
    """Servers for a demo, whose database is filled already."""
    database = address_of(demo_data.new_database())
    return {"DEMO_DATABASE_URL": database, "DEMO_REDIS_URL": os.environ["REDIS_URL"]}


def change(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text().replace(old, new, 1))


def manage(clone: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--silent", "manage", f"PYTHON={sys.executable}", f"ARGS={' '.join(arguments)}"],
        cwd=clone,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_each_change_is_seen_and_ctrl_c_leaves_nothing(
    clone: Path, port: int, given: dict[str, str]
) -> None:
    def page(path: str) -> str:
        try:
            with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=PATIENCE) as answer:
                text: str = answer.read().decode()
        except OSError:  # not there (yet), or starting anew
            return ""
        return text

    def workers() -> set[int]:
        return {number for number, text in programs(make).items() if " worker " in text}

    with demo(clone, port, "dev", **given) as make:
        before, workers_before = programs(make), workers()
        change(clone / "templates/disputes/sign_in.html", "</h1>", " in a new template</h1>")
        until(lambda: " in a new template</h1>" in page("sign-in/"))
        change(clone / "static/css/base.css", "", "/* A new style. */")
        assert page("static/css/base.css").startswith("/* A new style. */")
        change(clone / "config/urls.py", "urlpatterns = [", 'urlpatterns = [path("new", alive),')
        until(lambda: page("new") == "ok")
        until(lambda: bool(workers()) and not workers() & workers_before)

        answer = manage(clone, "list_staff")
        assert answer.stdout.startswith("arbitrator: arbitrator; "), answer.stderr
        answer = manage(
            clone,
            "shell",
            "--no-imports",
            "-c",
            "'from django.conf import settings as s; print(s.DEMO)'",
        )
        assert answer.stdout == "True\n", answer.stderr

        processes = before | programs(make)
        os.killpg(make.pid, signal.SIGINT)
        assert_nothing_is_left(make, processes)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_command_needs_no_demo_that_runs(clone: Path, given: dict[str, str]) -> None:
    answer = manage(clone, "list_staff", **given, DATABASE_URL="postgres://of@production/x")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("arbitrator: arbitrator; ")
    assert "Ignoring DATABASE_URL: the demo has everything of its own." in answer.stderr
    assert (clone / ".local/demo.lock").read_text() == ""
    assert not (clone / ".local/demo.json").exists()

    answer = manage(clone, "no_such_command", **given)
    assert answer.returncode != 0
    assert "Unknown command: 'no_such_command'" in answer.stderr


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dev.Program]:
    monkeypatch.setattr(demo_programs, "LOGS", tmp_path)
    program = dev.Program("beat", ["-c", SLEEPS], dict(os.environ))
    program.start()
    yield program
    program.stop()


@pytest.mark.slow
def test_a_program_shows_what_it_says_and_starts_anew_after_a_change(
    program: dev.Program, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown() -> str:
        program.show()
        return capsys.readouterr().out

    until(lambda: shown() == "beat   | here\n")
    first = program.child.process.pid
    program.code_changed()
    assert not psutil.pid_exists(first)
    until(lambda: shown() == "beat   | here\n")


@pytest.mark.slow
def test_one_that_ended_is_told_once_and_waits_for_the_next_change(
    program: dev.Program, capsys: pytest.CaptureFixture[str]
) -> None:
    program.reloads_itself = True
    first = program.child
    program.code_changed()
    assert program.child is first
    first.process.kill()
    first.wait()
    program.show()
    program.show()
    assert capsys.readouterr().out.count("The beat ended; the next change starts it again.") == 1
    program.code_changed()
    assert program.child is not first


def test_a_change_of_any_module_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    module = tmp_path / "disputes/views/case.py"
    module.parent.mkdir(parents=True)
    module.write_text("")
    before = dev.code()
    assert dev.code() == before
    os.utime(module, ns=(1, 1))
    assert dev.code() != before
    module.unlink()
    assert dev.code() == {}
