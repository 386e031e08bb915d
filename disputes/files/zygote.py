"""The program that opens untrusted pictures, each in a child process of its own.

It has Pillow in memory, so a child is a matter of a millisecond; it holds no secrets and no
connections. The other side is `sandbox`. Control comes over the socket that is its standard input:
each message brings one connection, over which a child gets one picture and answers. The program
ends when nobody holds the other end any more.

A child may spend so much memory and time and no more: the kernel ends the one that goes beyond.
"""

import json
import os
import resource
import signal
import socket
import sys
from typing import NoReturn

from disputes.errors import Code
from disputes.files.drawing import draw
from disputes.files.kinds import Kind
from disputes.files.protocol import LENGTH, MEMORY, PROCESSOR_TIME, REQUEST, TIME
from disputes.files.unfit import Unfit


def main() -> None:
    """Fork a child for each connection until the other side is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that ended leave nothing behind
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this one
    control = socket.socket(fileno=sys.stdin.fileno())
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            _child(socket.socket(fileno=descriptors[0]))
        os.close(descriptors[0])


def _child(connection: socket.socket) -> NoReturn:
    status = 1
    try:
        _limit()
        _answer(connection)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be tidied up here


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_TIME),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(TIME)


def _answer(connection: socket.socket) -> None:
    size, max_pixels, kind = REQUEST.unpack(_receive(connection, REQUEST.size))
    try:
        data = bytes(_receive(connection, size))
        drawn = draw(data, Kind(kind.rstrip(b"\0").decode()), max_pixels)
    except Unfit as unfit:
        _send(connection, {"code": unfit.code})
    except MemoryError:
        _send(connection, {"code": Code.PHOTO_TOO_MANY_PIXELS})
    else:
        facts: dict[str, object] = {
            "full": len(drawn.full),
            "thumbnail": len(drawn.thumbnail),
            "width": drawn.width,
            "height": drawn.height,
            "animated": drawn.animated,
            "likeness": drawn.likeness,
            "traits": drawn.traits,
        }
        _send(connection, facts, drawn.full, drawn.thumbnail)


def _receive(connection: socket.socket, size: int) -> bytearray:
    """So many bytes; the other side may be gone before."""
    received = bytearray(size)
    if connection.recv_into(received, size, socket.MSG_WAITALL) < size:
        raise EOFError
    return received


def _send(connection: socket.socket, facts: dict[str, object], *blobs: bytes) -> None:
    head = json.dumps(facts).encode()
    connection.sendall(LENGTH.pack(len(head)) + head)
    for blob in blobs:
        connection.sendall(blob)


if __name__ == "__main__":
    main()
