"""The demo: `make run` ends up here, inside `.venv`; `make dev` in `dev`, which does the same until
the third step.

1. Start the embedded servers, those that are needed.
2. Begin anew where the demo is one of another version; migrate, fill in the demo data, collect the
   static files. Each may be repeated.
3. Start web server, worker, sender of mails and beat; wait until the web server answers; print
   where.
4. Wait for Ctrl-C, or for one of them to end, then stop everything in the opposite order.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from config.env import LOCAL
from config.local import demo_schema
from config.local.children import Child
from config.local.environment import DEMO_ENV, EVIDENCE, demo_environment, leave_production_alone
from config.local.parent import Parent
from config.local.programs import (
    LOGS,
    fail_if_one_ended,
    finish,
    start_program,
    wait_until_it_answers,
)
from config.local.servers import Servers, given_addresses, servers

LOCK = LOCAL / "demo.lock"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STARTING = "Starting the web server, the worker and its clock"
_CELERY = ["-m", "celery", "--quiet", "--app", "config.celery"]
CELERY = {
    "worker": [*_CELERY, "worker", "--concurrency=2", "-lINFO"],
    "mailer": [
        *_CELERY,
        *("worker", "--concurrency=1", "--queues=mail", "--hostname=mail@%h", "-lINFO"),
    ],
    "beat": [*_CELERY, "beat", "--pidfile=", "-lINFO"],
}


@dataclass(frozen=True)
class Demo:
    """A demo whose servers run and whose tables are filled: what it takes to serve it."""

    running: ExitStack  # stops what was started, the last first
    parent: Parent
    servers: Sequence[Child]
    environment: dict[str, str]
    port: int


# How a demo is served, until somebody stops it.
Serve = Callable[[Demo], None]


class Stopped(Exception):
    """Somebody asked the demo to end."""


def main(serve: Serve) -> None:
    """Run the demo until somebody stops it."""
    stop_in_order()
    try:
        with ExitStack() as running:
            parent = Parent()
            embedded, environment = start_servers(running)
            prepare_data(running, environment)
            port = int(os.environ.get("PORT") or "8000")
            serve(Demo(running, parent, embedded.children, environment, port))
    except Stopped:
        print("Stopped.")
    finally:
        forget()


def stop_in_order() -> None:
    for number in SIGNALS:
        signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Once: a second Ctrl-C must not break off the stopping and leave something behind."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def forget() -> None:
    """It ended in order: the next start has nothing to wait for, and commands find no servers."""
    DEMO_ENV.unlink(missing_ok=True)
    LOCK.write_text("")


def start_servers(running: ExitStack) -> tuple[Servers, dict[str, str]]:
    """Those that are needed, and the environment of all processes that use them."""
    leave_production_alone()
    DEMO_ENV.unlink(missing_ok=True)  # of a demo that was killed
    LOGS.mkdir(parents=True, exist_ok=True)
    running.callback(print, "Stopping …", flush=True)
    given = given_addresses("DEMO")
    with step("Starting the embedded servers" if len(given) < 2 else "Finding the servers"):
        embedded = running.enter_context(servers(LOCAL, LOGS, given=given))
    demo_schema.fit(embedded.addresses["DATABASE_URL"], EVIDENCE, given="DATABASE_URL" in given)
    return embedded, demo_environment(embedded.addresses)


def prepare_data(running: ExitStack, environment: dict[str, str]) -> None:
    """Tables and demo data; whatever is there already stays."""
    _do(running, environment, "Preparing the tables", "migrate", "--no-input", "--verbosity=0")
    _do(running, environment, "Filling in the demo data", "fill_demo")


def _do(running: ExitStack, environment: dict[str, str], doing: str, *command: str) -> None:
    with step(doing):
        finish(start_program(running, command[0], ["manage.py", *command], environment))


def serve(demo: Demo) -> None:
    """As in production, but for what is on this machine only."""
    collect = ("collectstatic", "--no-input", "--verbosity=0")
    _do(demo.running, demo.environment, "Collecting the static files", *collect)
    gunicorn = ["-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
    programs = {"web": [*gunicorn, "--bind", f"127.0.0.1:{demo.port}"], **CELERY}
    with step(STARTING):
        started = [
            start_program(demo.running, name, arguments, demo.environment)
            for name, arguments in programs.items()
        ]
        children = [*started, *demo.servers]
        wait_until_it_answers(demo.port, children)
    tell(demo.port)
    while not demo.parent.wants_to_end():
        fail_if_one_ended(children)
        time.sleep(0.2)


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    print(f"{doing} …", flush=True)
    begun = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - begun:.0f} s", flush=True)


def tell(port: int) -> None:
    address = f"http://localhost:{port}"
    print(
        f"""
Redress runs at {address}/

  buyers        {address}/buyer/    buyer, buyer2
  sellers       {address}/seller/   seller, seller2
  arbitrators   {address}/admin/    arbitrator, arbitrator2, supervisor

The password of every account is: demo
Logs are in {LOGS}.
Commands for it, in another terminal: make manage ARGS="list_staff", make shell
Stop with Ctrl-C.
""",
        flush=True,
    )


if __name__ == "__main__":
    main(serve)
