"""The whole site as `make run` starts it: web server, worker and beat, on the demo's data."""

import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg
from psycopg import sql

from config.local.children import Child, start

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


class Demo:
    """A database with the demo's data, made once; each site gets a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"demo_{secrets.token_hex(4)}"
        _create_database(self.name, template="template1")
        for command in (
            ["migrate", "--no-input", "--verbosity=0"],
            ["fill_demo"],
            ["collectstatic", "--no-input", "--verbosity=0"],
        ):
            step = self._start(command[0], ["manage.py", *command], self.name)
            assert step.wait() == 0, step.last_words()

    @contextmanager
    def site(self) -> Iterator[str]:
        """Web server, worker and beat; the address of the start page, without the last slash."""
        database = f"site_{secrets.token_hex(4)}"
        _create_database(database, template=self.name)
        address = f"127.0.0.1:{_free_port()}"
        web = ["-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", address]
        celery = ["-m", "celery", "--app", "config.celery"]
        with ExitStack() as running:
            for name, arguments in (
                ("web", [*web, "config.wsgi"]),
                ("worker", [*celery, "worker", "--concurrency=1", f"--hostname={database}"]),
                ("beat", [*celery, "beat", "--pidfile="]),
            ):
                child = self._start(f"{database}-{name}", arguments, database)
                running.callback(_end, child)
                if name == "web":
                    _wait_for(f"http://{address}/healthz", child)
            yield f"http://{address}"

    def _start(self, name: str, arguments: list[str], database: str) -> Child:
        environment = os.environ | {
            "DEMO": "true",
            "DATABASE_URL": _address_of(database),
            "EVIDENCE_ROOT": str(self.folder / "evidence"),
            "STATIC_ROOT": str(self.folder / "static"),
            # A broker of their own, so that sites side by side do not take each other's ticks.
            "REDIS_URL": _redis_address(database),
        }
        del environment["TESTING"]
        return start(
            name,
            [sys.executable, *arguments],
            self.folder / f"{name}.log",
            environment=environment,
            folder=ROOT,
        )


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


def _address_of(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _redis_address(database: str) -> str:
    """One of the numbered databases of the test run's server; each process of the run has seven."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = 1 + process % 2 * 7 + int(database[-4:], 16) % 7
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
