"""The cases that await the platform, and the search among all of them."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arbitration.selectors import queue as selectors
from arbitration.forms import SearchForm
from arbitration.selectors.queue import Tab
from arbitration.services import assignment
from arbitration.views.people import staff
from disputes import clock
from disputes.errors import Refused
from disputes.pages import FirstPages
from disputes.permissions import ARBITRATE
from disputes.states import PLATFORM_STATES

PAGE_SIZE = 25
CASES = "admin:disputes_dispute_changelist"


@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """One tab of the queue, most urgent first. A search looks through all cases."""
    user = staff(request)
    form = SearchForm(request.GET, label_suffix="")
    shown = request.GET.get("tab")
    tab = Tab(shown) if shown in Tab.values else Tab.WAITING
    wanted = form.wanted if tab == Tab.ALL else {}
    counts = selectors.counts(user)
    ids = selectors.queue(user, tab, **wanted)
    page = FirstPages(ids, PAGE_SIZE, counts.get(tab)).get_page(request.GET.get("page"))
    context = admin.site.each_context(request) | {
        "title": _("Cases"),
        "form": form,
        "tab": tab,
        "tabs": [(choice, counts.get(choice)) for choice in Tab],
        "filtered": any(wanted.values()),
        "page_obj": page,
        "rows": selectors.rows([pk for pk, *_order in page], clock.now()),
        "platform_states": PLATFORM_STATES,
        "may_take": user.has_perm(ARBITRATE),
    }
    return render(request, "arbitration/queue.html", context)


@require_POST
def take_next(request: HttpRequest) -> HttpResponseRedirect:
    """Give the most urgent case to whoever asks; with none left, say so on the queue."""
    try:
        case = assignment.take_next(staff(request))
    except Refused as refused:
        messages.warning(request, refused.message)
        return redirect(CASES)
    messages.success(request, _("This case is yours now."))
    return redirect("admin:case", case.reference)
