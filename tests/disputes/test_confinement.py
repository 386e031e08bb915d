"""The programs that open strangers' files reach nothing, even when somebody has taken them over."""

import ctypes
import errno
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks

from disputes.case_pdf import printing
from disputes.case_pdf.pictures import Read
from disputes.confinement import Layer, kernel, seccomp
from disputes.confinement.probe import _tried, missing_layers
from disputes.files import sandbox
from disputes.files.protocol import READY
from tests.support.workspace import signed_in
from tests.support.world import World

SOMEBODY = 12_345  # a user who is not root
SECRET = "nobody may read this"

LACKING = {
    Layer.NAMESPACES: "confinement.namespaces.enter = lacks",
    Layer.LANDLOCK: "confinement.landlock.restrict = lacks",
    Layer.SECCOMP: "confinement.seccomp.restrict = lacks",
}
ORDINARY = f"""
os.setgroups([]); os.setresgid(*[{SOMEBODY}] * 3); os.setresuid(*[{SOMEBODY}] * 3)
confinement.prctl(confinement.PR_SET_DUMPABLE, 1)
"""
START = """
import os
from disputes import confinement
from tests.support import hostile
def lacks(*args, **kwargs):
    raise OSError("this machine does not have it")
"""
ZYGOTE = """
from disputes.files import zygote
zygote._answer = lambda connection: connection.sendall(hostile.told({aims!r}))
{changes}
zygote.main()
"""
PRESS = """
from disputes.case_pdf import press
def shrink(data, share):
    os.write(1, hostile.told({aims!r}))
    os._exit(0)
press.shrink = shrink
{changes}
press.main()
"""
USERS = ["as it is"] + (["an ordinary user"] if os.geteuid() == 0 else [])


@pytest.fixture
def aims() -> Iterator[dict[str, Any]]:
    """What there is to be reached; permissions of files would let everybody in."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        secret, original, decoy = folder / "secret", folder / "original.jpg", folder / "decoy"
        for file in (secret, original, decoy):
            file.write_text(SECRET)
            file.chmod(0o666)
        folder.chmod(0o777)
        tcp = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        unix, abstract = (opened.enter_context(socket.socket(socket.AF_UNIX)) for _ in range(2))
        unix.bind(str(folder / "postgresql"))
        (folder / "postgresql").chmod(0o777)
        abstract.bind(f"\0redress-{os.getpid()}")
        for listening in (unix, abstract):
            listening.listen()
        os.set_inheritable(tcp.fileno(), True)
        other = opened.enter_context(
            subprocess.Popen(["sleep", "600"], env={"SECRET_KEY": SECRET}, user=other_user())
        )
        opened.callback(other.kill)
        memory = ctypes.create_string_buffer(SECRET.encode())
        yield {
            "processes": {"the web process": os.getpid(), "another": other.pid},
            "address": ctypes.addressof(memory),
            "files": [str(secret), str(original)],
            "decoy": str(decoy),
            "scratch": str(folder),
            "folders": [str(folder), str(settings.EVIDENCE_ROOT)],
            "sockets": [str(folder / "postgresql"), database_socket()],
            "abstract": f"\0redress-{os.getpid()}",
            "port": tcp.getsockname()[1],
            "secrets": [SECRET, settings.SECRET_KEY, database_socket()],
        }


def other_user() -> int | None:
    return None if os.geteuid() else SOMEBODY


def database_socket() -> str:
    return f"{settings.DATABASES['default']['HOST']}/.s.PGSQL.5432"


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The programs are started as ever, and then run this."""
    start = subprocess.Popen

    def change(code: str) -> None:
        def popen(command: list[str], **options: Any) -> Any:
            return start([command[0], "-c", START + code, *command[3:]], **options)

        monkeypatch.setattr(subprocess, "Popen", popen)

    return change


def from_the_photos(
    aims: dict[str, Any], changes: str, changed: Callable[[str], None]
) -> list[str]:
    changed(ZYGOTE.format(aims=json.dumps(aims | {"descriptors": 0}), changes=changes))
    beside = sandbox._Zygote()
    try:
        with beside.child() as (connection, _control), connection.makefile("rb") as said:
            assert said.read(len(READY)) == READY
            return list(json.loads(said.read()))
    finally:
        beside._stop()


def from_the_press(aims: dict[str, Any], changes: str, changed: Callable[[str], None]) -> list[str]:
    own = {"descriptors": 2}  # the files of the picture and of the text
    changed(PRESS.format(aims=json.dumps(aims | own), changes=changes))
    with tempfile.TemporaryDirectory() as folder:
        if "setresuid" in changes:
            shutil.chown(folder, SOMEBODY, SOMEBODY)
        _status, said = printing._run(folder, {}, ["picture-1"], [Read("picture-1", b"data")])
    return list(json.loads(said))


def changes_for(user: str, lacking: list[Layer]) -> str:
    """The press makes its files first, so an ordinary user begins as one in both."""
    early = "zygote._warm_up()\n" + ORDINARY if user == "an ordinary user" else ""
    return early + "\n".join(LACKING[layer] for layer in lacking)


@pytest.fixture(params=[from_the_photos, from_the_press], ids=["photos", "press"])
def broken_into(
    request: pytest.FixtureRequest, aims: dict[str, Any], changed: Callable[[str], None]
) -> Callable[[str, list[Layer]], list[str]]:
    def attempts(user: str, lacking: list[Layer]) -> list[str]:
        changes = changes_for(user, lacking)
        if request.param is from_the_press:
            changes = changes.replace("zygote._warm_up()", "")
        found: list[str] = request.param(aims, changes, changed)
        return found

    return attempts


Attempts = Callable[[str, list[Layer]], list[str]]


