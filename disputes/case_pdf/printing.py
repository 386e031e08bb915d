"""A document and its pictures become a PDF, whatever the store or a picture does meanwhile."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext as _

from disputes.case_pdf.pictures import Read, Wanted, read, unreadable
from disputes.case_pdf.protocol import LENGTH, PDF, TIME
from disputes.errors import Code, Refused

log = logging.getLogger(__name__)

_HOME = Path(__file__).resolve().parents[2]
# Setting one keeps a core busy: more at once than there are cores would only take longer.
_at_once = BoundedSemaphore(os.cpu_count() or 1)
_QUEUE = 20  # seconds that a reader waits for others before


class _Failed(Exception):
    """The press ended without a file."""


def print_document(document: dict[str, Any], wanted: Sequence[Wanted]) -> bytes:
    """The PDF. If the press cannot do it with the pictures, it does it without them."""
    if not _at_once.acquire(timeout=_QUEUE):
        raise Refused(
            Code.BUSY,
            _("Many case files are being made at the moment. Please try again in a minute."),
        )
    try:
        names = [each.name for each in wanted]
        try:
            return _press(document, names, read(wanted))
        except _Failed as failed:
            log.warning("a case file is made without its pictures: %s", failed)
            return _press(document, names, [Read(name, b"", unreadable()) for name in names])
    finally:
        _at_once.release()


def _press(document: dict[str, Any], names: Sequence[str], pictures: Iterable[Read]) -> bytes:
    with TemporaryDirectory(prefix="case-file-") as folder:
        press = subprocess.Popen(  # noqa: S603 - a program of our own
            [sys.executable, "-m", "disputes.case_pdf.press", folder],
            stdin=subprocess.PIPE,
            cwd=_HOME,
            # Nothing else of the environment: it holds the secrets of this process.
            env={"PYTHONPATH": str(_HOME)},
            start_new_session=True,
        )
        try:
            _feed(press, document, names, pictures)
        except BrokenPipeError:
            log.warning("the press ended while it was fed")
        finally:  # by now its input has ended, and with it, soon, the press
            status = press.wait(TIME + 5)
        if status != 0:
            raise _Failed(f"the press ended with status {status}")
        return Path(folder, PDF).read_bytes()


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
