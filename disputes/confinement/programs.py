"""A program of ours that opens what strangers sent, as the process beside it sees it.

It is started with nothing that it could betray, heard for so long and no longer, and killed. What
it met with may have ended it, or taken it over: this process only loses a connection, and does not
believe what it was told. What the program gives up itself is `confinement`'s.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

Program = subprocess.Popen[bytes]

_HOME = Path(__file__).resolve().parents[2]
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Conversation:
    """All that is said to a program and by it, within these seconds from now: whoever says one byte
    after the other has no more of them. Afterwards each method raises TimeoutError."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("its time is over")
        return left

    def say(self, data: bytes) -> None:
        self._connection.settimeout(self.left())  # one for all of the bytes
        self._connection.sendall(data)

    def end(self) -> None:
        """Nothing more will be said to it; it may still answer."""
        self._connection.shutdown(socket.SHUT_WR)

    def hear(self, size: int) -> bytes:
        """So many bytes. Raises EOFError when it ended before them."""
        received = bytearray(size)
        view, there = memoryview(received), 0
        while there < size:
            count = self._receive_into(view[there:])
            if count == 0:
                raise EOFError("it ended in the middle of an answer")
            there += count
        return bytes(received)

    def hear_all(self, most: int) -> bytes:
        """What it says until it ends, but for what goes beyond so many bytes."""
        received = bytearray()
        part = memoryview(bytearray(min(most, 1 << 20)))
        with suppress(ConnectionResetError):  # it ended before it had heard all that was said
            while len(received) < most and (count := self._receive_into(part)):
                received += part[:count]
        return bytes(received[:most])

    def _receive_into(self, view: memoryview) -> int:
        self._connection.settimeout(self.left())
        return self._connection.recv_into(view)


def start(
    module: str,
    *arguments: str,
    stdin: socket.socket,
    stdout: socket.socket | None = None,
    environment: Mapping[str, str] = _NOTHING,
) -> Program:
    """Start it, in a session of its own: what ends this process by a key leaves it alone."""
    return subprocess.Popen(  # noqa: S603 - a program of our own
        [sys.executable, "-m", module, *arguments],
        stdin=stdin.fileno(),
        stdout=None if stdout is None else stdout.fileno(),
        cwd=_HOME,
        # Nothing else of the environment: it holds the secrets of this process.
        env={"PYTHONPATH": str(_HOME), **environment},
        start_new_session=True,
    )


def end(program: Program, *, patience: float = 0) -> None:
    """Kill it, unless it ends by itself within so many seconds."""
    try:
        program.wait(patience)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


@contextmanager
def running(module: str, *arguments: str, seconds: float) -> Iterator[tuple[Program, Conversation]]:
    """A program that hears on its standard input and answers on its standard output; however the
    block ends, the program has ended, too."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            program = start(module, *arguments, stdin=theirs, stdout=theirs)
        try:
            yield program, Conversation(ours, seconds)
        finally:
            end(program)
