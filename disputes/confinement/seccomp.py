"""seccomp: whatever the process needs no more, the kernel does not do for it any more.

A list of what is allowed, so that calls which are invented later are not. A refused call is
answered with an error, as on a file system without permissions, and ends nobody.
"""

import ctypes
import errno
import platform
from collections.abc import Iterable, Sequence

from disputes.confinement.kernel import call, numbers

# Memory, threads, time, and what was open before.
_ALWAYS = (
    *("read", "write", "readv", "writev", "close", "lseek", "fstat", "recvfrom", "poll", "ppoll"),
    *("munmap", "mremap", "brk", "madvise", "membarrier", "futex", "set_robust_list", "rseq"),
    *("gettid", "getpid", "getuid", "geteuid", "getgid", "getegid", "sched_yield"),
    *("sched_getaffinity", "getcpu", "exit", "exit_group", "rt_sigaction", "rt_sigprocmask"),
    *("rt_sigreturn", "sigaltstack", "restart_syscall", "clock_gettime", "clock_getres"),
    *("clock_nanosleep", "nanosleep", "gettimeofday", "getrandom", "getrusage", "sysinfo", "uname"),
    "getcwd",
)
# What belongs to files beside `open`; which ones, Landlock and the root folder decide.
_READING = (
    *("pread64", "newfstatat", "statx", "stat", "lstat", "getdents64", "readlink", "readlinkat"),
    *("access", "faccessat", "faccessat2", "fadvise64", "ftruncate"),
)
_THREAD = 0x0001_0000  # CLONE_THREAD
_EXECUTABLE = 4  # PROT_EXEC
_WRITING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20_000_000  # O_WRONLY, RDWR, CREAT, TRUNC, __O_TMPFILE
# F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL: the others can have signals sent to somebody.
_HARMLESS_CONTROLS = (1030, 1, 2, 3)

# The instructions of the classic BPF, and where a filter finds what it is asked about.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_ARCHITECTURES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_X32 = 0x4000_0000  # from here on are second numbers of the same calls, on x86_64

_SET_MODE_FILTER, _ALL_THREADS = 1, 1

Instruction = tuple[int, int, int, int]
# Of one argument: its place, whether all of it or only some bits count, and the values.
_Words = Sequence[Instruction]


class _Filter(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filters", ctypes.POINTER(_Filter))]


def restrict(*, reading: bool = False) -> None:
    """From here on, for all threads: no new files (or, `reading`, none to write), no sockets, no
    processes, no signals to others, no memory that can be run. Needs `NO_NEW_PRIVS`."""
    instructions = program(reading=reading)
    filters = (_Filter * len(instructions))(*(_Filter(*each) for each in instructions))
    call("seccomp", _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(_Program(len(filters), filters)))


def program(*, reading: bool) -> list[Instruction]:
    """The filter for this machine. Raises OSError for one that we do not know."""
    architecture = _ARCHITECTURES.get(platform.machine())
    if architecture is None:
        raise OSError(f"no filter is known for {platform.machine()}")
    allowed = (*_ALWAYS, *_READING) if reading else _ALWAYS
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
        *_decide("clone3", [_answer(errno.ENOSYS)]),  # the C library then calls `clone`
        *_decide("clone", _if_any_bit(0, _THREAD, then=_ALLOW, otherwise=_error(errno.EPERM))),
        *_unless_any_bit("mmap", 2, _EXECUTABLE),
        *_unless_any_bit("mprotect", 2, _EXECUTABLE),
        *_decide("sendto", _if_zero(4)),  # to the other end, and to no address
        *_decide("prlimit64", _if_zero(2)),  # to ask for a limit, not to set one
        *(_reading() if reading else ()),
        *(step for name in allowed for step in _decide(name, [_return(_ALLOW)])),
        _answer(errno.EPERM),
    ]


def _reading() -> Iterable[Instruction]:
    yield from _unless_any_bit("open", 1, _WRITING)
    yield from _unless_any_bit("openat", 2, _WRITING)
    controls = [(_EQUAL, 0, 1, value) for value in _HARMLESS_CONTROLS]
    steps = [step for control in controls for step in (control, _return(_ALLOW))]
    yield from _decide("fcntl", [_argument(1), *steps, _answer(errno.EPERM)])


def _decide(name: str, steps: Sequence[Instruction]) -> Sequence[Instruction]:
    """If it is this call, these steps, the last of which return; nothing where there is no such
    call. The number lies in the accumulator, until a step loads something else."""
    number = numbers().get(name)
    return [] if number is None else [(_EQUAL, 0, len(steps), number), *steps]


def _unless_any_bit(name: str, argument: int, bits: int) -> Sequence[Instruction]:
    steps = _if_any_bit(argument, bits, then=_error(errno.EPERM), otherwise=_ALLOW)
    return _decide(name, steps)


def _if_any_bit(argument: int, bits: int, *, then: int, otherwise: int) -> Sequence[Instruction]:
    return [_argument(argument), (_ANY_BIT, 0, 1, bits), _return(then), _return(otherwise)]


def _if_zero(argument: int) -> Sequence[Instruction]:
    """A pointer: both halves count."""
    low, high = _argument(argument), _argument(argument, 4)
    no = _answer(errno.EPERM)
    return [low, (_EQUAL, 1, 0, 0), no, high, (_EQUAL, 1, 0, 0), no, _return(_ALLOW)]


def _argument(place: int, byte: int = 0) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * place + byte)


def _return(what: int) -> Instruction:
    return (_RETURN, 0, 0, what)


def _answer(code: int) -> Instruction:
    return _return(_error(code))


def _error(code: int) -> int:
    return _ERROR | code
