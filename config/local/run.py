"""The demo: `make run` ends up here, inside `.venv`.

1. Start the embedded servers, those that are needed.
2. Migrate, fill in the demo data, collect the static files; each of them may be repeated.
3. Start web server, worker and beat; wait until the web server answers; print where.
4. Wait for Ctrl-C, or for one of them to end, then stop everything in the opposite order.
"""

import os
import secrets
import shlex
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

from config.env import LOCAL
from config.local.children import Child, start
from config.local.parent import Parent
from config.local.servers import missing_addresses, servers

LOGS = LOCAL / "logs"
LOCK = LOCAL / "demo.lock"
# Seconds for the web server to answer for the first time, on a slow machine.
PATIENCE = 60
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the demo to end."""


def main() -> None:
    """Run the demo until somebody stops it."""
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        with ExitStack() as running:
            _run(running, int(os.environ.get("PORT") or "8000"))
    except Stopped:
        print("Stopped.")
    finally:
        LOCK.write_text("")  # ended in order: the next start has nothing to wait for


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Once: a second Ctrl-C must not break off the stopping and leave something behind."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def _run(running: ExitStack, port: int) -> None:
    parent = Parent()
    LOGS.mkdir(parents=True, exist_ok=True)
    running.callback(print, "Stopping …", flush=True)
    if missing_addresses():
        _say("Starting the embedded servers")
    embedded = running.enter_context(servers(LOCAL, LOGS))
    environment = _environment(embedded.addresses)
    for doing, command in (
        ("Preparing the tables", ["migrate", "--no-input"]),
        ("Filling in the demo data", ["fill_demo"]),
        ("Collecting the static files", ["collectstatic", "--no-input", "--verbosity=0"]),
    ):
        _say(doing)
        _finish(_start(running, command[0], ["manage.py", *command], environment))

    _say("Starting the web server, the worker and its clock")
    web = ["-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    celery = ["-m", "celery", "--app", "config.celery"]
    children = [
        _start(running, "web", [*web, "config.wsgi"], environment),
        _start(running, "worker", [*celery, "worker", "--concurrency=2", "-lINFO"], environment),
        _start(running, "beat", [*celery, "beat", "--pidfile=", "-lINFO"], environment),
    ]
    children += embedded.children
    _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", children)
    _tell(port)
    while not parent.wants_to_end():
        _fail_if_one_ended(children)
        time.sleep(0.2)


def _say(doing: str) -> None:
    print(f"{doing} …", flush=True)


def _environment(addresses: dict[str, str]) -> dict[str, str]:
    """Of all processes of the demo; also written down, for commands in another terminal."""
    demo = addresses | {
        "DEMO": "true",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _secret(),
        "EVIDENCE_ROOT": os.environ.get("EVIDENCE_ROOT") or str(LOCAL / "evidence"),
    }
    Path(demo["EVIDENCE_ROOT"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in demo.items()]
    _write_private(LOCAL / "demo.env", "".join(lines))
    return os.environ | demo


def _secret() -> str:
    """Made at the first start and kept, so that sessions live on."""
    path = LOCAL / "secret"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(50))
    return path.read_text()


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def _start(
    running: ExitStack, name: str, arguments: Sequence[str], environment: dict[str, str]
) -> Child:
    child = start(
        name,
        [sys.executable, *arguments],
        LOGS / f"{name}.log",
        environment=environment,
        folder=LOCAL.parent,
    )
    running.callback(child.stop)
    return child


def _finish(step: Child) -> None:
    if step.wait() != 0:
        raise SystemExit(f"{step.name} failed; see {step.log}:\n{step.last_words()}")


def _fail_if_one_ended(children: Sequence[Child]) -> None:
    for child in children:
        if child.ended():
            raise SystemExit(f"The {child.name} ended; see {child.log}:\n{child.last_words()}")


def _wait_until_it_answers(address: str, children: Sequence[Child]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        _fail_if_one_ended(children)
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, TimeoutError) as error:
            if time.monotonic() > deadline:
                web = children[0]
                raise SystemExit(
                    f"The web server does not answer; see {web.log}:\n{web.last_words()}"
                ) from error
        time.sleep(0.1)


def _tell(port: int) -> None:
    address = f"http://localhost:{port}"
    print(
        f"""
Redress runs at {address}/

  buyers        {address}/buyer/    buyer, buyer2
  sellers       {address}/seller/   seller, seller2
  arbitrators   {address}/admin/    arbitrator, arbitrator2, supervisor

The password of every account is: demo
Logs are in {LOGS}. Stop with Ctrl-C.
""",
        flush=True,
    )


if __name__ == "__main__":
    main()
