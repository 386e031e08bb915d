"""Opening untrusted pictures somewhere else: in a process that may die of it.

Each web or worker process has a small program beside it (`zygote`), started with the first photo,
which makes one child for each photo. A child gets the bytes of the picture and nothing else, and
may use so much memory and time. Whatever it meets with, this process only loses a connection. As a
picture may have taken the child over, it is killed when it has answered or its time is over, and
what it says is not believed (`answers`).
"""

import logging
import os
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import BoundedSemaphore, Lock

from disputes.confinement import programs
from disputes.confinement.programs import Conversation
from disputes.errors import Code
from disputes.files import answers
from disputes.files.kinds import FileKind
from disputes.files.limits import Limits
from disputes.files.protocol import CHILD, LENGTH, READY, REQUEST, TIME, Drawn
from disputes.files.refusals import busy, refused

log = logging.getLogger(__name__)

# Pictures take memory by the hundred megabytes: in pages of 2 MB instead of 4 KB it comes in half
# the time. A C library that does not know the word passes over it.
_LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
_MOST_FACTS = 65_536  # bytes
_QUEUE = 10  # seconds that a photo waits for others before it
_ENDING = 2  # seconds that the program has to end when it is told
_PATIENCE = TIME  # seconds for all that is said to a child and by it


class _NoAnswer(Exception):
    """What the child answered makes no sense."""


class _NoChild(Exception):
    """The child ended before it was given the picture: the program that makes them is ending."""


class _Zygote:
    """The program beside this process."""

    def __init__(self) -> None:
        self.begin()
        # A process that was forked from this one starts a program of its own.
        os.register_at_fork(after_in_child=self.begin)

    def begin(self) -> None:
        # A picture at the limit takes some 600 MB while it is turned: more at once than there are
        # cores would only take longer.
        self.at_once = BoundedSemaphore(os.cpu_count() or 1)
        self._lock = Lock()
        self._numbers = count()
        self._control: socket.socket | None = None
        self._program: programs.Program | None = None

    @contextmanager
    def child(self) -> Iterator[tuple[socket.socket, socket.socket]]:
        """A connection to a new child, and the control of the program that makes it, which is
        started if it does not run. Afterwards the child is killed, if it has not ended."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._lock:
                number = CHILD.pack(next(self._numbers))
                try:
                    control = self._hand_over(number, theirs)
                except OSError:
                    log.warning("the program that opens pictures has ended; it is started again")
                    self._stop()
                    control = self._hand_over(number, theirs)
            try:
                yield ours, control
            finally:
                self._end_child(number, control)

    def _end_child(self, number: bytes, control: socket.socket) -> None:
        """Children end with their program, so one that has ended or was replaced has none left."""
        with self._lock, suppress(OSError):
            if control is self._control:
                control.send(number)

    def has_ended(self, control: socket.socket) -> bool:
        """Was it the program of this control that ended, and not one of its children? Its end of
        the control is closed before they end, its status comes a moment later."""
        with self._lock:
            if control is not self._control:
                return True
            poll = select.poll()
            poll.register(control, 0)
            return bool(poll.poll(0))

    def end(self, control: socket.socket) -> None:
        """Have the program of this control end, unless that has been done."""
        with self._lock:
            if control is self._control:
                self._stop()

    def _hand_over(self, number: bytes, connection: socket.socket) -> socket.socket:
        control = self._control or self._start()
        socket.send_fds(control, [number], [connection.fileno()])
        return control

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._program = programs.start(
                "disputes.files.zygote", stdin=theirs, environment=_LARGE_PAGES
            )
        self._control = ours
        return ours

    def _stop(self) -> None:
        if self._control is not None and self._program is not None:
            self._control.close()  # what it ends by, if it has not ended
            programs.end(self._program, patience=_ENDING)
        self._control = None


_zygote = _Zygote()


def draw(data: bytes, kind: FileKind, limits: Limits) -> Drawn:
    """Draw the copies of this photo that may be shown, or refuse it with a sentence.

    An OSError means that there was no child to be had, which says nothing about the photo.
    """
    with _slot():
        for first in (True, False):
            with _zygote.child() as (connection, control):
                try:
                    return _converse(connection, data, kind, limits)
                except _NoChild as error:
                    _zygote.end(control)
                    if not first:
                        raise OSError("there is no child to open a picture") from error
                except (_NoAnswer, EOFError, OSError) as error:
                    if first and _zygote.has_ended(control):
                        continue  # it was the program, which says nothing about the photo
                    # Whatever the picture did to the child: nobody can open it here.
                    log.warning("a %s of %d bytes ended its process: %r", kind, len(data), error)
                    raise refused(Code.PHOTO_BROKEN, limits) from error
    raise AssertionError("the second answer is the last")


@contextmanager
def _slot() -> Iterator[None]:
    """Wait for one of the cores, and not for long: who waits keeps a thread of the server."""
    if not _zygote.at_once.acquire(timeout=_QUEUE):
        raise busy()
    try:
        yield
    finally:
        _zygote.at_once.release()


def _converse(connection: socket.socket, data: bytes, kind: FileKind, limits: Limits) -> Drawn:
    """Give the picture to the child and take what it answers, all within _PATIENCE."""
    child = Conversation(connection, _PATIENCE)
    _await(child)
    child.say(REQUEST.pack(len(data), limits.max_pixels, kind.encode()))
    child.say(data)
    (length,) = LENGTH.unpack(child.hear(LENGTH.size))
    if length > _MOST_FACTS:
        raise _NoAnswer(f"{length} bytes announced")
    try:
        facts = answers.read(child.hear(length), limits.max_pixels)
    except (ValueError, RecursionError) as error:
        raise _NoAnswer(str(error)) from error
    if isinstance(facts, Code):
        raise refused(facts, limits)
    for picture in ("full", "thumbnail"):
        facts[picture] = child.hear(facts[picture])
        if not answers.is_jpeg(facts[picture]):
            raise _NoAnswer(f"{picture} is no JPEG")
    return Drawn(**facts)


def _await(child: Conversation) -> None:
    try:
        ready = child.hear(len(READY))
    except (EOFError, OSError) as error:
        raise _NoChild from error
    if ready != READY:
        raise _NoChild
