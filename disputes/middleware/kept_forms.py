"""Forms that were sent after the session had ended, or with the token of an earlier one."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from disputes.forms import kept_files
from disputes.views.kept_forms import sign_in_and_keep


class KeepsWhatWasTyped:
    """A form that was sent after the session had ended: the sign-in takes its place, and keeps it.

    Once signed in, the person is shown what was typed, and sends it with one button, with its
    files. For browsers that go to a page, with scripts or without; the scripts of our pages keep
    what they send.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.user.is_authenticated:
            kept_files.bring_back(request)
        response = self.get_response(request)
        if not self._was_sent_away(request, response):
            return response
        return sign_in_and_keep(request) or response

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
