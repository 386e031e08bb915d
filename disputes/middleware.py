"""What every request passes through."""

import zoneinfo
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Code, Refused, TooManyAttempts
from disputes.forms.kept import typed_in
from disputes.forms.sign_in import SignInForm
from disputes.kernel.constraints import refused_by_database
from disputes.models import User
from disputes.sessions import is_over, was_ended


class PrivatePages:
    """Whatever somebody gets who shows a session is kept by no browser and no proxy on the way.

    Else the next person at the same machine reads it by the button "Back". A page that says so by
    itself keeps its own words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shows_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = self.get_response(request)
        if shows_session and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        return response


class StaffSessions:
    """Ends the sessions of people of the platform some hours after they have signed in, and those
    of somebody who no longer is one of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if told := self._why_over(request):
            logout(request)
            messages.info(request, told)
        return self.get_response(request)

    def _why_over(self, request: HttpRequest) -> str:
        if not isinstance(request.user, User):
            return ""
        if was_ended(request.user, request.session):
            return _("You were signed out, because this account may do other things than before.")
        if not is_over(request.user, request.session):
            return ""
        hours = settings.STAFF_SESSION_AGE // 3600
        return ngettext(
            "You were signed out: sessions of the platform's people end after %(number)d hour.",
            "You were signed out: sessions of the platform's people end after %(number)d hours.",
            hours,
        ) % {"number": hours}


class KeepsWhatWasTyped:
    """A form that was sent after the session had ended: the sign-in takes its place, and keeps it.

    Once signed in, the person is shown what was typed, and sends it with one button. For browsers
    that go to a page, with scripts or without; the scripts of our pages keep what they send.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not self._was_sent_away(request, response) or not (kept := typed_in(request)):
            return response
        context = {
            "form": SignInForm(request),
            "next": request.get_full_path(),
            "kept": kept,
            "lost_files": bool(request.FILES),
        }
        page = render(request, "disputes/sign_in.html", context, status=403)
        add_never_cache_headers(page)
        return page

    def _was_sent_away(self, request: HttpRequest, response: HttpResponse) -> bool:
        """To sign in and come back to this very page: what was sent to another door is not kept."""
        if request.method != "POST" or response.status_code != 302:
            return False
        address = urlsplit(response["Location"])
        return (
            address.path == settings.LOGIN_URL
            and parse_qs(address.query).get("next") == [request.get_full_path()]
            and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        )


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
        page = render(request, "disputes/refused.html", context, status=status)
        if isinstance(error, TooManyAttempts):
            page["Retry-After"] = error.retry_after
        return page


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote in their own words, and would have to write again."""
    return [
        value
        for name, value in request.POST.items()
        if isinstance(value, str) and " " in value.strip() and "password" not in name
    ]
