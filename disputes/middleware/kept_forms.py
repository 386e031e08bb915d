"""Forms that were sent after the session had ended."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from disputes.forms.kept import typed_in
from disputes.forms.sign_in import SignInForm


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
