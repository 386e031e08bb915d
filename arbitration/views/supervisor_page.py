"""A page on which a supervisor does something that is no act in one case."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from disputes.permissions import SUPERVISE
from disputes.views.action import ActionPage, FormT
from disputes.views.people import signed_in


class SupervisorPage(ActionPage[FormT]):
    """Reached from a list, to which it leads back: `after`, called `list_name`."""

    list_name: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = signed_in(request)
        if not self.user.has_perm(SUPERVISE):
            raise PermissionDenied

    def page(self, title: str, **context: Any) -> dict[str, Any]:
        return admin.site.each_context(self.request) | {
            "title": title,
            "back": self.after,
            "list_name": _(self.list_name),
            **context,
        }
