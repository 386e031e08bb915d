"""The log of requests."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from config.logs import CASE, Request, current, route_of

log = logging.getLogger(__name__)

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
