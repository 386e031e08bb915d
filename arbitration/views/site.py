"""Django's admin, as the workspace of arbitrators and supervisors."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from arbitration.views import status
from arbitration.views.compare import compare_page
from disputes.models import User
from disputes.permissions import is_staff_of_platform

View = TypeVar("View", bound=Callable[..., Any])


class Workspace(AdminSite):
    """Open to people of the platform, through the one sign-in page of Redress."""

    site_header = site_title = _("Redress arbitration")
    index_title = _("Cases")
    enable_nav_sidebar = False  # the few places fit in the header, and there they need no script

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and is_staff_of_platform(user)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        opened = self.admin_view
        own = [
            path(
                "disputes/dispute/<slug:reference>/compare/", opened(compare_page), name="compare"
            ),
            path("status/", opened(status.status_page), name="status"),
            path("status/cases/<slug:reference>/", opened(status.retry_case), name="retry-case"),
            path(
                "status/messages/<int:number>/", opened(status.retry_message), name="retry-message"
            ),
        ]
        return [*own, *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Strangers sign in, everybody else without the permission learns that it is missing."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request):
                return self._turned_away(request, request.get_full_path())
            return guarded(request, *args, **kwargs)

        return cast(View, opened)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one door; this address only leads to it."""
        if self.has_permission(request):
            return redirect("admin:index")
        return self._turned_away(request, "/admin/")

    def index(  # type: ignore[override]  # the stubs know only the stock page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Work begins at the queue."""
        return redirect("admin:disputes_dispute_changelist")

    def _turned_away(self, request: HttpRequest, wanted: str) -> HttpResponseRedirect:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(wanted)
