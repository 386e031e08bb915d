"""The end of sessions of the platform's people."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import User
from disputes.sessions import is_over, was_ended


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
