"""My cases."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from buyers.selectors.cases import CaseSummary, closed_cases, open_cases, summaries
from buyers.views.orders import PAGE_SIZE
from buyers.views.requests import SignedInRequest
from disputes import clock
from disputes.pages import FirstPages
from disputes.rules.money import format_money
from disputes.states import Party, Solution
from disputes.views.parts import case_url

FILTERS = {"open": (_("Open"), open_cases), "closed": (_("Closed"), closed_cases)}


@login_required
@require_safe
def cases_page(request: SignedInRequest) -> HttpResponse:
    """Own cases, open or closed, newest first."""
    chosen = "closed" if request.GET.get("show") == "closed" else "open"
    _label, cases = FILTERS[chosen]
    page = FirstPages(cases(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    ids = [pk for pk, *_order in page]
    context = {
        "chosen": chosen,
        "filters": [(name, label) for name, (label, _cases) in FILTERS.items()],
        "page_obj": page,
        "rows": [_row(summary) for summary in summaries(ids, clock.now())],
    }
    return render(request, "buyers/cases.html", context)


def _row(summary: CaseSummary) -> dict[str, object]:
    """A line of the component disputes/parts/queue.html."""
    case, offer = summary.case, summary.offer
    return {
        "url": case_url(Party.BUYER, case),
        "reference": case.reference,
        "title": case.snapshot.title,
        "reason": case.reason.label,
        "amount": Solution.NO_REFUND.label
        if offer.solution == Solution.NO_REFUND
        else format_money(offer.amount_minor, case.currency),
        "state": case.state,
        "state_label": case.get_state_display(),
        "picture_url": case.snapshot.picture_url,
        "photo_url": reverse("file-thumbnail", args=[summary.photo]) if summary.photo else "",
        "deadline": summary.deadline,
    }
