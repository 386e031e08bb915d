"""The program beside this process that opens photos, and children of it that are not themselves."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import psutil
import pytest
from PIL import Image

from disputes.confinement import Layer
from disputes.confinement.probe import missing_layers
from disputes.files import sandbox
from disputes.files.limits import Limits
from disputes.files.protocol import READY
from disputes.files.sandbox import _Zygote

_TAKEN_OVER = """
import signal, time
from disputes import confinement
from disputes.files import zygote
from disputes.files.protocol import LENGTH
def say(connection, said, *pictures):
    connection.sendall(LENGTH.pack(len(said)) + said + b"".join(pictures))
def answer(connection):
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    {answer}
zygote._answer = answer
{changes}
zygote.main()
"""

LIMITS = Limits(megabytes=15, megapixels=50, at_once=10, per_side=60)
PATIENCE = 30  # seconds


def photo(colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    return file.getvalue()


def program() -> psutil.Process:
    """The one beside this process; there is one."""
    [found] = [
        child
        for child in psutil.Process().children()
        if "disputes.files.zygote" in " ".join(child.cmdline())
    ]
    return found


def forker(outer: psutil.Process) -> psutil.Process:
    """The process that makes the children: the program's own first one, where it has namespaces."""
    return (
        next(iter(outer.children()), outer) if Layer.NAMESPACES not in missing_layers() else outer
    )


def eventually(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


@contextmanager
def taken_over(answer: str, changes: str = "") -> Iterator[psutil.Process]:
    """A new program, whose children heed no alarm and run this code, which has a `connection`, in
    the place of an answer."""
    start = subprocess.Popen
    code = _TAKEN_OVER.format(answer=answer, changes=changes)

    def popen(command: list[str], **options: Any) -> Any:
        return start([command[0], "-c", code, *command[3:]], **options)

    zygote = _Zygote()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(subprocess, "Popen", popen)
        with zygote.child() as (connection, _control):
            assert connection.recv(len(READY)) == READY
    assert zygote._program is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sandbox, "_zygote", zygote)
        try:
            yield psutil.Process(zygote._program.pid)
        finally:
            zygote._stop()
