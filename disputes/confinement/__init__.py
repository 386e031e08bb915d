"""Locks up a process of ours that opens what strangers sent.

Several layers, each of which the kernel, or a container, may not have: what one lacks the others
hold. `confine` first, with a single thread and before anything of a stranger is read; then
`refuse_calls`, when no file is needed any more. There is no way back.
"""

import os
import resource
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from disputes.confinement import landlock, namespaces, seccomp
from disputes.confinement.kernel import PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, prctl
from disputes.confinement.namespaces import end_with_parent

__all__ = [
    "Layer",
    "Missing",
    "close_memory",
    "confine",
    "end_with_parent",
    "limit",
    "part_from_parent",
    "refuse_calls",
]


class Layer(StrEnum):
    """One of the locks, by the word under which the field knows it."""

    NO_NEW_PRIVILEGES = "no_new_privs"
    NAMESPACES = "namespaces"
    NOT_ROOT = "an ordinary user"
    LANDLOCK = "Landlock"
    SECCOMP = "seccomp"


# Which layers this machine lacks, and what the kernel said.
Missing = dict[Layer, str]


def close_memory() -> None:
    """Close the memory, the environment and the descriptors of this process, as they stand in
    /proc, to other processes of the same user. Root still sees them; there are no core dumps."""
    prctl(PR_SET_DUMPABLE, 0)


def limit(*, memory: int, processor_time: int, file_size: int, files: int) -> None:
    """May use so many bytes and seconds, write files so long, and have so many open; and leaves no
    core dump. The kernel ends it, or refuses it, beyond. Of the clock the process beside it takes
    care (`programs`): an alarm could be ignored."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor_time),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def confine(readable: Sequence[Path] = (), *, own: Path | None = None) -> Missing:
    """Give up everything but what is open, and to read these folders; what was lacking for it.

    Its `own` folder is one that nobody else can read; root must be allowed to hand it over, or it
    stays root, who can read it.
    Where it can have processes of its own, it goes on as a child of the process that called, which
    ends with it.
    """
    missing: Missing = {}
    _try(Layer.NO_NEW_PRIVILEGES, lambda: prctl(PR_SET_NO_NEW_PRIVS, 1), missing)
    root = os.geteuid() == 0
    if own is not None:
        readable = [*readable, own]
        if root:
            _try(Layer.NOT_ROOT, lambda: namespaces.give_to_nobody(own), missing)
    _try(Layer.NAMESPACES, lambda: namespaces.enter(readable), missing)
    if Layer.NOT_ROOT not in missing:
        _try(Layer.NOT_ROOT, namespaces.leave_root, missing)
    if root and Layer.NAMESPACES in missing:  # a user may do what root in a container may not
        del missing[Layer.NAMESPACES]
        prctl(PR_SET_DUMPABLE, 1)  # or it could not describe its user namespace
        _try(Layer.NAMESPACES, lambda: namespaces.enter(readable), missing)
    if Layer.NAMESPACES not in missing:
        namespaces.become_first()
    _try(Layer.NOT_ROOT, namespaces.drop_capabilities, missing)
    close_memory()
    _try(Layer.LANDLOCK, lambda: landlock.restrict(readable), missing)
    return missing


def part_from_parent() -> Missing:
    """In a child of a process that is confined: not even signals to that one, and nothing that it
    may still read."""
    missing: Missing = {}
    _try(Layer.LANDLOCK, landlock.restrict, missing)
    return missing


def refuse_calls(*, reading: bool = False) -> Missing:
    """Let the kernel do nothing more for it than memory, threads and what is open already; and,
    `reading`, to open files for reading."""
    missing: Missing = {}
    _try(Layer.SECCOMP, lambda: seccomp.restrict(reading=reading), missing)
    return missing


def _try(layer: Layer, do: Callable[[], None], missing: Missing) -> None:
    try:
        do()
    except OSError as error:
        missing[layer] = str(error)
