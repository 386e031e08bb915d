"""Notices that the `make` above us was told to end, when nobody told us.

Ctrl-C in a terminal reaches the whole group of processes, and SIGTERM is passed on by make. But
`kill -INT` of make alone makes it wait for its recipe without a word, and after `kill -9` it is
gone: the demo would run on, with no terminal to stop it.
"""

import os
import signal
from pathlib import Path


class Parent:
    """The process that started this one, as it was at the start."""

    def __init__(self) -> None:
        self._number = os.getppid()
        self._listened = self._listens_to_interrupts()

    def wants_to_end(self) -> bool:
        """It is gone, or it has taken an interrupt (and then no longer listens for another)."""
        if os.getppid() != self._number:
            return True
        return self._listened and not self._listens_to_interrupts()

    def _listens_to_interrupts(self) -> bool:
        try:
            status = Path(f"/proc/{self._number}/status").read_text()
        except OSError:
            return False  # not Linux, or just gone
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        return bool(int(caught.split()[1], 16) & 1 << (signal.SIGINT - 1))
