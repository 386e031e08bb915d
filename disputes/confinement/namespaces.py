"""Namespaces: the process gets a network, processes and a root folder of its own, all empty."""

import ctypes
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from disputes.confinement.kernel import PR_SET_PDEATHSIG, call, mount, prctl, unmount

# CLONE_NEWNS, NEWUTS, NEWIPC, NEWPID and NEWNET of clone(2).
_ALL = 0x0002_0000 | 0x0400_0000 | 0x0800_0000 | 0x2000_0000 | 0x4000_0000
_NEW_USER = 0x1000_0000

_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _BIND, _REC, _PRIVATE = (
    *(0x1, 0x2, 0x4, 0x8, 0x20, 0x1000, 0x4000),
    0x4_0000,
)
_PLAIN = _NOSUID | _NODEV | _NOEXEC
_DETACH = 2
NOBODY = 65_534  # user and group
_CAPABILITIES_VERSION = 0x2008_0522
# Covered by the new root while it is built: every machine has it, and no font lies in it.
_SITE = Path("/proc")


def enter(readable: Sequence[Path]) -> None:
    """Leave the machine's network, processes, users and files behind, these folders excepted.

    Only with a single thread. Raises OSError where the kernel, or a container, does not allow it.
    The next child is the first of the new processes: see `become_first`.
    """
    if os.geteuid() == 0:
        call("unshare", _ALL)
    else:
        user, group = os.geteuid(), os.getegid()
        call("unshare", _ALL | _NEW_USER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _empty_root(readable)


def _empty_root(readable: Sequence[Path]) -> None:
    mount(None, "/", None, _REC | _PRIVATE)
    mount("tmpfs", str(_SITE), "tmpfs", _PLAIN, "size=64k,mode=755")
    for folder in readable:
        place = f"{_SITE}{folder.resolve()}"
        os.makedirs(place)
        mount(str(folder.resolve()), place, None, _BIND)
        mount(None, place, None, _REMOUNT | _BIND | _RDONLY | _PLAIN)
    mount(None, str(_SITE), None, _REMOUNT | _RDONLY | _PLAIN)
    os.chdir(_SITE)
    call("pivot_root", b".", b".")
    unmount(".", _DETACH)
    os.chdir("/")


def become_first() -> None:
    """Go on as process 1 of the new namespace; the one before only waits for its end.

    All of its processes end with it, and it with the one that waits.
    """
    child = os.fork()
    if child:
        os.closerange(0, os.sysconf("SC_OPEN_MAX"))
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    end_with_parent()


def end_with_parent() -> None:
    """Have the kernel kill this process when the one that forked it ends."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def give_to_nobody(folder: Path) -> None:
    """Let nobody read this folder of root's; root may still read and empty it by its group, where
    it has lost the power to pass over permissions. Raises OSError where root cannot do so."""
    folder.chmod(0o770)
    os.chown(folder, NOBODY, -1)


def leave_root() -> None:
    """Be nobody instead of root, if it is root. Raises OSError where nobody is not known."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def drop_capabilities() -> None:
    """Give up what is left of root's powers, those in a namespace of its own included."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    call("capset", ctypes.byref(header), ctypes.byref(none))
