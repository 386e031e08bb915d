"""A child that opens a photo has its time and no more, even when somebody has taken it over."""

import socket
import threading
import time
from types import SimpleNamespace

import pytest

from disputes.confinement import programs
from disputes.confinement.programs import Conversation
from disputes.errors import Code, Refused
from disputes.files import sandbox
from disputes.files.kinds import FileKind
from disputes.files.protocol import LENGTH, READY
from disputes.files.sandbox import draw
from tests.support.photo_program import LIMITS, eventually, forker, photo, taken_over

STEP = 0.02  # seconds between two bytes
STEPS = 150


def test_all_that_is_said_has_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a byte comes."""
    monkeypatch.setattr(sandbox, "_PATIENCE", 10 * STEP)
    ours, theirs = socket.socketpair()
    over = threading.Event()

    def drip() -> None:
        for _ in range(STEPS):
            if over.wait(STEP):
                break
            theirs.sendall(b" ")
        theirs.close()

    theirs.sendall(READY + LENGTH.pack(60_000))
    child = threading.Thread(target=drip)
    child.start()
    try:
        with pytest.raises(TimeoutError):
            sandbox._converse(ours, photo(), FileKind.JPEG, LIMITS)
    finally:
        over.set()
        child.join()
        ours.close()


LINGER = "time.sleep(600)"


@pytest.mark.slow
def test_a_child_that_stays_after_its_answer_is_killed() -> None:
    """So the memory that it took is free for the next one."""
    with taken_over(f'say(connection, b"5"); {LINGER}') as program:
        refused_as_broken()
        eventually(lambda: forker(program).children() == [])


@pytest.mark.slow
def test_a_child_that_says_nothing_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    await_child = sandbox._await

    def let_time_pass(child: Conversation) -> None:
        await_child(child)
        over = time.monotonic() + child.left()
        monkeypatch.setattr(programs, "time", SimpleNamespace(monotonic=lambda: over))

    monkeypatch.setattr(sandbox, "_await", let_time_pass)
    with taken_over(LINGER) as program:
        refused_as_broken()
        eventually(lambda: forker(program).children() == [])


def refused_as_broken() -> None:
    with pytest.raises(Refused) as caught:
        draw(photo(), FileKind.JPEG, LIMITS)
    assert caught.value.code == Code.PHOTO_BROKEN


NO_NAMESPACES = """
def lacks(*args):
    raise OSError("this machine has none")
confinement.namespaces.enter = lacks
"""


@pytest.mark.slow
def test_children_end_with_their_program() -> None:
    """Where there are namespaces, these see to it; here there are none."""
    with (
        taken_over(LINGER, NO_NAMESPACES) as program,
        sandbox._zygote.child() as (connection, _control),
    ):
        assert connection.recv(len(READY)) == READY
        eventually(lambda: len(program.children()) == 1)
        [child] = program.children()
        program.kill()
        eventually(lambda: not child.is_running())
