"""What every request passes through."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone

from disputes.errors import Code, Refused, TooManyAttempts


class ViewerTimeZone:
    """Activates the zone that the viewer chose, else the browser's (the cookie `tz`), else UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "time_zone", "")
        with timezone.override(_zone(chosen) or _zone(request.COOKIES.get("tz", ""))):
            return self.get_response(request)


_ZONES = frozenset(zoneinfo.available_timezones())  # reads a folder of some 600 files: once


def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    """A zone by its IANA name. A cookie can hold anything, so an unknown one is no error."""
    if name not in _ZONES:
        return None
    return zoneinfo.ZoneInfo(name)


_STATUS = {
    Code.NOT_FOUND: 404,
    Code.NOT_ALLOWED: 403,
    Code.BUSY: 503,
    Code.TOO_MANY_ATTEMPTS: 429,
}


class RefusalPage:
    """A refusal that no form could show: a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        status = _STATUS.get(error.code, 409)
        page = render(request, "disputes/refused.html", {"refused": error}, status=status)
        if isinstance(error, TooManyAttempts):
            page["Retry-After"] = error.retry_after
        return page


class PlainRequests:
    """Turns away what no browser sends, before it can upset anything behind it.

    An odd character set in the Content-Type makes Python's codecs fail in unexpected places; a
    session cookie that Django did not make need not be looked up, and may not be storable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            return HttpResponseBadRequest("Send this as UTF-8.", content_type="text/plain")
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not (session.isascii() and session.isalnum()):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)
