"""The zone in which a viewer reads times."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


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
