"""A picture that breaks the program which opens it costs nobody anything but this one picture."""

import ctypes
import faulthandler
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import psutil
import pytest

from disputes.confinement.programs import Conversation
from disputes.errors import Code, Refused
from disputes.files import sandbox, zygote
from disputes.files.kinds import FileKind
from disputes.files.protocol import MEMORY, REQUEST
from disputes.files.sandbox import draw
from disputes.models import Attachment
from disputes.verbs.uploads import add_upload
from tests.support.form_files import upload
from tests.support.photo_program import LIMITS, PATIENCE, eventually, forker, photo, program
from tests.support.world import World


@pytest.fixture
def at_work() -> psutil.Process:
    draw(photo(), FileKind.JPEG, LIMITS)
    return program()


def test_one_program_serves_many_photos_and_keeps_no_child(at_work: psutil.Process) -> None:
    open_before = len(os.listdir("/proc/self/fd"))
    with ThreadPoolExecutor(8) as people:
        drawn = list(people.map(lambda _: draw(photo(), FileKind.JPEG, LIMITS), range(24)))
    assert {(each.width, each.height) for each in drawn} == {(64, 48)}
    assert program().pid == at_work.pid
    eventually(lambda: forker(at_work).children() == [])
    assert len(os.listdir("/proc/self/fd")) <= open_before  # some of before may be gone by now
    if os.geteuid() == 0:  # from others it is closed
        assert forker(at_work).num_fds() <= 4


@pytest.mark.slow
@pytest.mark.parametrize("program", ["disputes.files.zygote", "disputes.case_pdf.press"])
def test_it_knows_no_django_and_no_database(program: str) -> None:
    code = f"import {program}, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert {b"django", b"psycopg", b"redis"}.isdisjoint(loaded.stdout.split())


def test_a_program_that_was_killed_is_started_again(at_work: psutil.Process) -> None:
    at_work.kill()
    at_work.wait(PATIENCE)
    assert draw(photo(), FileKind.JPEG, LIMITS).width == 64
    assert program().pid != at_work.pid


