"""Who of the platform read what, for supervisors and auditors."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.forms.looks import LooksForm
from arbitration.models import Look
from arbitration.selectors.looks import Filters, looks
from arbitration.selectors.moves import moves_of
from arbitration.views.people import staff
from disputes.pages import FirstPages
from disputes.permissions import oversees

PAGE_SIZE = 50


@require_safe
def looks_page(request: HttpRequest) -> HttpResponse:
    """The latest readings first; of one case also through whose hands it went."""
    user = staff(request)
    if not oversees(user):
        raise PermissionDenied
    form = LooksForm(request.GET, viewer=user)
    # A wrong filter must not look like "nobody": then there is no list at all.
    wanted = form.wanted if form.is_valid() else None
    found = looks(user, wanted) if wanted else Look.objects.none()
    case = wanted.case if wanted else None
    context = admin.site.each_context(request) | {
        "title": _("Who read what"),
        "form": form,
        "wanted": wanted,
        "filtered": wanted != Filters(),
        "case": case,
        "moves": moves_of(case) if case else [],
        "page_obj": FirstPages(found, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "arbitration/looks.html", context)
