"""The pages of the seller dashboard that are not about one case."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disputes import clock
from disputes.models import Store, User
from disputes.pages import FirstPages, counts
from sellers import selectors
from sellers.forms import QueueForm

PAGE_SIZE = 20

Page = Callable[[HttpRequest], HttpResponse]
StorePage = Callable[[HttpRequest, list[Store]], HttpResponse]


def for_members(page: StorePage) -> Page:
    """Give the page the viewer's stores. Whoever has none learns so; who is unknown signs in."""

    @require_safe
    @login_required
    @wraps(page)
    def opened(request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User), "login_required lets only users in"
        stores = selectors.stores_of(request.user)
        if not stores:
            return render(request, "sellers/no_store.html", status=403)
        return page(request, stores)

    return opened


@for_members
def queue(request: HttpRequest, stores: list[Store]) -> HttpResponse:
    """The cases of the viewer's stores, what is due first on top."""
    now = clock.now()
    form = QueueForm(request.GET, stores=stores)
    tab, filters = form.wanted_tab, form.filters
    tabs = selectors.tabs(stores, now, **filters)
    due_soon = selectors.due_soon(stores, now)
    found = counts({**tabs, "due_soon": due_soon})
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
        "points": selectors.live_points(stores, now),
    }
    return render(request, "sellers/queue.html", context)


@for_members
def penalties(request: HttpRequest, stores: list[Store]) -> HttpResponse:
    """Every penalty of the viewer's stores, and what still counts of them."""
    now = clock.now()
    given = FirstPages(selectors.penalties_of(stores), PAGE_SIZE)
    context = {
        "stores": stores,
        "now": now,
        "page_obj": given.get_page(request.GET.get("page")),
        "points": selectors.live_points(stores, now),
    }
    return render(request, "sellers/penalties.html", context)
