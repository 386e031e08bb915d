"""Pages for the members of a store."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Store
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


def chosen_store(stores: list[Store], asked: str) -> Store:
    """The one of these that is asked for by its number, or the first; refused as "not found" when
    it is none of them."""
    own = stores[:1] if not asked else [each for each in stores if str(each.pk) == asked]
    if not own:
        raise Refused(Code.NOT_FOUND, _("There is no such store."))
    return own[0]
