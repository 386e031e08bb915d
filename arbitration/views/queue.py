"""The cases that await the platform, and the search among all of them."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from arbitration.forms.queue import FilterForm, form_for
from arbitration.selectors import queue as selectors
from arbitration.selectors.queue import WORK, QueueFilters, WorkTab, work_of
from arbitration.verbs import assignment
from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import User
from disputes.pages import FirstPages
from disputes.permissions import ARBITRATE
from disputes.presenters.live import live_list
from disputes.states import PLATFORM_STATES
from disputes.views import live
from disputes.views.people import signed_in

PAGE_SIZE = 25
CASES = "admin:disputes_dispute_changelist"


@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """One tab of the queue, most urgent first. A search looks through all cases."""
    user, now = signed_in(request), clock.now()
    shown = request.GET.get("tab")
    tab = WorkTab(shown) if shown in WorkTab.values else WorkTab.WAITING
    form = form_for(tab, request.GET)
    wanted = form.wanted
    counts = selectors.counts(user, now)
    before = sum(counts[part] for part in WORK)
    filtered = wanted != QueueFilters()
    ids = selectors.queue(user, tab, now, wanted)
    page = FirstPages(ids, PAGE_SIZE, None if filtered else counts.get(tab)).get_page(
        request.GET.get("page")
    )
    context = admin.site.each_context(request) | {
        "title": _("Cases"),
        "form": form,
        "active": _active(request, form) if isinstance(form, FilterForm) else [],
        "tab": tab,
        "tabs": [(choice, counts.get(choice)) for choice in WorkTab],
        "filtered": filtered,
        "page_obj": page,
        "rows": selectors.rows([pk for pk, *_order in page], now),
        "platform_states": PLATFORM_STATES,
        "may_take": user.has_perm(ARBITRATE),
        "holding": assignment.cases_in_hand(user),
        "live": live_list(
            now,
            live.address_of_list(reverse("live-queue"), now, before),
        ),
    }
    return render(request, "arbitration/queue.html", context)


@require_GET
def live_queue(request: HttpRequest) -> HttpResponse:
    """How much of the viewer's work is newer than the queue that asks."""

    def newest(user: User) -> live.Number:
        return live.newer_than_list(request, *work_of(user))

    return live.answer_list(request, newest)


def _active(request: HttpRequest, form: FilterForm) -> list[tuple[str, str, str]]:
    """The filters that are on: label, value, and the address of the list without it."""
    found = []
    for name, label, value in form.active:
        address = request.GET.copy()
        # An amount means nothing without its currency; and the list begins anew.
        for gone in ("page", name, *(("least", "most") if name == "currency" else ())):
            address.pop(gone, None)
        found.append((label, value, f"?{address.urlencode()}"))
    return found


@require_POST
def take_next(request: HttpRequest) -> HttpResponseRedirect:
    """Give the most urgent case to whoever asks; with none left, say so on the queue. The form
    says how many cases there were in hand, so that pressing twice takes one."""
    holding = request.POST.get("holding", "")[:9]  # no number that is too long to be read
    try:
        dispute = assignment.take_next(
            signed_in(request), holding=int(holding) if holding.isdecimal() else None
        )
    except Refused as refused:
        messages.warning(request, refused.message)
        mine = reverse(CASES) + f"?tab={WorkTab.MINE}"
        return redirect(CASES if refused.code == Code.NOTHING_TO_TAKE else mine)
    messages.success(request, _("This case is yours now."))
    return redirect("admin:case", dispute.reference)
