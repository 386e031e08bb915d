"""One installation during a drill: its processes, and what can be seen of it from outside.

Its processes are the role that may not change a table; the test itself owns the database.
"""

import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from celery import Celery

from config.local.children import Child, start
from tests.fire.ground import Ground, wait_until

ROOT = Path(__file__).resolve().parents[2]
SWEEP, DELIVERY = "arbitration.tasks.enforce_deadlines", "disputes.tasks.deliver_outbox"


@dataclass
class Site:
    """Workers, beats and web servers, each a process that ends with the drill."""

    ground: Ground
    database_url: str
    folder: Path
    running: ExitStack
    started: list[Child] = field(default_factory=list)

    def worker(self, **faults: str) -> Child:
        """A worker that is ready to take what beat ticks; `faults` as in tests/fire/faults.py."""
        name = f"worker{len(self.started)}"
        arguments = ["worker", "--concurrency=1", f"--hostname={name}", "-lINFO"]
        child = self._celery(name, arguments, faults)
        self.await_words(child, "ready.")
        return child

    def beat(self, **faults: str) -> Child:
        name = f"beat{len(self.started)}"
        return self._celery(name, ["beat", "--pidfile=", "-lINFO"], faults)

    def web(self, address: str = "", **variables: str) -> "Web":
        """A web server, at an address of its own or at that of one before it."""
        address = address or free_address()
        gunicorn = ["gunicorn", "--config", "config/gunicorn.py", "--bind", address, "config.wsgi"]
        child = self.start(f"web{len(self.started)}", ["-m", *gunicorn], variables=variables)
        web = Web(child, f"http://{address}")
        wait_until(web.answers)
        return web

    def command(self, name: str, **faults: str) -> Child:
        """A management command, in a process of its own, with faults if there are any."""
        return self.start(f"{name}{len(self.started)}", ["-m", "tests.fire.command", name], faults)

    def start(
        self,
        name: str,
        arguments: list[str],
        faults: Mapping[str, str] = {},
        variables: Mapping[str, str] = {},
    ) -> Child:
        drill = {f"DRILL_{fault.upper()}": value for fault, value in faults.items()}
        return self.program(name, [sys.executable, *arguments], drill | dict(variables))

    def program(self, name: str, command: list[str], variables: Mapping[str, str] = {}) -> Child:
        """Any program, in the environment of this installation."""
        child = start(
            name,
            command,
            self.folder / f"{name}.log",
            environment=self.environment | dict(variables),
            folder=ROOT,
        )
        self.started.append(child)
        self.running.callback(kill_at_once, child)
        return child

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.ground.redis_url,
            "EVIDENCE_ROOT": str(self.folder / "evidence"),
            "ESCROW_GATEWAY": "tests.fire.provider.Provider",
            "DRILL_FOLDER": str(self.folder),
        }

    def tick(self, *tasks: str, time_limit: int | None = None) -> None:
        """What beat would do now."""
        with Celery(broker=self.ground.redis_url, set_as_current=False) as app:
            for task in tasks:
                app.send_task(task, time_limit=time_limit)

    def await_words(self, child: Child, text: str) -> None:
        """Until they stand in its log."""

        def said() -> bool:
            assert not child.ended(), child.last_words()
            return text in child.log.read_text(errors="replace")

        wait_until(said)

    def _celery(self, name: str, arguments: list[str], faults: Mapping[str, str]) -> Child:
        celery = ["celery", "--app", "config.celery", *arguments]
        if "clock" in faults:
            return self.start(name, ["-m", "tests.fire.wrong_clock", *celery], faults)
        if faults:
            celery += ["--include", "tests.fire.faults"]
        return self.start(name, ["-m", *celery], faults)


@dataclass
class Web:
    """A web server."""

    child: Child
    address: str

    @property
    def place(self) -> str:
        """Host and port."""
        return self.address.removeprefix("http://")

    def answers(self) -> bool:
        assert not self.child.ended(), self.child.last_words()
        try:
            with urlopen(f"{self.address}/healthz", timeout=5):
                return True
        except OSError:
            return False


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def kill_at_once(child: Child) -> None:
    """As a machine that loses its power: the process and all that it started."""
    with suppress(ProcessLookupError):  # nothing is left of it
        os.killpg(child.process.pid, signal.SIGKILL)
    child.wait()
