"""Who of the platform read what, for supervisors and auditors."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.forms.access_log import AccessLogForm
from arbitration.models import AccessLog
from arbitration.selectors.access_log import AccessLogFilters, access_logs
from arbitration.selectors.assignment_log import assignment_log_of
from disputes.pages import FirstPages
from disputes.permissions import oversees
from disputes.views.people import signed_in

PAGE_SIZE = 50


@require_safe
def access_log_page(request: HttpRequest) -> HttpResponse:
    """The latest readings first; of one case also through whose hands it went."""
    user = signed_in(request)
    if not oversees(user):
        raise PermissionDenied
    form = AccessLogForm(request.GET, viewer=user)
    # A wrong filter must not look like "nobody": then there is no list at all.
    wanted = form.wanted if form.is_valid() else None
    found = access_logs(user, wanted) if wanted else AccessLog.objects.none()
    dispute = wanted.dispute if wanted else None
    context = admin.site.each_context(request) | {
        "title": _("Who read what"),
        "form": form,
        "wanted": wanted,
        "filtered": wanted != AccessLogFilters(),
        "case": dispute,
        "assignments": assignment_log_of(dispute) if dispute else [],
        "page_obj": FirstPages(found, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "arbitration/access_log.html", context)
