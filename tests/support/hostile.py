"""What somebody would try who has taken over the program that opens their picture.

Runs inside of it, in the place of the decoder: only what the program may still do counts, not what
a picture could bring about.
"""

import ctypes
import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

_PTRACE_ATTACH = 16
_libc = ctypes.CDLL(None, use_errno=True)


class _Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def reached(aims: dict[str, Any]) -> list[str]:
    """Each of the attempts that came to something.

    `aims`: `processes` by what they are, `files`, `folders`, `sockets`, a `port`, an `abstract`
    socket, the `secrets` that may nowhere be; a `decoy` file and a `scratch` folder to be spoilt;
    and how many `descriptors` of its own it has beyond the first three.
    """
    found = []
    for name, attempt in _attempts(aims):
        try:
            came = attempt()
        except (OSError, ValueError):
            continue
        if came:
            found.append(name)
    return found


def _attempts(aims: dict[str, Any]) -> Iterator[tuple[str, Callable[[], object]]]:
    secrets = [secret.encode() for secret in aims["secrets"]]
    for who, pid in {"the parent": os.getppid(), **aims["processes"]}.items():
        for part in ("environ", "mem", "maps", "fd/0", "cwd/manage.py"):
            yield f"{part} of {who}", partial(_read, f"/proc/{pid}/{part}")
        yield f"the memory of {who}", partial(_peek, pid, aims["address"])
        if pid:  # 0 is the group of the process itself
            yield f"to stop {who}", partial(_stop, pid)
            yield f"a signal to {who}", partial(_done, os.kill, pid, signal.SIGCONT)
    for path in (*aims["files"], "/etc/passwd", __file__):
        yield f"to read {path}", partial(_read, path)
    for folder in (*aims["folders"], "/etc", "/usr"):
        yield f"to list {folder}", partial(os.listdir, folder)
    # Only on what may be spoilt: where nothing holds these back, they come to something.
    decoy, scratch = aims["decoy"], Path(aims["scratch"])
    yield "to empty a file", partial(_done, os.truncate, decoy, 0)
    yield "to move a file", partial(_done, os.rename, decoy, decoy + "-moved")
    yield "to write a file", partial((scratch / "written").write_bytes, b"something")
    yield "to make a folder", partial(_done, os.mkdir, scratch / "made")
    for path in aims["sockets"]:
        yield f"the socket {path}", partial(_connect, socket.AF_UNIX, path)
    yield "an abstract socket", partial(_connect, socket.AF_UNIX, aims["abstract"])
    yield "TCP", partial(_connect, socket.AF_INET, ("127.0.0.1", aims["port"]))
    yield "UDP", partial(_send, ("127.0.0.1", aims["port"]))
    yield "a raw socket", partial(socket.socket, socket.AF_INET, socket.SOCK_RAW, 1)
    yield "packets", partial(socket.socket, socket.AF_PACKET, socket.SOCK_RAW, 3)
    yield "a shell", _shell
    yield "a secret in the environment", partial(_held, str(dict(os.environ)).encode(), secrets)
    yield "a descriptor of somebody else", lambda: len(_descriptors()) > aims["descriptors"]


def _done(do: Callable[..., None], *given: object) -> bool:
    do(*given)
    return True


def _stop(pid: int) -> bool:
    return bool(_libc.ptrace(_PTRACE_ATTACH, pid, 0, 0) == 0)


def _read(path: str) -> bytes:
    with open(path, "rb", 0) as file:
        return b"opened" if path.endswith("/mem") else file.read(100)


def _peek(pid: int, address: int) -> bool:
    into = ctypes.create_string_buffer(8)
    local = _Vector(ctypes.cast(into, ctypes.c_void_p).value, 8)
    remote = _Vector(address, 8)
    read = _libc.process_vm_readv
    read.restype = ctypes.c_ssize_t
    return bool(read(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0) > 0)


def _connect(family: int, address: Any) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.connect(address)
    return True


def _send(address: Any) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        return tried.sendto(b"x", address) == 1


def _shell() -> bool:
    child = os.fork()
    if child == 0:
        try:
            os.execv("/bin/sh", ["sh", "-c", "exit 7"])
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def _held(where: bytes, secrets: list[bytes]) -> bool:
    return any(secret in where for secret in secrets)


def _descriptors() -> list[int]:
    """Those that are open beyond the first three."""
    return [number for number in range(3, 256) if _is_open(number)]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def told(aims: str) -> bytes:
    """What was reached, as JSON, from aims as JSON."""
    return json.dumps(reached(json.loads(aims))).encode()
