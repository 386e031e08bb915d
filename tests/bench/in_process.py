"""Pages asked for within this process, by the same door that gunicorn uses: all middleware runs,
the page is made and closed, and only the network is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unittest.mock import patch
from wsgiref.util import setup_testing_defaults

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.backends.django import Template
from django.template.context import make_context
from django.urls import path

from config.urls import urlpatterns
from config.wsgi import application
from disputes.models import Dispute

_bare: list["BarePage"] = []


def get(address: str, cookie: str = "") -> bytes:
    """The page; anything but a page is an error."""
    environ: dict[str, Any] = {"PATH_INFO": address, "HTTP_COOKIE": cookie}
    environ |= {"REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO()}
    setup_testing_defaults(environ)
    said: list[str] = []

    def start_response(status: str, headers: object, error: object = None) -> Any:
        said.append(status)

    response: Any = application(environ, start_response)
    body = b"".join(response)
    response.close()
    if said != ["200 OK"]:
        raise RuntimeError(f"{address} answers {said}")
    return body


def queries_of(do: Callable[[], object]) -> int:
    """How many queries that takes."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        do()
    return len(asked)


class BarePage:
    """A page once more: the same template with the same data, which were all fetched before."""

    def __init__(self, address: str, cookie: str) -> None:
        with _first_render() as rendered:
            page = get(address, cookie)
        self._template, context, self._request = rendered[0]
        engine = self._template.backend.engine
        made = make_context(context, self._request, autoescape=engine.autoescape)
        with made.bind_template(self._template.template):
            self._context = made.flatten()
        self.address = f"/bare/{len(_bare)}/"
        _bare.append(self)
        # What the template itself makes the data fetch, the data keep.
        if abs(len(get(self.address)) - len(page)) > len(page) // 100:
            raise RuntimeError(f"the bare page of {address} is another page")
        if queries_of(lambda: get(self.address)):
            raise RuntimeError(f"the bare page of {address} asks the database")

    def render(self) -> str:
        return self._template.template.render(_Fetched(self._context, self._request))


class _Fetched(Context):
    """With a request, as its tags expect it, and without what is fetched for each page."""

    def __init__(self, data: dict[Any, Any], request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request


@contextmanager
def _first_render() -> Iterator[list[tuple[Template, dict[str, Any], HttpRequest]]]:
    """Which template was rendered, with which data. The page itself comes first, then its parts."""
    rendered: list[tuple[Template, Any, Any]] = []
    render = Template.render

    def note(self: Template, context: Any = None, request: Any = None) -> Any:
        rendered.append((self, context, request))
        return render(self, context, request)

    with patch.object(Template, "render", note):
        yield rendered


def _bare_page(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(_bare[number].render())


def _bare_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Nothing, after the three queries that no answer about a case can do without."""
    buyer = request.user.pk
    Dispute.objects.filter(reference=reference, buyer=buyer).values_list("event_count").get()
    return HttpResponse(status=204)


urlpatterns.append(path("bare/<int:number>/", _bare_page))
urlpatterns.append(path("bare-answer/<slug:reference>/", _bare_answer))
