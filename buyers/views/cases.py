"""My cases."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from buyers.selectors.cases import CaseSummary, closed_disputes, open_disputes, summaries
from buyers.views.orders import PAGE_SIZE
from disputes import clock
from disputes.access import disputes_of_side
from disputes.models import User
from disputes.pages import FirstPages, count, just_before
from disputes.presenters.live import live_list
from disputes.presenters.parts import case_url
from disputes.rules.money import format_money
from disputes.states import Party, Solution
from disputes.views import live
from disputes.views.people import signed_in
from disputes.wording.progress import progress

FILTERS = {"open": (_("Open"), open_disputes), "closed": (_("Closed"), closed_disputes)}


@login_required
@require_safe
def cases_page(request: HttpRequest) -> HttpResponse:
    """Own cases, open or closed, newest first."""
    chosen = "closed" if request.GET.get("show") == "closed" else "open"
    _label, disputes = FILTERS[chosen]
    user, now = signed_in(request), clock.now()
    page = FirstPages(disputes(user), PAGE_SIZE).get_page(request.GET.get("page"))
    ids = [pk for pk, *_order in page]
    before = count(just_before(disputes_of_side(user, Party.BUYER), now))
    asked = live.address_of_list(reverse("buyers:live-cases"), now, before)
    context = {
        "chosen": chosen,
        "filters": [(name, label) for name, (label, _cases) in FILTERS.items()],
        "page_obj": page,
        "rows": [_row(summary) for summary in summaries(ids, now)],
        "live": live_list(now, asked),
    }
    return render(request, "buyers/cases.html", context)


@require_GET
def live_cases_page(request: HttpRequest) -> HttpResponse:
    """How many own cases are newer than the list that asks."""

    def newest(user: User) -> live.Number:
        return live.newer_than_list(request, disputes_of_side(user, Party.BUYER))

    return live.answer_list(request, newest)


def _row(summary: CaseSummary) -> dict[str, object]:
    """A line of the component disputes/parts/queue.html."""
    dispute = summary.dispute
    return {
        "url": case_url(Party.BUYER, dispute),
        "reference": dispute.reference,
        "title": dispute.snapshot.title,
        "reason": dispute.reason_label,
        "amount": format_money(summary.amount_minor, dispute.currency)
        if summary.amount_minor
        else Solution.NO_REFUND.label,
        "way_back": summary.way_back,
        "in_group": dispute.group_id is not None,
        "state": dispute.state,
        "state_label": dispute.get_state_display(),
        "picture_url": dispute.snapshot.picture_url,
        "photo_url": reverse("file-thumbnail", args=[summary.photo]) if summary.photo else "",
        "deadline": summary.deadline,
        "stages": progress(dispute),
    }
