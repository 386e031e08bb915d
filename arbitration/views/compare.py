"""The pictures of a case side by side, for those who judge it."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.access import dispute_for_staff
from arbitration.kernel.access_log import log_access
from arbitration.models import AccessLog
from disputes.states import Party
from disputes.views.compare import comparison
from disputes.views.people import signed_in


@require_safe
def compare_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The page as for the two sides; people with an interest in the case do not get in."""
    user = signed_in(request)
    dispute = dispute_for_staff(user, reference)
    log_access(user, dispute, AccessLog.Page.COMPARISON)
    context = (
        admin.site.each_context(request)
        | {"title": _("Side by side")}
        | comparison(dispute, Party.PLATFORM, request.GET)
    )
    return render(request, "arbitration/compare.html", context)
