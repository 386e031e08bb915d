"""The queue: the cases of a seller's stores."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from disputes import clock
from disputes.access import disputes_of_side
from disputes.models import Dispute, Store, User
from disputes.pages import FirstPages, counts, just_before
from disputes.presenters.live import live_list
from disputes.states import Party
from disputes.views import live
from sellers.forms.queue import QueueForm
from sellers.selectors import queue as selectors
from sellers.selectors.standing import restrictions_of
from sellers.selectors.waiting import booked
from sellers.views.members import for_members
from sellers.wording.measures import headline, state_of

PAGE_SIZE = 20


@require_safe
@for_members
def queue(request: HttpRequest, stores: list[Store]) -> HttpResponse:
    """The cases of the viewer's stores, what is due first on top."""
    now = clock.now()
    form = QueueForm(request.GET, stores=stores)
    tab, filters = form.wanted_tab, form.filters
    tabs = selectors.tabs(stores, now, **filters)
    due_soon = selectors.due_soon(stores, now)
    of_stores = Dispute.objects.filter(store__in=stores)
    before = just_before(of_stores, now)
    found = counts({**tabs, "due_soon": due_soon, "before": before})
    points = booked([store.pk for store in stores])
    page = FirstPages(tabs[tab], PAGE_SIZE, found[tab]).get_page(request.GET.get("page"))
    context = {
        "stores": stores,
        "form": form,
        "filtered": bool(filters),
        "tab": tab,
        "counts": {each: found[each] for each in tabs},
        "page_obj": page,
        "rows": selectors.rows([pk for pk, *_order in page], now),
        "due_soon": found["due_soon"],
        "points": [(store, points[store.pk]) for store in stores],
        "restrictions": [
            (each, headline(each), state_of(each)) for each in restrictions_of(stores)
        ],
        "live": live_list(
            now,
            live.address_of_list(reverse("sellers:live-queue"), now, found["before"]),
        ),
    }
    return render(request, "sellers/queue.html", context)


@require_GET
def live_queue(request: HttpRequest) -> HttpResponse:
    """How many cases of the viewer's stores are newer than the queue that asks."""

    def newest(user: User) -> live.Number:
        return live.newer_than_list(request, disputes_of_side(user, Party.SELLER))

    return live.answer_list(request, newest)
