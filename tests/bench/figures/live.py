"""Answers of "nothing new" to pages that follow what happens, through gunicorn."""

import re
from functools import partial
from html import unescape

from django.urls import reverse

from disputes.models import Dispute
from disputes.states import State
from tests.bench.ground import Ground, cookie_of
from tests.bench.in_process import get
from tests.bench.measure import by_turns
from tests.bench.report import Figure
from tests.bench.site import VISITORS, requests_a_second, site

_ASKS = re.compile(r'data-live="([^"]+)"')
NOTHING_NEW = 204


def live(ground: Ground) -> Figure:
    """A buyer's case page asks; the floor is a view that asks for the session, the person and one
    number of the case, and says nothing."""
    size = ground.size
    database = ground.use(size.many)
    cases = Dispute.objects.filter(buyer=database.buyer, state=State.NEGOTIATING)
    reference, cookie = cases.order_by("id")[0].reference, cookie_of(database.buyer)
    page = get(reverse("buyers:case", args=[reference]), cookie).decode()
    found = _ASKS.search(page)
    if found is None:
        raise LookupError("the page of a case follows nothing")
    with site(database) as port:
        value, floor = by_turns(
            size.repeats,
            partial(_asked, port, unescape(found[1]), cookie, size.seconds),
            partial(_asked, port, f"/bare-answer/{reference}/", cookie, size.seconds),
        )
    return Figure(
        value=value,
        floor=floor,
        unit="answers/s",
        targets={"value": (">=", 250)},
        notes=(f"{VISITORS} visitors, {size.many:,} cases; the floor asks as many queries",),
    )


def _asked(port: int, address: str, cookie: str, duration: float) -> float:
    return requests_a_second(port, [(address, cookie)], duration, status=NOTHING_NEW)
