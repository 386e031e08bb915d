"""A clean-up that stopped: what was found, and the supervisor's word that it may go on."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from disputes.errors import Code, Refused
from disputes.models import HaltedCleanup
from disputes.permissions import SUPERVISE
from disputes.verbs import cleanups
from disputes.views.people import signed_in

# Of the names of files; `manage.py sweep_files --dry-run --verbosity 2` lists them all.
_SHOWN = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cleanup_page(request: HttpRequest, number: int) -> HttpResponse:
    """For all staff to read; what a supervisor approves here cannot be had back."""
    user = signed_in(request)
    halt = get_object_or_404(HaltedCleanup.objects.select_related("approved_by"), pk=number)
    # The button says how much: a form made by hand that does not say so changes nothing.
    if request.method == "POST" and request.POST.get("number") == str(halt.number):
        try:
            cleanups.approve_cleanup(user, halt)
        except Refused as refused:
            if refused.code != Code.STALE:
                raise
            messages.warning(request, refused.message)
        else:
            messages.success(request, _("Approved. The next run deletes exactly this, once."))
        return redirect("admin:status")
    context = admin.site.each_context(request) | {
        "title": halt.get_kind_display(),
        "halt": halt,
        "names": halt.names[:_SHOWN],
        "more_names": max(0, len(halt.names) - _SHOWN),
        "may_approve": user.has_perm(SUPERVISE) and not (halt.approved_at or halt.ended_at),
    }
    return render(request, "arbitration/status/cleanup.html", context)
