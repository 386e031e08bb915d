"""Appeals against penalties: the list, and deciding on one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.forms.standing import AppealForm
from arbitration.presenters.penalty_preview import leaving
from arbitration.selectors import standing as selectors
from arbitration.views.standing.penalties import said, supervisors_record
from arbitration.views.standing.section import overseer, page_context, refuse_own_store, sections
from arbitration.views.standing.steps import TwoStepAct, in_two_steps
from disputes import clock
from disputes.models import User
from disputes.pages import FirstPages
from disputes.permissions import SUPERVISE
from disputes.wording.deadlines import URGENT
from sellers.models import PenaltyAppeal
from sellers.permissions import refuse_second_look
from sellers.verbs.appeals import decide_appeal

_PAGE = 50


@require_safe
def appeals_page(request: HttpRequest) -> HttpResponse:
    """What is due first, then what was decided."""
    user = overseer(request)
    context = page_context(
        request,
        _("Appeals against penalties"),
        sections=sections(user, "penalty-appeals"),
        waiting=selectors.open_appeals(user)[:_PAGE],
        urgent_from=clock.now() + URGENT,
        page_obj=FirstPages(selectors.decided_appeals(user), _PAGE).get_page(
            request.GET.get("page")
        ),
    )
    return render(request, "arbitration/standing/appeals.html", context)


def appeal_page(request: HttpRequest, number: int) -> HttpResponse:
    """The record of the penalty, what the store says, and the form of the decision."""
    user = overseer(request)
    related = PenaltyAppeal.objects.select_related(
        "penalty__store", "penalty__rule", "penalty__breach__dispute", "by", "decided_by"
    )
    appeal = get_object_or_404(related, pk=number)
    penalty = appeal.penalty
    refuse_own_store(user, penalty.store_id)
    form = AppealForm(request.POST if request.method == "POST" else None, penalty=penalty)
    why_not = _why_not(user, appeal)
    if request.method == "POST" and why_not:
        form.add_error(None, why_not)
    page = reverse("admin:penalty-appeals")

    def perform() -> str:
        decide_appeal(user, appeal, points=form.left, reasons=form.cleaned_data["reasons"])
        return _("The appeal is decided. The store reads your reasons.")

    act = TwoStepAct(
        title=_("Appeal against a penalty"),
        form=form,
        said=lambda: said(form),
        consequences=lambda: leaving(penalty, form.left),
        perform=perform,
        button=_("Decide"),
        back=page,
        after=page,
        template="arbitration/standing/appeal.html",
        context={
            "appeal": appeal,
            "store": penalty.store,
            "supervises": user.has_perm(SUPERVISE),
            "why_not": why_not,
            **supervisors_record(penalty),
        },
    )
    return in_two_steps(request, act)


def _why_not(user: User, appeal: PenaltyAppeal) -> str:
    if not appeal.is_open:
        return _("This appeal has been decided already.")
    refused = refuse_second_look(user, appeal.penalty.breach)
    return refused.message if refused else ""
