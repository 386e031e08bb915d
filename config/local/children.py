"""Starts child processes that cannot outlive the one who started them."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Seconds for an orderly end before a process is killed.
PATIENCE = 10
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """A running process, its log, and the signal that it takes as a wish to end in order."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals

    def ended(self) -> bool:
        return self.process.poll() is not None

    def wait(self) -> int:
        return self.process.wait()

    def stop(self) -> None:
        """End it in order, then whatever is left of its process group by force."""
        if not self.ended():
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                print(f"The {self.name} does not end; killing it.", file=sys.stderr)
        with suppress(ProcessLookupError):  # nothing is left, as it should be
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


def dying_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: it runs in the child after it has become another user, which resets it."""

    def die_with_parent() -> None:
        if _libc:
            _libc.prctl(_PR_SET_PDEATHSIG, stop_signal)

    return die_with_parent


def start(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    environment: Mapping[str, str],
    folder: Path,
    stop_signal: signal.Signals = signal.SIGTERM,
    user: pwd.struct_passwd | None = None,
) -> Child:
    """Start a process in a session of its own.

    Ctrl-C in the terminal then reaches only the process that started it, which stops its children
    in the right order. Should that one be killed, Linux sends each child its stop signal.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=dying_with_parent(stop_signal),  # noqa: PLW1509  # safe: no threads here
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    return Child(name, process, log, stop_signal)