@pytest.fixture
def stillborn(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """The next children, so many of them, end before they are given their picture."""

    def next_ones(count: int) -> None:
        child, left = sandbox._zygote.child, iter(range(count))

        @contextmanager
        def stillborn_child() -> Iterator[tuple[socket.socket, socket.socket]]:
            with child() as (connection, control):
                if next(left, None) is not None:
                    connection.shutdown(socket.SHUT_RDWR)
                    while connection.recv(64):  # it may have said already that it is ready
                        pass
                yield connection, control

        monkeypatch.setattr(sandbox._zygote, "child", stillborn_child)

    return next_ones


def test_a_child_that_ended_before_it_got_the_photo_is_not_blamed_on_it(
    at_work: psutil.Process, stillborn: Callable[[int], None]
) -> None:
    stillborn(1)
    assert draw(photo(), FileKind.JPEG, LIMITS).width == 64
    assert program().pid != at_work.pid


@pytest.mark.slow
def test_two_such_children_are_an_error_of_ours(stillborn: Callable[[int], None]) -> None:
    stillborn(2)
    with pytest.raises(OSError, match="there is no child to open a picture"):
        draw(photo(), FileKind.JPEG, LIMITS)
    assert draw(photo(), FileKind.JPEG, LIMITS).width == 64


def test_a_program_that_hangs_is_killed_and_started_again(
    at_work: psutil.Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_PATIENCE", 1)
    forker(at_work).suspend()
    end = sandbox._zygote.end

    def end_and_wait_longer(control: socket.socket) -> None:
        monkeypatch.setattr(sandbox, "_PATIENCE", PATIENCE)  # the next one has all the time
        end(control)

    monkeypatch.setattr(sandbox._zygote, "end", end_and_wait_longer)
    assert draw(photo(), FileKind.JPEG, LIMITS).width == 64
    assert program().pid != at_work.pid


def test_a_forked_process_starts_its_own(at_work: psutil.Process) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        try:
            draw(photo(), FileKind.JPEG, LIMITS)
            os.write(writing, str(program().pid).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        other = int(told.read())
    os.waitpid(child, 0)
    assert other != at_work.pid
    assert at_work.is_running()
    eventually(lambda: not psutil.pid_exists(other))


def test_a_process_that_is_forked_while_all_are_busy_does_not_wait_for_them() -> None:
    busy = sandbox._zygote.at_once
    for _ in range(os.cpu_count() or 1):
        busy.acquire()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        try:
            draw(photo(), FileKind.JPEG, LIMITS)
            os._exit(0)
        finally:
            os._exit(1)
    for _ in range(os.cpu_count() or 1):
        busy.release()
    assert os.waitpid(child, 0)[1] == 0


def _eat_memory() -> None:
    bytearray(MEMORY)


def _eat_time() -> None:
    while True:
        pass


def _write_a_file() -> None:
    Path(os.environ["WRITTEN"]).write_bytes(b"something")


def _crash() -> None:
    faulthandler.disable()  # of pytest, which would tell about it at length
    ctypes.string_at(0)


@pytest.mark.parametrize(
    ("do", "status"),
    [
        (_eat_memory, 1 << 8),
        (_eat_time, signal.SIGKILL),
        (_write_a_file, 1 << 8),
        (_crash, signal.SIGSEGV),
    ],
    ids=["memory", "time", "a file", "a crash"],
)
def test_a_child_that_goes_beyond_its_limits_ends(
    do: Callable[[], None], status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A child as the program makes them, which does this instead of opening a picture."""
    written = tmp_path / "written"
    monkeypatch.setenv("WRITTEN", str(written))
    monkeypatch.setattr(zygote, "PROCESSOR_TIME", 1)
    monkeypatch.setattr(zygote, "_answer", lambda connection: do())
    ours, theirs = socket.socketpair()
    with ours, theirs:
        child = os.fork()
        if child == 0:
            zygote._child(theirs.fileno())
        assert os.waitpid(child, 0)[1] == status
    assert not written.exists() or written.stat().st_size == 0


def test_a_child_that_dies_is_a_sentence_about_its_photo(
    at_work: psutil.Process, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The child is killed while it waits for a byte that never comes."""
    ready, hear = Event(), sandbox._await

    def tell_when_ready(child: Conversation) -> None:
        hear(child)
        ready.set()

    def one_more(length: int, pixels: int, kind: bytes) -> bytes:
        return REQUEST.pack(length + 1, pixels, kind)

    monkeypatch.setattr(sandbox, "REQUEST", SimpleNamespace(pack=one_more))
    monkeypatch.setattr(sandbox, "_await", tell_when_ready)
    eventually(lambda: not forker(at_work).children())  # those of the photos before
    with ThreadPoolExecutor(1) as one:
        answer = one.submit(draw, photo(), FileKind.JPEG, LIMITS)
        assert ready.wait(PATIENCE)
        for child in forker(at_work).children():
            child.kill()
        with pytest.raises(Refused) as caught:
            answer.result()
    assert caught.value.code == Code.PHOTO_BROKEN
    assert "ended its process" in caplog.text
    monkeypatch.undo()
    assert draw(photo(), FileKind.JPEG, LIMITS).width == 64
    assert program().pid == at_work.pid


def test_the_limits_hold_in_the_children_only(at_work: psutil.Process) -> None:
    before = limits_of(os.getpid())
    draw(photo(), FileKind.JPEG, LIMITS)
    assert limits_of(forker(at_work).pid) == before == limits_of(os.getpid())


def limits_of(pid: int) -> str:
    return Path(f"/proc/{pid}/limits").read_text()


@pytest.mark.django_db
def test_that_there_is_no_child_to_be_had_is_not_blamed_on_the_photo(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """This process may open no further file or connection."""
    world, sent = World(), upload()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(Refused) as caught:
            add_upload(world.buyer, "form", sent)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert caught.value.code == Code.FILE_NOT_STORED
    assert "Too many open files" in caplog.text
    assert not Attachment.objects.exists()
    assert add_upload(world.buyer, "form", upload()).width == 64
