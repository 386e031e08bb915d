"""What every request meets before it reaches an app: the log, and the probes' short way."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import resolve

from config import draining
from config.entrance import NO_LENGTH, NOT_WHOLE, REFUSED
from config.logs import CASE, Request, current, route_of

log = logging.getLogger(__name__)

# Asked by machines, by whatever name or number they know this one.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})

HEADER = "X-Request-ID"
# What a proxy makes, such as 32 hexadecimal digits or a UUID. Anything else is not taken over.
_SANE = re.compile(r"[0-9A-Za-z-]{16,64}")


class RequestLog:
    """Logs method, route, status and time taken: who asked, and for what, is nobody's business.

    Stands behind the static files, which need no lines.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        sent = request.headers.get(HEADER, "")
        number = sent if _SANE.fullmatch(sent) else uuid.uuid4().hex
        token = current.set(Request(number))
        try:
            response = self._get_response(request)
            response[HEADER] = number
            _tell(request, response, time.perf_counter() - start)
        finally:
            current.reset(token)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """From here on, lines name the case that the address names."""
        known, reference = current.get(), str(kwargs.get("reference", ""))
        if known is not None and CASE.fullmatch(reference):
            current.set(replace(known, case=reference))


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    fields = {
        "method": request.method,
        "route": route_of(request),
        "status": response.status_code,
        "duration_ms": round(seconds * 1000, 1),
    }
    log.info("%(method)s %(route)s: %(status)s in %(duration_ms)s ms", fields, extra=fields)


class PlainRequests:
    """Turns away what no browser sends, before it can upset anything behind it.

    Why a request is not taken, `config.entrance` has found. A session cookie that Django did not
    make need not be looked up, and may not be storable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refused = request.META.get(REFUSED)
        if refused is not None:
            status = HTTPStatus.LENGTH_REQUIRED if refused == NO_LENGTH else HTTPStatus.BAD_REQUEST
            return HttpResponse(refused, status=status, content_type="text/plain")
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not (session.isascii() and session.isalnum()):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self._get_response(request)


class Probes:
    """Answers the probes ahead of the check of the host, and of whatever else could send them away.

    They ask by address, which ALLOWED_HOSTS does not list. Nothing else goes past that check.
    A process that is about to end says so here, while all its other pages go on as before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBES:
            return self._get_response(request)
        request.resolver_match = match = resolve(request.path_info)
        if match.view_name == "readyz" and draining.begun():
            return JsonResponse({"ready": False}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer


class WholeForms:
    """Reads a form before anything is done with it, so that a broken one is refused as such.

    The check against forgery would take it for one without its token, or, with the token in a
    header, leave it to the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            len(request.POST)  # reads it
        except UnreadablePostError as error:  # the sender is gone
            raise BadRequest(NOT_WHOLE) from error
        return self._get_response(request)
