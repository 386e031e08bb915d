"""The site as `make run` starts it, on the demo's data; worker and beat only where wanted."""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg
from psycopg import sql

from config.local.children import Child, start
from disputes.background import regular_work

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


class Demo:
    """The demo's data, made once for all processes of a test run; each site gets a copy of its own,
    in which it is the moment after the filling: there, the first deadlines run out within minutes.

    Whoever asks for it first makes it, and whoever asks in the meantime waits. It is filled in two
    runs, since the first is interrupted among the cases (tests/arbitration/test_demo.py).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        name = folder / "name"
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not name.exists():
                name.write_text(self._make())
        self.name = name.read_text()

    def new_database(self) -> str:
        """The name of a copy; its photos lie in the folder of that name."""
        name = f"site_{secrets.token_hex(4)}"
        _create_database(name, template=self.name)
        _move_clock(name, by=self.filled_at - datetime.now(UTC))
        shutil.copytree(self.folder / self.name, self.folder / name)
        return name

    @property
    def interrupted(self) -> str:
        """The name of a copy as it was when the filling was interrupted, without its photos."""
        return f"{self.name}_interrupted"

    @property
    def last_words(self) -> str:
        """What the filling said that came to its end."""
        return self._log.read_text()

    @property
    def filled_at(self) -> datetime:
        return datetime.fromtimestamp(self._log.stat().st_mtime, UTC)

    @property
    def _log(self) -> Path:
        return self.folder / "fill_demo.log"

    @contextmanager
    def site(self, *, working: bool = False) -> Iterator[str]:
        """A web server, and worker and beat if it shall be working.

        The address of its start page, without the last slash.
        """
        database = self.new_database()
        address = f"127.0.0.1:{_free_port()}"
        web = ["gunicorn", "--config", "config/gunicorn.py", "--workers=1", "--bind", address]
        programs = {"web": [*web, "config.wsgi"]}
        if working:
            celery = ["celery", "--app", "config.celery"]
            programs["worker"] = [*celery, "worker", "--concurrency=1", f"--hostname={database}"]
            programs["beat"] = [*celery, "beat", "--pidfile="]
        with ExitStack() as running:
            children = {}
            for name, arguments in programs.items():
                child = self._start(f"{database}-{name}", ["-m", *arguments], database)
                running.callback(_end, child)
                children[name] = child
            _wait_for(f"http://{address}/healthz", children["web"])
            yield f"http://{address}"

    def _make(self) -> str:
        name = f"demo_{secrets.token_hex(4)}"
        _create_database(name, template="template1")
        self._command(name, "migrate", "--no-input", "--verbosity=0")
        self._command(name, "collectstatic", "--no-input", "--verbosity=0")
        self._fill_until("act 51 ", name)
        _create_database(f"{name}_interrupted", template=name)
        self._command(name, "fill_demo")
        return name

    def _command(self, database: str, *text: str) -> None:
        step = self._start(text[0], ["manage.py", *text], database)
        assert step.wait() == 0, step.last_words()

    def _fill_until(self, text: str, database: str) -> None:
        """Begin to fill, as in a terminal that is closed when these words have come."""
        with subprocess.Popen(
            [sys.executable, "manage.py", "fill_demo"],
            cwd=ROOT,
            env=self._environment(database),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as filling:
            assert filling.stdout is not None
            assert any(text in line for line in filling.stdout)
        assert filling.returncode != 0, "it did not mind"

    def _start(self, name: str, arguments: list[str], database: str) -> Child:
        return start(
            name,
            [sys.executable, *arguments],
            self.folder / f"{name}.log",
            environment=self._environment(database),
            folder=ROOT,
        )

    def _environment(self, database: str) -> dict[str, str]:
        environment = os.environ | {
            "DEMO": "true",
            "DATABASE_URL": address_of(database),
            "EVIDENCE_ROOT": str(self.folder / database),
            "STATIC_ROOT": str(self.folder / "static"),
            "REDIS_URL": _own_redis(),
        }
        del environment["TESTING"]
        return environment


def address_of(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _end(child: Child) -> None:
    """By force, which is quick: its database goes with it, and nothing in it is needed any more."""
    if not child.ended():
        os.killpg(child.process.pid, signal.SIGKILL)
    child.wait()


def _create_database(name: str, *, template: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    if template != "template1":  # a copy does nothing by itself, until it is told to
        with psycopg.connect(address_of(name), autocommit=True) as connection:
            connection.execute(regular_work.RESUME.encode())


def _move_clock(database: str, *, by: timedelta) -> None:
    with psycopg.connect(address_of(database), autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET redress.clock_offset = {}").format(
                sql.Identifier(database), sql.Literal(f"{by.total_seconds():f} seconds")
            )
        )


def _own_redis() -> str:
    """One of the server's 16 numbered databases for each process of the test run.

    So working sites side by side do not take each other's ticks: a process has one at a time.
    """
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = 1 + process % 15
    address = os.environ["REDIS_URL"]
    if address.startswith("redis+socket:"):
        return f"{address}?virtual_host={number}"
    return urlunsplit(urlsplit(address)._replace(path=f"/{number}"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _wait_for(address: str, web: Child) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert not web.ended(), web.last_words()
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            assert time.monotonic() < deadline, web.last_words()
            time.sleep(0.05)
