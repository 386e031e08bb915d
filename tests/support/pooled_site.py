"""The site as a web process has it in production; prints what `test_connection_pool` looks at.

A process of its own, because tests share one connection and move its clock.
"""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

import psycopg
from django.conf import settings
from django.db import connection

from config.wsgi import application

NAME = "pooled-site"


def visit() -> list[Any]:
    """What a person gets: the status, after how many seconds to come back, and the heading."""
    # With a session to look up, the page asks the database who is there.
    cookie = f"{settings.SESSION_COOKIE_NAME}={'a' * 32}"
    environ: dict[str, Any] = {"PATH_INFO": "/sign-in/", "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)
    said: dict[str, str] = {}

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], None]:
        said.update(headers, status=status[:3])
        return lambda body: None

    response: Any = application(environ, start)
    page = b"".join(response).decode()
    response.close()  # the end of the request, when its connection goes back
    heading = page.split("<h1>")[1].split("</h1>")[0].strip()
    return [int(said["status"]), said.get("Retry-After"), heading]


def connections() -> list[int]:
    """The processes of PostgreSQL that serve this one."""
    with _beside() as beside:
        asked = "SELECT pid FROM pg_stat_activity WHERE application_name = %s ORDER BY pid"
        return [pid for (pid,) in beside.execute(asked, [NAME])]


def cut() -> None:
    """As a restart of PostgreSQL does: every connection is lost, and nobody has been told."""
    with _beside() as beside:
        for pid in connections():
            beside.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def while_all_are_taken() -> list[Any]:
    """Another thread has the last connection, and does not give it back."""
    taken, done = threading.Event(), threading.Event()

    def take() -> None:
        connection.ensure_connection()
        taken.set()
        done.wait()
        connection.close()

    holder = threading.Thread(target=take)
    holder.start()
    taken.wait()
    try:
        return visit()
    finally:
        done.set()
        holder.join()


def _beside() -> psycopg.Connection:
    """Past the pool."""
    parameters: dict[str, Any] = connection.get_connection_params()
    return psycopg.connect(**parameters | {"application_name": "beside"}, autocommit=True)


def main() -> None:
    seen: dict[str, Any] = {"first": visit()}
    kept = connections()
    seen["connections"], seen["again"] = len(kept), visit()
    seen["kept"] = connections() == kept
    cut()
    seen["after a restart"] = visit()
    seen["all taken"], seen["then"] = while_all_are_taken(), visit()
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main()
