"""Times are shown in the viewer's own zone."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from disputes.errors import Code, Refused


class ViewerTimeZone:
    """Activates the zone that the viewer chose, else the browser's (the cookie `tz`), else UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "time_zone", "")
        with timezone.override(_zone(chosen) or _zone(request.COOKIES.get("tz", ""))):
            return self.get_response(request)


def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    """A zone by its IANA name. A cookie can hold anything, so an unknown one is no error."""
    if name not in zoneinfo.available_timezones():
        return None
    return zoneinfo.ZoneInfo(name)


class RefusalPage:
    """A refusal that no form could show: a page with its sentence, 404 for what is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        status = 404 if error.code == Code.NOT_FOUND else 409
        return render(request, "disputes/refused.html", {"refused": error}, status=status)