@pytest.mark.slow
@pytest.mark.parametrize("user", USERS)
def test_hostile_code_inside_reaches_nothing(broken_into: Attempts, user: str) -> None:
    print("layers that this machine lacks:", missing_layers() or "none")  # noqa: T201
    assert broken_into(user, []) == []


@pytest.mark.slow
@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("layer", list(LACKING))
def test_what_one_layer_lacks_the_others_hold(
    broken_into: Attempts, user: str, layer: Layer
) -> None:
    if set(missing_layers()) - {layer}:
        pytest.skip(f"this machine lacks {missing_layers()}")
    assert broken_into(user, [layer]) == []


@pytest.mark.slow
@pytest.mark.parametrize("lacking", [[], list(LACKING)], ids=["all layers", "no layer"])
def test_without_a_free_descriptor_a_picture_opens_nothing(
    aims: dict[str, Any], changed: Callable[[str], None], lacking: list[Layer]
) -> None:
    """Where the kernel has nothing of all this: what is left are permissions and limits."""
    found = from_the_photos(aims, changes_for("as it is", lacking), changed)
    opened = ("environ", "mem", "maps", "to read", "to list", "the socket", "TCP", "UDP", "a raw")
    assert [each for each in found if each.startswith(opened)] == []


@pytest.mark.slow
def test_the_attempts_would_find_something(aims: dict[str, Any]) -> None:
    """The same attempts by a process that nobody has locked up."""
    told = f"hostile.told({json.dumps(aims | {'descriptors': 0})!r})"
    code = f"import sys; from tests.support import hostile; sys.stdout.buffer.write({told})"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    found = set(json.loads(done.stdout))
    assert {
        "environ of another",
        f"to read {aims['files'][0]}",
        f"the socket {aims['sockets'][0]}",
        "an abstract socket",
        "TCP",
        "a shell",
        "a secret in the environment",
        "to empty a file",
        "to move a file",
        "to write a file",
        "to make a folder",
    } <= found


def test_what_a_machine_lacks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lacks = {Layer.LANDLOCK: "landlock_create_ruleset: Function not implemented"}
    monkeypatch.setattr("disputes.confinement.checks.missing_layers", lambda: lacks)
    [told] = run_checks(tags=["confinement"], include_deployment_checks=True)
    assert told.id == "redress.W101"
    assert told.msg == (
        "The programs that open strangers' files run without Landlock: "
        "landlock_create_ruleset: Function not implemented."
    )


@pytest.mark.django_db
def test_staff_read_what_a_machine_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(World().arbitrator)
    for lacks, shown in (({Layer.LANDLOCK: "no"}, True), ({}, False)):
        monkeypatch.setattr("arbitration.views.status.missing_layers", lambda lacks=lacks: lacks)
        page = client.get("/admin/status/").text
        assert ("files are locked up without Landlock. The other locks hold" in page) is shown


def test_a_machine_that_cannot_even_be_asked_lacks_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("disputes.confinement.programs._HOME", Path("/there/is/none"))
    _tried.cache_clear()
    assert set(missing_layers()) == set(Layer)
    _tried.cache_clear()


def test_an_unknown_machine_lacks_what_needs_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(OSError, match="riscv64"):
        seccomp.program(reading=False)


@pytest.mark.parametrize("reading", [False, True])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_sound_on_both_machines(
    monkeypatch: pytest.MonkeyPatch, machine: str, reading: bool
) -> None:
    """Run as the kernel runs it: what is asked for, and what comes of it."""
    monkeypatch.setattr("platform.machine", lambda: machine)
    run = interpreter(seccomp.program(reading=reading), machine)
    call = {name: both[machine == "aarch64"] for name, both in kernel._NUMBERS.items()}
    allowed, refused, killed = 0x7FFF_0000, 0x0005_0000 | errno.EPERM, 0x8000_0000
    assert run(call["read"]) == allowed
    assert run(call["clone"], 0x3D_0F00) == allowed  # as the C library makes a thread
    assert run(call["clone"], 0x120_0011) == refused  # and a process
    assert run(call["clone3"]) == 0x0005_0000 | errno.ENOSYS
    assert run(call["mmap"], 0, 4096, 3) == allowed
    assert run(call["mmap"], 0, 4096, 5) == refused
    assert run(call["sendto"], 3, 0, 9, 0, 0) == allowed
    assert run(call["sendto"], 3, 0, 9, 0, 1 << 40) == refused
    assert run(call["prlimit64"], 0, 7, 0) == allowed
    assert run(call["prlimit64"], 0, 7, 1 << 40) == refused
    reads = allowed if reading else refused
    assert run(call["openat"], 0, 0, os.O_RDONLY | os.O_CLOEXEC) == reads
    assert run(call["openat"], 0, 0, os.O_WRONLY) == refused
    assert run(call["openat"], 0, 0, os.O_CREAT) == refused
    for name in ("capset", "seccomp", "unshare", "pivot_root", "landlock_restrict_self"):
        assert run(call[name]) == refused
    assert run(call["read"], architecture=0x4000_0003) == killed  # the calls of 32 bits
    assert run(0x4000_0000) == killed


def interpreter(program: list[seccomp.Instruction], machine: str) -> Callable[..., int]:
    own = seccomp._ARCHITECTURES[machine]

    def run(number: int | None, *arguments: int, architecture: int = own) -> int:
        assert number is not None
        asked = struct.pack(
            "<iIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments))
        )
        at = held = 0
        while True:
            code, yes, no, value = program[at]
            at += 1
            if code == seccomp._RETURN:
                return value
            if code == seccomp._LOAD:
                (held,) = struct.unpack_from("<I", asked, value)
                continue
            tests = {seccomp._EQUAL: held == value, seccomp._AT_LEAST: held >= value}
            at += yes if tests.get(code, bool(held & value)) else no

    return run
