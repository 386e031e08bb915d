"""What every request passes through."""

import zoneinfo
from collections.abc import Callable

from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from disputes.errors import Code, Refused
from disputes.services.constraints import refused_by_database


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


_STATUS = {Code.NOT_FOUND: 404, Code.NOT_ALLOWED: 403, Code.BUSY: 503}


class RefusalPage:
    """A refusal that no form could show: a page with its sentence, and with what was typed.

    What the database refuses, wherever it was asked, is a refusal as well and no failure of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, IntegrityError | DataError):
            error = refused_by_database(error)
        if not isinstance(error, Refused):
            return None
        context = {"refused": error, "typed": _typed(request)}
        status = _STATUS.get(error.code, 409)
        return render(request, "disputes/refused.html", context, status=status)


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote in their own words, and would have to write again."""
    return [
        value
        for name, value in request.POST.items()
        if isinstance(value, str) and " " in value.strip() and "password" not in name
    ]
