"""Pages that follow what happens: static/js/live.js asks a tiny address again and again.

The address holds the numbers of what the page shows. Where none has grown, the answer is 204 and
has cost one query besides session and person, which proves at once that this person may know.
Else the answer is named regions (`data-region`), made by the templates of the page itself.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import add
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Subquery, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.template.context import make_context
from django.template.loader import get_template, render_to_string
from django.template.loader_tags import BlockNode

from disputes import access, clock, pages
from disputes.models import Dispute, User
from disputes.presenters.live import live_list
from disputes.presenters.notices import MOST, bell, unread

# The header in which the script reads what to ask next.
NEXT = "Live-Next"
# What the database is asked of a page: one number.
Number = Subquery | CombinedExpression
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def answer(
    request: HttpRequest, newest: Callable[[User], Number], changed: Callable[[User, int], str]
) -> HttpResponse:
    """204 where nothing is newer, else regions; 401 for whoever is not signed in any more.

    `newest` finds one number for this person, or none where it is not theirs to know; `changed`
    makes the regions. With `over` in the address a clock of the page has run out: that changes
    what is said, and no number.
    """
    user = request.user
    if not isinstance(user, User):
        return _kept_by_nobody(HttpResponse(status=401))
    found = _numbers(user, newest(user))
    if found["seen"] is None:
        raise access.not_found()
    regions = list[str]()
    if found["bell"] != number(request, "bell"):
        shown = {"unread_notices": bell(found["bell"])}
        regions.append(render_to_string("disputes/parts/bell.html", shown))
    if found["seen"] > number(request, "seen") or "over" in request.GET:
        regions.append(changed(user, found["seen"]))
    if not regions:
        return _kept_by_nobody(HttpResponse(status=204))
    told = _kept_by_nobody(HttpResponse("".join(regions)))
    kept = {name: value for name, value in request.GET.items() if name != "over"}
    told[NEXT] = f"{request.path}?{urlencode(kept | found)}"
    return told


def answer_list(request: HttpRequest, newest: Callable[[User], Number]) -> HttpResponse:
    """Of a list only how much is newer is told, so that nothing moves under somebody's hands."""

    def changed(_user: User, found: int) -> str:
        told = live_list(clock.now(), newer=found)
        return render_to_string("disputes/parts/live_said.html", {"live": told}, request)

    return answer(request, newest, changed)


def address(path: str, seen: int, **more: int | str) -> str:
    """What a page asks that shows this number, besides the bell's; `more` comes back each time."""
    return f"{path}?{urlencode({'seen': seen, **more})}"


def number(request: HttpRequest, name: str) -> int:
    """One of the numbers of the address; nothing that could be none is an error."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def blocks(name: str, context: dict[str, Any], request: HttpRequest, *wanted: str) -> str:
    """These blocks of a page, without the frame around them."""
    # The stubs know neither what the engine's template is made of, nor how it is rendered.
    page: Any = get_template(name)
    template = page.template
    found = {block.name: block for block in template.nodelist.get_nodes_by_type(BlockNode)}
    made = make_context(context, request, autoescape=page.backend.engine.autoescape)
    with made.render_context.push_state(template), made.bind_template(template):
        return "".join(found[each].render(made) for each in wanted)


def newer_than_list(request: HttpRequest, *parts: QuerySet[Dispute]) -> Number:
    """How many of these cases are newer than the list that asks: all that came after it, and what
    is just before it by now beyond what it has shown of that."""
    made_at = _EPOCH + timedelta(microseconds=number(request, "since"))
    newer = _sum(pages.Counted(pages.newer_than(part, made_at)) for part in parts)
    before = _sum(pages.Counted(pages.just_before(part, made_at)) for part in parts)
    return newer + Greatest(before - Value(number(request, "shown")), Value(0))


def address_of_list(path: str, now: datetime, shown: int) -> str:
    """What a list asks that shows so many cases of `pages.just_before`."""
    since = (now - _EPOCH) // timedelta(microseconds=1)
    return address(path, 0, since=since, shown=shown)


def _sum(numbers: Iterable[pages.Counted]) -> Number:
    return reduce(add, numbers)


def _numbers(user: User, newest: Number) -> dict[str, Any]:
    """The number of this page, and that of the bell on every page; one query for both."""
    wanted = {"seen": newest, "bell": pages.Counted(unread(user), MOST)}
    found = User.objects.filter(pk=user.pk).values_list(*wanted.values()).get()
    return dict(zip(wanted, found, strict=True))


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
