"""The demo's programs: started with their logs, waited for, watched."""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from urllib.error import URLError
from urllib.request import urlopen

from config.env import LOCAL
from config.local.children import Child, start

LOGS = LOCAL / "logs"
# Seconds for the web server to answer for the first time, on a slow machine.
PATIENCE = 60


def launch(name: str, arguments: Sequence[str], environment: dict[str, str]) -> Child:
    """A program of the demo in Python."""
    return start(
        name,
        [sys.executable, *arguments],
        LOGS / f"{name}.log",
        environment=environment,
        folder=LOCAL.parent,
    )


def start_program(
    running: ExitStack, name: str, arguments: Sequence[str], environment: dict[str, str]
) -> Child:
    child = launch(name, arguments, environment)
    running.callback(child.stop)
    return child


def finish(program: Child) -> None:
    """Wait for its end, and show what it says meanwhile."""
    with program.log.open(errors="replace") as said:
        while True:
            ended = program.ended()
            for line in said:
                print(f"  {line.rstrip()}", flush=True)
            if ended:
                break
            time.sleep(0.1)
    if program.wait() != 0:
        raise SystemExit(f"{program.name} failed; see {program.log}:\n{program.last_words()}")


def fail_if_one_ended(children: Sequence[Child]) -> None:
    for child in children:
        if child.ended():
            raise SystemExit(f"The {child.name} ended; see {child.log}:\n{child.last_words()}")


def wait_until_it_answers(port: int, children: Sequence[Child]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        fail_if_one_ended(children)
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (URLError, TimeoutError) as error:
            if time.monotonic() > deadline:
                web = children[0]
                raise SystemExit(
                    f"The web server does not answer; see {web.log}:\n{web.last_words()}"
                ) from error
        time.sleep(0.1)
