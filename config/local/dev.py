"""`make dev`: the demo for whoever changes it.

Its programs are in debug mode, say in the terminal what they log, and start anew when the code
changes. Templates and static files are read where they lie, so the next page shows them.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from config.env import LOCAL
from config.local.children import Child
from config.local.programs import fail_if_one_ended, launch, wait_until_it_answers
from config.local.run import CELERY, STARTING, Demo, main, step, tell

ROOT = LOCAL.parent
_CODE = ("arbitration", "buyers", "config", "disputes", "sellers")
_LOOK_EVERY = 1  # seconds


@dataclass
class Program:
    """One that runs anew when the code changes; whatever it logs is shown behind its name."""

    name: str
    arguments: Sequence[str]
    environment: dict[str, str]
    reloads_itself: bool = False
    child: Child = field(init=False)
    _log: TextIO = field(init=False)
    _ended: bool = field(default=False, init=False)

    def start(self) -> None:
        self.child = launch(self.name, self.arguments, self.environment)
        self._log = self.child.log.open(errors="replace")
        self._ended = False

    def show(self) -> None:
        for line in self._log:
            print(f"{self.name:<6} | {line.rstrip()}", flush=True)
        if self.child.ended() and not self._ended:
            self._ended = True
            print(f"The {self.name} ended; the next change starts it again.", flush=True)

    def stop(self) -> None:
        self.child.stop()
        self._log.close()

    def code_changed(self) -> None:
        if self.reloads_itself and not self._ended:
            return
        self.stop()
        self.start()


def develop(demo: Demo) -> None:
    environment = demo.environment | {
        "DEBUG": "true",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_RUNSERVER_HIDE_WARNING": "true",
    }
    web = ["manage.py", "runserver", f"127.0.0.1:{demo.port}"]
    programs = [
        Program("web", web, environment, reloads_itself=True),
        *(Program(name, arguments, environment) for name, arguments in CELERY.items()),
    ]
    seen = code()
    with step(STARTING):
        for program in programs:
            program.start()
            demo.running.callback(program.stop)
        children = [*(program.child for program in programs), *demo.servers]
        wait_until_it_answers(demo.port, children)
    tell(demo.port)
    looked_at = time.monotonic()
    while not demo.parent.wants_to_end():
        fail_if_one_ended(demo.servers)
        for program in programs:
            program.show()
        if time.monotonic() - looked_at >= _LOOK_EVERY:
            looked_at, before, seen = time.monotonic(), seen, code()
            if seen != before:
                for program in programs:
                    program.code_changed()
        time.sleep(0.2)


def code() -> dict[Path, int]:
    """All modules, each with the time of its last change."""
    found = {}
    for app in _CODE:
        for module in (ROOT / app).rglob("*.py"):
            with suppress(FileNotFoundError):  # an editor puts another file in its place
                found[module] = module.stat().st_mtime_ns
    return found


if __name__ == "__main__":
    main(develop)
