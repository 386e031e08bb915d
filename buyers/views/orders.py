"""My orders."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buyers.presenters.order_lines import card
from buyers.selectors.cases import waiting_for
from buyers.selectors.orders import eligibility_of_items, orders_of
from disputes import clock
from disputes.pages import FirstPages
from disputes.views.people import signed_in

PAGE_SIZE = 20
MAX_SEARCH = 100


@login_required
@require_safe
def orders_page(request: HttpRequest) -> HttpResponse:
    """What was bought and what can be done about it; first, where the buyer is awaited."""
    user, now = signed_in(request), clock.now()
    search = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_SEARCH]
    orders = FirstPages(orders_of(user, search), PAGE_SIZE)
    page = orders.get_page(request.GET.get("page"))
    context = {
        "search": search,
        "max_search": MAX_SEARCH,
        "page_obj": page,
        "orders": [
            (order, [card(eligibility) for eligibility in eligibility_of_items(order, now)])
            for order in page
        ],
        "waiting": [] if search or page.number > 1 else waiting_for(user, now),
    }
    return render(request, "buyers/orders.html", context)
