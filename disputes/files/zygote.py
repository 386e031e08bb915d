"""The program that opens untrusted pictures, each in a child process of its own.

It has Pillow in memory, so a child is a matter of a millisecond; it holds no secrets and no
connections. The other side is `sandbox`. Control comes over the socket that is its standard input:
a message with a connection asks for a child, which gets one picture over it and answers; a second
message has that child ended. The program ends when nobody holds the other end any more.

Before the first picture it gives up the machine (`confinement`): no file, no network, no other
process. A child gives up still more: it can open nothing at all, and has its one connection and
no other. It may spend so much memory and processor time and no more: the kernel ends the one that
goes beyond. The clock is not left to the child, which could ignore an alarm: it is killed when its
time is over or nobody listens to it any more, and with this program.
"""

import json
import os
import signal
import socket
import sys
from io import BytesIO
from typing import NoReturn

from PIL import ExifTags, Image, ImageCms

from disputes.confinement import (
    close_memory,
    confine,
    end_with_parent,
    limit,
    part_from_parent,
    refuse_calls,
)
from disputes.errors import Code
from disputes.files.drawing import draw
from disputes.files.kinds import FileKind
from disputes.files.protocol import CHILD, LENGTH, MEMORY, PROCESSOR_TIME, READY, REQUEST
from disputes.files.unfit import Unfit

_NICE = 5  # pages come before pictures


def main() -> None:
    """Make and end children until the other side is gone."""
    _warm_up()
    confine()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this one
    control = socket.socket(fileno=sys.stdin.fileno())
    children: dict[bytes, int] = {}
    while True:
        number, descriptors, _flags, _address = socket.recv_fds(control, CHILD.size, 1)
        if not number:
            return
        if descriptors:
            children[number] = _fork(descriptors[0])
        else:
            _end(children.pop(number))


def _fork(descriptor: int) -> int:
    child = os.fork()
    if child == 0:
        _child(descriptor)
    os.close(descriptor)
    return child


def _end(child: int) -> None:
    """Kill it, if it has not ended by itself. Until it is waited for nobody else has its number."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _warm_up() -> None:
    """Load what Pillow loads with the first picture: there are no files to load it from later."""
    for kind in (FileKind.JPEG, FileKind.PNG, FileKind.WEBP):
        picture = BytesIO()
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = 6
        Image.new("RGB", (16, 16)).save(picture, kind, exif=exif, icc_profile=_profile())
        draw(picture.getvalue(), kind, max_pixels=256)


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def _child(descriptor: int) -> NoReturn:
    status = 1
    try:
        connection = _only(descriptor)
        end_with_parent()
        part_from_parent()
        _limit()
        refuse_calls()
        connection.sendall(READY)
        _answer(connection)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be tidied up here


def _only(descriptor: int) -> socket.socket:
    """This connection as the one descriptor that is left."""
    os.dup2(descriptor, 0)
    os.closerange(1, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=0)


def _limit() -> None:
    close_memory()
    # No file and no socket, whatever the kernel lacks.
    limit(memory=MEMORY, processor_time=PROCESSOR_TIME, file_size=0, files=0)
    os.nice(_NICE)


def _answer(connection: socket.socket) -> None:
    size, max_pixels, kind = REQUEST.unpack(_receive(connection, REQUEST.size))
    try:
        data = bytes(_receive(connection, size))
        drawn = draw(data, FileKind(kind.rstrip(b"\0").decode()), max_pixels)
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
            "perceptual_hash": drawn.perceptual_hash,
            "photo_metadata": drawn.photo_metadata,
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
