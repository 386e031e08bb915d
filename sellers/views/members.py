"""Pages for the members of a store."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from disputes.views.people import signed_in
from sellers.selectors.queue import stores_of

Page = Callable[..., HttpResponseBase]


def for_members(page: Page) -> Page:
    """Give the page the viewer's stores, after the request. A viewer who has none is told so; a
    stranger signs in."""

    @login_required
    @wraps(page)
    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        stores = stores_of(signed_in(request))
        if not stores:
            return render(request, "sellers/no_store.html", status=403)
        return page(request, stores, **kwargs)

    return opened
