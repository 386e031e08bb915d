"""The whole site in processes of its own, and visitors who never stop clicking."""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import cycle

from config.env import LOCAL
from config.local.children import Child, start
from tests.bench.ground import Database

FOLDER = LOCAL / "bench"
VISITORS = 4
_PATIENCE = 60
_SWEEPERS = {
    "worker": ["worker", "--concurrency=2", "--hostname=bench"],
    "beat": ["beat", "--pidfile=", f"--schedule={FOLDER / 'data' / 'beat'}"],
}

# An address on the site, and the cookie of whoever asks for it.
Page = tuple[str, str]


@contextmanager
def site(database: Database, *, bare: Sequence[Page] = (), sweeping: bool = False) -> Iterator[int]:
    """gunicorn as in production, with worker and beat if it shall sweep; the port of the site.

    The pages of `bare` are also there without their queries, at /bare/0/, /bare/1/ and so on.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    web = ["gunicorn", "--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    celery = ["celery", "--app", "config.celery"]
    with ExitStack() as running:
        server = _start(running, database, "web", [*web, "tests.bench.wsgi"], bare)
        if sweeping:
            for name, arguments in _SWEEPERS.items():
                _start(running, database, name, [*celery, *arguments])
        _wait_for(server, port)
        yield port


def _start(
    running: ExitStack,
    database: Database,
    name: str,
    arguments: list[str],
    bare: Sequence[Page] = (),
) -> Child:
    child = start(
        name,
        [sys.executable, "-m", *arguments],
        FOLDER / "logs" / f"{name}.log",
        environment=os.environ
        | {"DATABASE_URL": database.address, "BENCH_PAGES": json.dumps(list(bare))},
        folder=LOCAL.parent,
    )
    running.callback(child.stop)
    return child


def _wait_for(server: Child, port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            visit(port, [("/healthz", "")], 0)
            return
        except OSError as error:
            if server.ended() or time.monotonic() > deadline:
                raise RuntimeError(f"gunicorn does not answer: {server.last_words()}") from error
        time.sleep(0.1)


def requests_a_second(
    port: int, pages: Sequence[Page], duration: float, *, status: int = 200
) -> float:
    """By several visitors at once, each of whom asks for the next page when one has come."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(VISITORS) as visitors:
        visits = [visitors.submit(visit, port, pages, duration, status) for _ in range(VISITORS)]
        asked = sum(each.result() for each in visits)
    return asked / (time.perf_counter() - begin)


def visit(port: int, pages: Sequence[Page], duration: float, status: int = 200) -> int:
    """One page after the other over one connection, at least one; how many came."""
    end, asked = time.monotonic() + duration, 0
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        for address, cookie in cycle(pages):
            connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
            response = connection.getresponse()
            response.read()
            if response.status != status:
                raise RuntimeError(f"{address} answers {response.status}")
            asked += 1
            if time.monotonic() >= end:
                break
    finally:
        connection.close()
    return asked
