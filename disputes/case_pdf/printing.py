"""A document and its pictures become a PDF, whatever the store or a picture does meanwhile."""

import json
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext as _

from disputes.case_pdf.pictures import Read, Wanted, read, unreadable
from disputes.case_pdf.protocol import LENGTH, TIME
from disputes.confinement.programs import Conversation, running
from disputes.errors import Code, Refused
from disputes.files.documents import is_whole_pdf

log = logging.getLogger(__name__)

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
    """An OSError is a press that ended while it was fed or that took too long, or a machine that
    has no room for one."""
    try:
        with TemporaryDirectory(prefix="case-file-") as folder:
            status, told = _run(folder, document, names, pictures)
    except (OSError, TimeoutExpired) as error:
        raise _Failed(type(error).__name__) from error
    if status == 0 and len(told) <= _MOST and is_whole_pdf(told):
        return told
    words = told[:_MOST_WORDS].decode(errors="replace")
    raise _Failed(f"the press ended with status {status}: {words}")


def _run(
    folder: str, document: dict[str, Any], names: Sequence[str], pictures: Iterable[Read]
) -> tuple[int, bytes]:
    """Its status and what it gave back."""
    with running("disputes.case_pdf.press", folder, seconds=TIME) as (press, conversation):
        _feed(conversation, document, names, pictures)
        told = conversation.hear_all(_MOST + 1)
        return press.wait(conversation.left()), told


def _feed(
    press: Conversation, document: dict[str, Any], names: Sequence[str], pictures: Iterable[Read]
) -> None:
    """The document comes last: only then it is known which pictures could not be read."""
    instead = {}
    press.say(json.dumps(names).encode() + b"\n")
    for picture in pictures:
        press.say(LENGTH.pack(len(picture.data)))
        press.say(picture.data)
        if picture.instead:
            instead[picture.name] = picture.instead
    press.say(json.dumps(document | {"instead": instead}).encode())
    press.end()
