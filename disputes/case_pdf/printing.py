"""A document and its pictures become a PDF, whatever the store or a picture does meanwhile."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Timer
from typing import Any

from django.utils.translation import gettext as _

from disputes.case_pdf.pictures import Read, Wanted, read, unreadable
from disputes.case_pdf.protocol import LENGTH, TIME
from disputes.errors import Code, Refused
from disputes.files.documents import is_whole_pdf

log = logging.getLogger(__name__)

_HOME = Path(__file__).resolve().parents[2]
# Setting one keeps a core busy: more at once than there are cores would only take longer. Who
# waits keeps a thread of the server, so only few may.
_CORES = os.cpu_count() or 1
_at_once, _in_line = BoundedSemaphore(_CORES), BoundedSemaphore(4 * _CORES)
_QUEUE = 20  # seconds that a reader waits for others before
_MOST = 100_000_000  # bytes of a PDF; the pictures are at most a fifth of it
_MOST_WORDS = 2_000  # bytes of what it says when it failed


class _Failed(Exception):
    """The press ended without a PDF."""


def print_document(document: dict[str, Any], wanted: Sequence[Wanted]) -> bytes:
    """The PDF. If the press cannot do it with the pictures, it does it without them."""
    names = [each.name for each in wanted]
    with _slot():
        try:
            return _press(document, names, read(wanted))
        except _Failed as failed:
            log.warning("a case file is made without its pictures: %s", failed)
        try:
            return _press(document, names, [Read(name, b"", unreadable()) for name in names])
        except _Failed as failed:
            log.exception("a case file could not be made")
            raise Refused(
                Code.BUSY,
                _("The case file could not be made at the moment. Please try again later."),
            ) from failed


@contextmanager
def _slot() -> Iterator[None]:
    busy = Refused(
        Code.BUSY,
        _("Many case files are being made at the moment. Please try again in a minute."),
    )
    if not _in_line.acquire(blocking=False):
        raise busy
    try:
        if not _at_once.acquire(timeout=_QUEUE):
            raise busy
    finally:
        _in_line.release()
    try:
        yield
    finally:
        _at_once.release()


def _press(document: dict[str, Any], names: Sequence[str], pictures: Iterable[Read]) -> bytes:
    """An OSError is a press that ended while it was fed, or a machine that has no room for one."""
    try:
        with TemporaryDirectory(prefix="case-file-") as folder:
            status, told = _run(folder, document, names, pictures)
    except OSError as error:
        raise _Failed(type(error).__name__) from error
    if status == 0 and len(told) <= _MOST and is_whole_pdf(told):
        return told
    words = told[:_MOST_WORDS].decode(errors="replace")
    raise _Failed(f"the press ended with status {status}: {words}")


def _run(
    folder: str, document: dict[str, Any], names: Sequence[str], pictures: Iterable[Read]
) -> tuple[int, bytes]:
    """Its status and what it gave back. However this ends, the press has ended, too."""
    with subprocess.Popen(  # noqa: S603 - a program of our own
        [sys.executable, "-m", "disputes.case_pdf.press", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_HOME,
        # Nothing else of the environment: it holds the secrets of this process.
        env={"PYTHONPATH": str(_HOME)},
        start_new_session=True,
    ) as press:
        limit = Timer(TIME, press.kill)
        limit.start()
        try:
            _feed(press, document, names, pictures)
            assert press.stdout is not None, "a pipe was asked for"
            told = press.stdout.read(_MOST + 1)
            return press.wait(), told
        finally:
            limit.cancel()
            press.kill()


def _feed(
    press: subprocess.Popen[bytes],
    document: dict[str, Any],
    names: Sequence[str],
    pictures: Iterable[Read],
) -> None:
    """The document comes last: only then it is known which pictures could not be read."""
    instead = {}
    assert press.stdin is not None, "a pipe was asked for"
    with press.stdin as pipe:
        pipe.write(json.dumps(names).encode() + b"\n")
        for picture in pictures:
            pipe.write(LENGTH.pack(len(picture.data)))
            pipe.write(picture.data)
            if picture.instead:
                instead[picture.name] = picture.instead
        pipe.write(json.dumps(document | {"instead": instead}).encode())
