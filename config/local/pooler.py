"""PgBouncer in front of a test run's PostgreSQL, in transaction mode, as operators put it there.

Each transaction then has whatever connection is free, and whatever belongs to a connection is
somebody else's a moment later. It is the machine's own program (Debian's package `pgbouncer`).
"""

import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
import psycopg

from config.local.children import start
from config.local.servers import wait_for

PORT = 6432  # of its socket, in a folder of its own
NOT_INSTALLED = "PgBouncer is not installed on this machine (Debian's package pgbouncer)"

# Connections to one database are few, as in production, and take turns, so that clients do share
# them and hardly a transaction has the one before it. An idle one ends soon: nobody can copy or
# drop a database as long as somebody is connected to it.
_SETTINGS = """
[databases]
* = {server}

[pgbouncer]
pool_mode = transaction
server_round_robin = 1
default_pool_size = {connections}
max_client_conn = 1000
listen_port = {own_port}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users.txt
server_idle_timeout = 1
server_login_retry = 1
query_wait_timeout = 5
"""


def program() -> str | None:
    """Where PgBouncer is, if it is installed; `sbin` is not on everybody's path."""
    return shutil.which("pgbouncer", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))


@contextmanager
def pooled(address: str, *, roles: Collection[str] = (), connections: int = 10) -> Iterator[str]:
    """The address of the same database behind a PgBouncer, which ends with the block.

    It lets the user of the address in, and these `roles`; for each of them and each database it
    keeps at most so many `connections`. Raises `LookupError` where PgBouncer is not installed.
    """
    command = program()
    if command is None:
        raise LookupError(NOT_INSTALLED)
    to = dj_database_url.parse(address)
    user = _who_may_enter(str(to["HOST"]))
    # Directly in /tmp, because a socket's path may have 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="redress-pool-", dir="/tmp") as name:
        folder = Path(name)
        written = folder / "pgbouncer.ini"
        users = folder / "users.txt"
        users.write_text(
            "".join(f'"{name}" "{to["PASSWORD"] or ""}"\n' for name in (to["USER"], *roles))
        )
        known = {key: str(to[key] or "") for key in ("HOST", "PORT")}
        server = " ".join(f"{key.lower()}={_quoted(text)}" for key, text in known.items() if text)
        written.write_text(
            _SETTINGS.format(server=server, connections=connections, own_port=PORT, folder=folder)
        )
        if user:
            for path in (folder, written, users):
                os.chown(path, user.pw_uid, user.pw_gid)
        pgbouncer = start(
            "PgBouncer",
            [command, written],
            folder / "pgbouncer.log",
            environment={"PATH": os.environ["PATH"]},
            folder=folder,
            stop_signal=signal.SIGTERM,  # at once; SIGINT would wait for the clients
            user=user,
        )
        try:
            where = f"{to['USER']}@{quote(name, safe='')}:{PORT}"
            own = urlsplit(address)._replace(netloc=where).geturl()
            wait_for(pgbouncer, lambda: psycopg.connect(own).close())
            yield own
        finally:
            pgbouncer.stop()


def _who_may_enter(folder: str) -> pwd.struct_passwd | None:
    """PgBouncer, too, refuses to run as root, and must enter the folder of PostgreSQL's socket."""
    if os.geteuid() != 0:
        return None
    owner = Path(folder).stat().st_uid if folder.startswith("/") else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _quoted(text: str) -> str:
    """As PgBouncer reads it in the address of a server."""
    return "'" + text.replace("'", "''") + "'"
