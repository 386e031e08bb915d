"""Refusals that no form could show."""

from collections.abc import Callable

from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disputes.errors import Code, Refused, TooManyAttempts
from disputes.kernel.constraints import refused_by_database

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
