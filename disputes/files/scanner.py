"""Asks a virus scanner about a document, where one is configured (CLAMAV_SOCKET).

Speaks INSTREAM of ClamAV's clamd over its Unix socket: see "man clamd". The scanner never gets a
path, so it needs no right to read the evidence.
"""

import logging
import socket
import struct

from django.conf import settings

log = logging.getLogger(__name__)

_CHUNK = 1 << 20  # bytes
_PATIENCE = 30  # seconds for each step
_LONGEST = 4096  # bytes of an answer


class ScannerError(OSError):
    """There is no answer about this file."""


def is_infected(data: bytes) -> bool:
    """Does the scanner know something bad in it? False where none is configured.

    Raises `ScannerError` when it does not answer, or not with a verdict: then nobody knows.
    """
    if not settings.CLAMAV_SOCKET:
        return False
    answer = _ask(data)
    if answer.endswith(" FOUND"):
        log.warning("the virus scanner found: %s", answer.removeprefix("stream: "))
        return True
    if answer != "stream: OK":
        raise ScannerError(f"the virus scanner answered: {answer[:200]}")
    return False


def _ask(data: bytes) -> str:
    try:
        with socket.socket(socket.AF_UNIX) as scanner:
            scanner.settimeout(_PATIENCE)
            scanner.connect(settings.CLAMAV_SOCKET)
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _CHUNK):
                chunk = data[start : start + _CHUNK]
                scanner.sendall(struct.pack(">I", len(chunk)) + chunk)
            scanner.sendall(struct.pack(">I", 0))
            return _answer(scanner)
    except OSError as error:
        raise ScannerError(f"the virus scanner does not answer: {error}") from error


def _answer(scanner: socket.socket) -> str:
    """Up to the NUL that ends it."""
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST:
        more = scanner.recv(_LONGEST)
        if not more:
            break
        said += more
    return said.rstrip(b"\0").decode(errors="replace").strip()
