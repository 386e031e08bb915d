"""The demo: `make run` ends up here, inside `.venv`.

1. Start the embedded servers, those that are needed.
2. Begin anew where the demo is one of another version; migrate, fill in the demo data, collect the
   static files. Each may be repeated.
3. Start web server, worker and beat; wait until the web server answers; print where.
4. Wait for Ctrl-C, or for one of them to end, then stop everything in the opposite order.
"""

import os
import secrets
import shlex
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

from config.env import HOW_TO_MEND, LOCAL, PAST_OURS, of_an_installation
from config.local import demo_schema
from config.local.children import Child, start
from config.local.parent import Parent
from config.local.servers import given_addresses, servers

LOGS = LOCAL / "logs"
LOCK = LOCAL / "demo.lock"
DEMO_ENV = LOCAL / "demo.env"
EVIDENCE = LOCAL / "evidence"
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
    _leave_production_alone()
    LOGS.mkdir(parents=True, exist_ok=True)
    running.callback(print, "Stopping …", flush=True)
    given = given_addresses("DEMO")
    with _step("Starting the embedded servers" if len(given) < 2 else "Finding the servers"):
        embedded = running.enter_context(servers(LOCAL, LOGS, given=given))
    database = embedded.addresses["DATABASE_URL"]
    demo_schema.fit(database, EVIDENCE, given="DATABASE_URL" in given)
    environment = _environment(embedded.addresses)
    for doing, command in (
        ("Preparing the tables", ["migrate", "--no-input", "--verbosity=0"]),
        ("Filling in the demo data", ["fill_demo"]),
        ("Collecting the static files", ["collectstatic", "--no-input", "--verbosity=0"]),
    ):
        with _step(doing):
            _finish(_start(running, command[0], ["manage.py", *command], environment))

    web = ["-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    celery = ["-m", "celery", "--app", "config.celery"]
    with _step("Starting the web server, the worker and its clock"):
        children = [
            _start(running, "web", [*web, "config.wsgi"], environment),
            _start(
                running, "worker", [*celery, "worker", "--concurrency=2", "-lINFO"], environment
            ),
            _start(running, "beat", [*celery, "beat", "--pidfile=", "-lINFO"], environment),
        ]
        children += embedded.children
        _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", children)
    _tell(port)
    while not parent.wants_to_end():
        _fail_if_one_ended(children)
        time.sleep(0.2)


@contextmanager
def _step(doing: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    print(f"{doing} …", flush=True)
    begun = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - begun:.0f} s", flush=True)


def _leave_production_alone() -> None:
    """Whatever an installation in this terminal is told by is not for the demo.

    It would migrate that database, add accounts whose password everybody knows, sweep those files.
    """
    ignored = of_an_installation(os.environ)
    for name in ignored:
        del os.environ[name]
    if ignored:
        print(
            f"Ignoring {', '.join(ignored)}: the demo has everything of its own. "
            "(DEMO_DATABASE_URL and DEMO_REDIS_URL name other servers for it.)",
            flush=True,
        )


def _environment(addresses: dict[str, str]) -> dict[str, str]:
    """Of all processes of the demo; also written down, for commands in another terminal."""
    demo = addresses | {
        "DEMO": "true",
        "SECRET_KEY": _secret(),
        "EVIDENCE_ROOT": str(EVIDENCE),
        "STATIC_ROOT": str(LOCAL / "static"),
    }
    Path(demo["EVIDENCE_ROOT"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    others = [name for name in (*HOW_TO_MEND, *PAST_OURS) if name not in demo]
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in demo.items()]
    _write_private(DEMO_ENV, f"unset {' '.join(others)}\n" + "".join(lines))
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
    """Wait for its end, and show what it says meanwhile."""
    with step.log.open(errors="replace") as said:
        while True:
            ended = step.ended()
            for line in said:
                print(f"  {line.rstrip()}", flush=True)
            if ended:
                break
            time.sleep(0.1)
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
Logs are in {LOGS}.
Commands for it, in another terminal: set -a; . {DEMO_ENV}; .venv/bin/python manage.py …
Stop with Ctrl-C.
""",
        flush=True,
    )


if __name__ == "__main__":
    main()
