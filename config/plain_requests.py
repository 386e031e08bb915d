"""Refuses requests and forms that are not as a browser sends them, before an app reads them."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from config.entrance import NO_LENGTH, NOT_WHOLE, REFUSED


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
