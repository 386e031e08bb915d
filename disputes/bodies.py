"""What is sent is read only where files are taken, of somebody signed in, and only so much of it.

Anything else could be sent by anybody, to any address, into the temporary folder.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.files.slots import NoSlotLeft, Slots

MEGABYTE = 1024 * 1024
MOST_OF_ONE = 25 * MEGABYTE  # of an address that takes one file: more is told beside its name
MOST = 170 * MEGABYTE  # ten files of 15 MB, and some that are too large
RETRY_AFTER = 5  # seconds

_AnyView = TypeVar("_AnyView", bound=Callable[..., HttpResponseBase])
# Large requests that this process reads at once: fewer than half of its threads, so that pages
# are answered meanwhile, and of one person as many as windows that somebody has open.
_reading = Slots(places=12, each=3)


def takes_files(most: int = MOST) -> Callable[[_AnyView], _AnyView]:
    """Marks a view that takes files: so many bytes in one request. Other views take a megabyte."""

    def mark(view: _AnyView) -> _AnyView:
        view.__dict__["takes_files"] = most
        return view

    return mark


class LargeBodies:
    """Decides by the announced length, before anything of the body is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _announced(request)
        if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return self.get_response(request)
        most = _most(request.path_info)
        if length > max(most, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return _told(request, 413, _too_large(most))
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            with _reading.place(request.user.pk):
                return self.get_response(request)
        except NoSlotLeft:
            answer = _told(request, 503, _busy())
            answer["Retry-After"] = str(RETRY_AFTER)
            return answer


def _announced(request: HttpRequest) -> int:
    """Without an announced length, Django takes a body for empty."""
    length: Any = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if str(length).isdecimal() else 0


def _most(path: str) -> int:
    try:
        return int(getattr(resolve(path).func, "takes_files", 0))
    except Resolver404:
        return 0


def _too_large(most: int) -> str:
    if not most:
        return _("This is too large to be sent to this address, so it was not read.")
    return _(
        "This is too large to be sent at once, so it was not read. Go back: what you typed is "
        "still there. Then send fewer files at once, or smaller copies of them."
    )


def _busy() -> str:
    return _(
        "Too many files are being checked just now. Wait a moment, then load this page again: "
        "your browser sends everything once more."
    )


def _told(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    refused = Refused(Code.BUSY if status == 503 else Code.FILE_TOO_LARGE, sentence)
    return render(request, "disputes/refused.html", {"refused": refused}, status=status)
