"""The ground that drills are held on: servers of their own, which can be stopped, killed, hung."""

import os
import pwd
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import psutil
import psycopg
import redis
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import sql

from config.local.children import Child, start
from config.local.pooler import pooled
from config.local.servers import NOT_YET, servers
from disputes.background import regular_work

PATIENCE = 60.0  # seconds
_WHERE = ("HOST", "PORT", "USER", "PASSWORD", "NAME")
DATABASE_SQL = Path(__file__).resolve().parents[2] / "docs/deploy/database.sql"
CONNECT = "\\connect redress\n"
OWNER, SERVING = "redress_owner", "redress_app"


def wait_until(condition: Callable[[], object], patience: float = PATIENCE) -> float:
    """How many seconds it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < patience, f"waited {patience} s in vain"
        time.sleep(0.01)
    return time.monotonic() - begun


@dataclass
class Server:
    """One embedded server, as the same command starts it again after whatever happened to it."""

    child: Child
    answers: Callable[[], object]

    def stop(self, number: signal.Signals) -> None:
        """By this signal to its first process; returns when nothing of it is left."""
        first = psutil.Process(self.child.process.pid)
        parts = first.children(recursive=True)
        self.child.process.send_signal(number)
        self.child.wait()
        _, left = psutil.wait_procs(parts, timeout=PATIENCE)
        assert left == []

    def start(self) -> None:
        """By the same command. After it was killed, it recovers from its journal first."""
        command = [str(word) for word in self._command()]
        data = Path(command[command.index("-D") + 1]) if "-D" in command else Path("/tmp")
        owner = data.stat().st_uid
        again = start(
            self.child.name,
            command,
            self.child.log,
            environment={"PATH": os.environ["PATH"]},
            folder=data,
            stop_signal=self.child.stop_signal,
            user=pwd.getpwuid(owner) if owner and os.geteuid() == 0 else None,
        )
        # Whoever stops the servers at the end knows them by this object.
        self.child.process = again.process
        wait_until(lambda: not again.ended() and self._is_up())

    def _command(self) -> list[object]:
        text = self.child.process.args
        assert isinstance(text, list), "children.start makes a list"
        return text

    def hang(self) -> None:
        """It accepts whoever connects, and never answers."""
        self.child.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.child.process.send_signal(signal.SIGCONT)

    def _is_up(self) -> bool:
        with suppress(*NOT_YET):
            self.answers()
            return True
        return False


class Ground:
    """PostgreSQL as in production (a commit is on the disk), Valkey, and a migrated database, made
    as docs/deploy/database.sql says: one role owns it, and another one is all that serves."""

    def __init__(
        self, addresses: dict[str, str], children: list[Child], through: str | None = None
    ) -> None:
        """`through` is the address of a pooler, by which the sites reach their databases."""
        self._superuser_url, self.redis_url = addresses["DATABASE_URL"], addresses["REDIS_URL"]
        self._through = through or self._superuser_url
        self.postgresql = Server(children[0], lambda: self.connect().close())
        self.valkey = Server(children[1], lambda: self.redis().ping())
        self._template = self._make_database()
        with leading_to(self._address(self._template, OWNER)):
            call_command("migrate", "--no-input", verbosity=0)

    def new_database(self) -> str:
        """The owner's address of a fresh one."""
        name = f"site_{secrets.token_hex(4)}"
        with self.connect() as database:
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            names = map(sql.Identifier, (name, self._template, OWNER))
            database.execute(copy.format(*names))
        with leading_to(self._address(name, OWNER)):
            regular_work.resume()  # a copy does nothing by itself, until it is told to
        return as_role(urlsplit(self._through)._replace(path=f"/{name}").geturl(), OWNER)

    def empty_database(self) -> str:
        """The owner's address of one without tables, as before a first migration or a restore."""
        name = f"site_{secrets.token_hex(4)}"
        with self.connect() as database:
            made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
            database.execute(made.format(sql.Identifier(name), sql.Identifier(OWNER)))
        self._set_rights(name)
        return self._address(name, OWNER)

    def past_the_pooler(self, address: str, role: str) -> str:
        """The same database as this role, as pg_dump needs it."""
        return self._address(urlsplit(address).path.lstrip("/"), role)

    def connect(self) -> psycopg.Connection:
        """As the superuser, to a database that is nobody's."""
        return psycopg.connect(self._address("postgres"), autocommit=True)

    def redis(self) -> redis.Redis:
        path = urlsplit(self.redis_url).path
        return redis.Redis(unix_socket_path=path)

    def _make_database(self) -> str:
        """Its name. The wheel has made one of that name already, which belongs to the superuser."""
        with self.connect() as connection:
            connection.execute("DROP DATABASE redress")
            _execute(connection, DATABASE_SQL.read_text().split(CONNECT)[0])
            # So that drills can move the clock, which production does not look at.
            connection.execute(f"GRANT SET ON PARAMETER redress.clock_offset TO {OWNER}")
        self._set_rights("redress")
        return "redress"

    def _set_rights(self, name: str) -> None:
        with psycopg.connect(self._address(name), autocommit=True) as connection:
            _execute(connection, DATABASE_SQL.read_text().split(CONNECT)[1])

    def _address(self, name: str, role: str = "") -> str:
        address = urlsplit(self._superuser_url)._replace(path=f"/{name}").geturl()
        return as_role(address, role) if role else address


def as_role(address: str, role: str) -> str:
    """The same database for somebody else."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}@{host}").geturl()


def _execute(connection: psycopg.Connection, script: str) -> None:
    """One statement at a time: a database cannot be made in a transaction."""
    text = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    for statement in filter(str.strip, text.split(";")):
        connection.execute(statement.encode())


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Servers beside those of the test run, so that nobody else notices what is done to them."""
    with ExitStack() as running:
        own = running.enter_context(servers(folder / "data", folder / "logs"))
        through = None
        if os.environ.get("POOLER"):  # as for the whole test run
            address = own.addresses["DATABASE_URL"]
            through = running.enter_context(pooled(address, roles=(OWNER, SERVING)))
        yield Ground(own.addresses, own.children, through)


@contextmanager
def leading_to(address: str) -> Iterator[None]:
    """Django's connections in this process, of all its threads, lead to this database."""
    default = connections["default"]
    assert isinstance(default, DatabaseWrapper), "Redress runs on PostgreSQL"
    before = dict(default.settings_dict)
    _let_go(default)
    to: dict[str, Any] = {**dj_database_url.parse(address)}
    default.settings_dict.update({key: to[key] for key in _WHERE})
    try:
        yield
    finally:
        _let_go(default)
        default.settings_dict.update(before)


def _let_go(default: DatabaseWrapper) -> None:
    default.close()
    default.close_pool()
