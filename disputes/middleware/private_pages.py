"""Pages that nobody else may read at the same machine."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


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
