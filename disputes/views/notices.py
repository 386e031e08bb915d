"""The bell's page: what a person was told."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from disputes.pages import FirstPages
from disputes.presenters.notices import by_day, notices_of
from disputes.verbs import notices
from disputes.views.people import signed_in

PER_PAGE = 30


@login_required
@require_safe
def notices_page(request: HttpRequest) -> HttpResponse:
    """All notices of this person, or those that are new, by day."""
    unread = "unread" in request.GET
    rows = notices_of(signed_in(request), unread=unread)
    page = FirstPages(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "days": by_day(list(page)),
        "only_unread": unread,
        "until": max((notice.pk for notice in page), default=0),
    }
    return render(request, "disputes/notices.html", context)


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """What came after the page was shown stays new."""
    until = request.POST.get("until", "")
    if until.isascii() and until.isdigit() and len(until) < 19:
        notices.mark_all_read(signed_in(request), int(until))
    return redirect("notices")
