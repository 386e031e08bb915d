"""A gunicorn as production has it, by itself at a socket of the file system."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from config.local.children import dying_with_parent
from tests.support.concurrency import wait_for

PATIENCE = 30  # seconds for an answer


@contextmanager
def web_server(address: Path, **variables: str) -> Iterator[Path]:
    """It accepts connections. Gives the file of what it says, whole once it has ended."""
    log = address.with_suffix(".log")
    with log.open("w") as lines, subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "--workers=1",
         "--bind", f"unix:{address}", "config.wsgi"],
        cwd=settings.BASE_DIR,
        env=os.environ | variables,
        stderr=lines,
        preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509  # safe: no threads here
    ) as web:  # fmt: skip
        try:
            wait_for(lambda: _accepts(address))
            yield log
        finally:
            web.terminate()


def said(address: Path, request: bytes) -> bytes:
    """The answer to a request after which the sender says that no more comes."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(str(address))
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while data := connection.recv(65536):
                answer += data
        except ConnectionResetError:  # it has answered without reading all of it
            pass
        return answer


def _accepts(address: Path) -> bool:
    """The file is there a moment before anybody listens."""
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(address)) == 0
