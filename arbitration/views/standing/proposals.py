"""Penalties of many points, which a second supervisor approves or declines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.forms.standing import ReviewForm
from arbitration.presenters.penalty_preview import approving
from arbitration.selectors import standing as selectors
from arbitration.views.standing.section import overseer, page_context, refuse_own_store, sections
from arbitration.views.standing.steps import Said, TwoStepAct, in_two_steps
from disputes.models import User
from disputes.pages import FirstPages
from disputes.permissions import SUPERVISE
from sellers.models import Breach
from sellers.permissions import refuse_second_look
from sellers.states import BreachState, Trigger
from sellers.verbs.penalties import approve_penalty, decline_penalty

_PAGE = 50


@require_safe
def proposals_page(request: HttpRequest) -> HttpResponse:
    """Those that wait, then those that were decided on."""
    user = overseer(request)
    context = page_context(
        request,
        _("Proposed penalties"),
        sections=sections(user, "proposals"),
        waiting=selectors.proposals(user)[:_PAGE],
        page_obj=FirstPages(selectors.reviewed_proposals(user), _PAGE).get_page(
            request.GET.get("page")
        ),
    )
    return render(request, "arbitration/standing/proposals.html", context)


def proposal_page(request: HttpRequest, number: int) -> HttpResponse:
    """Who proposed it reads why somebody else decides."""
    user = overseer(request)
    by_hand = Breach.objects.filter(trigger=Trigger.BY_HAND)
    related = by_hand.select_related("store", "dispute", "rule", "found_by", "reviewed_by")
    breach = get_object_or_404(related, pk=number)
    refuse_own_store(user, breach.store_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    why_not = _why_not(user, breach)
    if request.method == "POST" and why_not:
        form.add_error(None, why_not)
    page = reverse("admin:proposals")
    act = TwoStepAct(
        title=_("Proposed penalty"),
        form=form,
        said=lambda: _said(form),
        consequences=lambda: approving(breach) if form.approves else [_("There is no penalty.")],
        perform=lambda: _decide(user, breach, form),
        button=_("Decide"),
        back=page,
        after=page,
        template="arbitration/standing/proposal.html",
        context={
            "breach": breach,
            "store": breach.store,
            "waits": breach.state == BreachState.PROPOSED,
            "supervises": user.has_perm(SUPERVISE),
            "why_not": why_not,
        },
    )
    return in_two_steps(request, act)


def _why_not(user: User, breach: Breach) -> str:
    """Why this person cannot decide on it; nothing to say where it is decided already and read."""
    if breach.state != BreachState.PROPOSED:
        return _("Somebody has decided on this penalty already.")
    refused = refuse_second_look(user, breach)
    return refused.message if refused else ""


def _said(form: ReviewForm) -> list[Said]:
    if form.approves:
        return []
    return [Said(_("Why not?"), form.cleaned_data["reasons"])]


def _decide(user: User, breach: Breach, form: ReviewForm) -> str:
    if form.approves:
        approve_penalty(user, breach)
        return _("The penalty is given.")
    decline_penalty(user, breach, reasons=form.cleaned_data["reasons"])
    return _("The penalty is declined. Whoever proposed it reads why.")
