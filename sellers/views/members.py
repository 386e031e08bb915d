"""Pages for whoever acts for a store."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disputes.models import Store, User
from sellers.selectors.queue import stores_of

Page = Callable[[HttpRequest], HttpResponse]
StorePage = Callable[[HttpRequest, list[Store]], HttpResponse]


def for_members(page: StorePage) -> Page:
    """Give the page the viewer's stores. Whoever has none learns so; who is unknown signs in."""

    @require_safe
    @login_required
    @wraps(page)
    def opened(request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, User), "login_required lets only users in"
        stores = stores_of(request.user)
        if not stores:
            return render(request, "sellers/no_store.html", status=403)
        return page(request, stores)

    return opened
