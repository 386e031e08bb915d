"""Landlock: the process itself gives up the file system, TCP and signals to others, for good.

https://docs.kernel.org/userspace-api/landlock.html; Linux 5.13 and later, if it is switched on.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from disputes.confinement.kernel import call

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_ASK_FOR_VERSION = 1
_BENEATH_A_PATH = 1
# By the version of the kernel's Landlock: how many kinds of access to files it knows.
_KINDS = {1: 13, 2: 14, 3: 15, 4: 15}
_KINDS_TODAY = 16
_BIND_AND_CONNECT = 3  # of TCP, since version 4
_ABSTRACT_SOCKETS_AND_SIGNALS = 3  # to processes outside, since version 6


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scope", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def version() -> int:
    """What this kernel has. Raises OSError where it has none."""
    return call("landlock_create_ruleset", None, 0, _ASK_FOR_VERSION)


def restrict(readable: Iterable[Path] = ()) -> None:
    """From here on only these folders can be read, and nothing can be written, made or run."""
    found = version()
    handled = _Ruleset((1 << _KINDS.get(found, _KINDS_TODAY)) - 1)
    size = 8
    if found >= 4:
        handled.net, size = _BIND_AND_CONNECT, 16
    if found >= 6:
        handled.scope, size = _ABSTRACT_SOCKETS_AND_SIGNALS, 24
    rules = call("landlock_create_ruleset", ctypes.byref(handled), size, 0)
    try:
        for folder in readable:
            _allow(rules, folder)
        call("landlock_restrict_self", rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, folder: Path) -> None:
    place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        beneath = _Beneath(_READ_FILE | _READ_DIR, place)
        call("landlock_add_rule", rules, _BENEATH_A_PATH, ctypes.byref(beneath), 0)
    finally:
        os.close(place)
