"""The frame of the application's steps: their order, what comes next, what stands in the way."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from buyers.forms import EvidenceForm, ReasonForm, ReceivedForm, SolutionForm
from buyers.selectors.applications import Application
from disputes.models import Dispute

StepForm = ReceivedForm | ReasonForm | SolutionForm | EvidenceForm

FORMS: dict[str, type[StepForm]] = {
    "received": ReceivedForm,
    "reason": ReasonForm,
    "solution": SolutionForm,
    "evidence": EvidenceForm,
}
CHECK = "check"
STEPS = [*FORMS, CHECK]


def first_open_step(application: Application) -> str:
    """The first step without a good answer; the check when all are answered."""
    for step, form_class in FORMS.items():
        if not form_class(application, application.answers).is_valid():
            return step
    return CHECK


def form_as_kept(application: Application, step: str) -> StepForm:
    """The form with what was answered before; an answer that is no longer good says why."""
    form_class = FORMS[step]
    answered = form_class.asks in application.answers
    return form_class(application, application.answers if answered else None)


def obstacle(request: HttpRequest, application: Application, step: str) -> HttpResponse | None:
    """What to show instead of a step: that the time is over, or the step to answer first."""
    if application.closed_because:
        context = {"application": application, "line": application.item.line}
        return render(request, "buyers/apply/closed.html", context, status=409)
    first = first_open_step(application)
    if STEPS.index(first) < STEPS.index(step):
        return redirect(step_url(application, first))
    return None


def already_applied(request: HttpRequest, dispute: Dispute) -> HttpResponse:
    """The page that says that a line has a case already; a form sent twice leads to the case."""
    if request.method == "POST":
        messages.info(request, _("You have already applied for a refund of this item."))
        return redirect("buyers:case", dispute.reference)
    context = {"case": dispute, "line": dispute.line}
    return render(request, "buyers/apply/already.html", context, status=409)


def show(
    request: HttpRequest,
    application: Application,
    step: str,
    form: forms.Form | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of one step."""
    place = STEPS.index(step)
    context = {
        "application": application,
        "line": application.item.line,
        "order": application.item.order,
        "form": form,
        "steps": {"number": place + 1, "count": len(STEPS)},
        "back_url": step_url(application, STEPS[place - 1]) if place else reverse("buyers:orders"),
    }
    return render(request, f"buyers/apply/{step}.html", context | more)


def step_url(application: Application, step: str) -> str:
    item = application.item
    return reverse("buyers:apply-step", args=[item.order.reference, item.number, step])
