"""Django's admin, as the workspace of arbitrators and supervisors."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arbitration.views import reports, retry_all, status
from arbitration.views.access_log import access_log_page
from arbitration.views.board import page as board
from arbitration.views.case_pdf import case_pdf_page
from arbitration.views.cleanups import cleanup_page
from arbitration.views.compare import compare_page
from arbitration.views.standing import section as standing
from disputes.background.regular_work import pause_in_force
from disputes.errors import Code, Refused
from disputes.gateways import pays_nobody
from disputes.models import User
from disputes.permissions import ARBITRATE, SUPERVISE, is_staff_of_platform
from disputes.views.account import OwnPassword
from disputes.views.people import signed_in
from sellers.gateways import tells_nobody

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
            path("board/", opened(board.board_page), name="board"),
            path("board/<slug:table>.csv", opened(board.board_csv), name="board-csv"),
            path("looks/", opened(access_log_page), name="access-log"),
            path(
                "disputes/dispute/<slug:reference>/case-file/",
                opened(case_pdf_page),
                name="case-pdf",
            ),
            path("status/", opened(status.status_page), name="status"),
            path("status/cleanups/<int:number>/", opened(cleanup_page), name="cleanup"),
            path(
                "status/cases/all/again/",
                opened(retry_all.RetryAllCases.as_view()),
                name="retry-all-cases",
            ),
            path(
                "status/messages/<slug:topic>/again/",
                opened(retry_all.RetryAllMessages.as_view()),
                name="retry-all-messages",
            ),
            path("status/mails/again/", opened(status.retry_mails), name="retry-mails"),
            path("status/cases/<slug:reference>/", opened(status.retry_case), name="retry-case"),
            path(
                "status/cases/<slug:reference>/decide/",
                opened(status.LetArbitratorDecide.as_view()),
                name="let-decide",
            ),
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
            _check_sender(request)
            return guarded(request, *args, **kwargs)

        return cast(View, opened)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With what the navigation tells of the board, of stores and of reports."""
        context = super().each_context(request)
        if context["has_permission"]:
            context["warnings"] = _warnings()
            context["board_news"] = board.news(request)
            context["standing_news"] = standing.news(request)
            context["report_news"] = reports.news(request)
        return context

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one door; this address only leads to it."""
        if self.has_permission(request):
            return redirect("admin:index")
        return self._turned_away(request, "/admin/")

    def password_change(  # type: ignore[override]  # a redirect when it was changed
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Within the limits of signing in: the stock page would look at any number of passwords."""
        view = OwnPassword.as_view(
            success_url=reverse("admin:password_change_done"),
            extra_context=self.each_context(request) | (extra_context or {}),
        )
        return cast(HttpResponse, view(request))

    def index(  # type: ignore[override]  # the stubs know only the stock page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Work begins at the queue."""
        return redirect("admin:disputes_dispute_changelist")

    def _turned_away(self, request: HttpRequest, wanted: str) -> HttpResponse:
        if isinstance(request.user, User) and request.user.is_staff:
            return render(request, "arbitration/no_role.html", status=403)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(wanted)


def _warnings() -> list[str]:
    """What staff must not take for done in the real world."""
    notes = []
    if paused := pause_in_force():
        what_waits = gettext("Deadlines, refunds and messages wait until it goes on.")
        notes.append(f"{paused} {what_waits}")
    if settings.DEMO:  # of which every page says that nobody is paid
        return notes
    if pays_nobody():
        notes.append(
            gettext(
                "No payment provider is connected (ESCROW_GATEWAY=embedded): refunds are only "
                "booked in this database, and nobody is paid."
            )
        )
    if tells_nobody():
        notes.append(
            gettext(
                "No marketplace is connected (MARKETPLACE_GATEWAY=embedded): sanctions are only "
                "listed in this database, and no store is warned, restricted or closed elsewhere."
            )
        )
    if settings.MAIL_SERVER is None:
        notes.append(
            gettext(
                "No mail server is set (MAIL_SERVER=none): mails are only written into this "
                "database, and nobody gets any."
            )
        )
    return notes


# What everybody changes of the own account.
_OWN = frozenset({"logout", "password_change"})


def _check_sender(request: HttpRequest) -> None:
    """Auditors send no form: not one that a page offers, and not one that was made by hand."""
    user, place = signed_in(request), request.resolver_match
    if request.method in ("GET", "HEAD") or user.has_perm(ARBITRATE) or user.has_perm(SUPERVISE):
        return
    if place is None or place.url_name not in _OWN:
        raise Refused(
            Code.NOT_ALLOWED, gettext("As an auditor you can read everything and change nothing.")
        )
