"""Requests as the web server hands them over, odd ones that Django's own client would not send."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    method: str,
    path: str | bytes,
    *,
    query: str = "",
    body: bytes = b"",
    length: int | None = None,
    kind: str = "",
    cookies: str = "",
    headers: Mapping[str, str] = {},
) -> Answer:
    """What the application answers. `headers` are named as in WSGI, such as HTTP_HOST.

    `length`: what the request says of its body, which may be more than there is; -1: nothing.
    """
    raw = path.encode() if isinstance(path, str) else path
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": raw.decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver",
        "HTTP_COOKIE": cookies,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body) if length is None else length),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    } | dict(headers)
    if length == -1:
        del environ["CONTENT_LENGTH"]
    said: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], None]:
        said.update(status=int(status[:3]), headers=dict(headers))
        return lambda body: None

    with _connections_kept():
        response: Any = _application()(environ, start)
        try:
            content = b"".join(response)
        finally:
            response.close()
    return Answer(said["status"], said["headers"], content)


@cache
def _application() -> Any:
    """Without what a web server does once at its start: it connects, and closes its connection,
    which here is the test's."""
    with patch("config.start.refuse_to_start_wrong"):
        return import_module("config.wsgi").application


@contextmanager
def _connections_kept() -> Iterator[None]:
    """As Django's client does it: the test's own transaction goes on after the request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def cookies_of(client: Client, **more: str) -> str:
    """The header with the cookies of somebody who is signed in, and more of them."""
    own = {name: morsel.value for name, morsel in client.cookies.items()}
    return "; ".join(f"{name}={value}" for name, value in (own | more).items())


def token() -> Mapping[str, str]:
    """A cookie that the check against forgery takes; the form carries the same."""
    return {settings.CSRF_COOKIE_NAME: "a" * 32}
