"""The acts of the platform on one case: fill in, read what will happen, confirm.

Nothing is kept between the steps but what the form itself carries, so that going back, an error or
a refusal loses no word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arbitration import wording
from arbitration.access import open_case
from arbitration.forms import DecisionForm, EvidenceRequestForm, ReassignForm, RulingForm
from arbitration.services import assignment, requests, rulings
from arbitration.views.case import sides
from arbitration.views.people import staff
from disputes import clock
from disputes.errors import Refused
from disputes.forms import add_refusal
from disputes.models import User
from disputes.permissions import Actor, appeal_open_to, latest_offers, refusal
from disputes.selectors import CaseFile, case_file
from disputes.states import Party, Verb


@dataclass(frozen=True)
class Decision:
    """One act: its form, what it will bring about, and how it is done.

    `consequences` and `perform` are called with a valid form only.
    """

    form: type[DecisionForm]
    consequences: Callable[[Any, datetime], list[str]]
    perform: Callable[[User, Any], None]
    done: Promise
    final: bool


def _ruling_consequences(form: RulingForm, now: datetime) -> list[str]:
    offers = latest_offers(form.dispute) | {Party.PLATFORM: form.offer}
    appellants = appeal_open_to(form.dispute, offers)
    return wording.ruling_consequences(form.dispute, form.offer, appellants, now)


def _rule(user: User, form: RulingForm) -> None:
    rulings.issue_ruling(
        user,
        form.dispute,
        offer=form.offer,
        ground=form.cleaned_data["ground"],
        reasons=form.cleaned_data["reasons"],
        cites=form.cleaned_data["cites"],
    )


def _request_evidence(user: User, form: EvidenceRequestForm) -> None:
    requests.request_evidence(
        user, form.dispute, of=[Party.BUYER, Party.SELLER], words=form.cleaned_data["words"]
    )


def _reassign(user: User, form: ReassignForm) -> None:
    assignment.reassign(user, form.dispute, to=form.cleaned_data["to"])


DECISIONS = {
    Verb.RULE: Decision(
        RulingForm,
        _ruling_consequences,
        _rule,
        _("The ruling is issued. Both sides can read it now."),
        final=True,
    ),
    Verb.REQUEST_EVIDENCE: Decision(
        EvidenceRequestForm,
        lambda form, now: wording.request_consequences(form.dispute),
        _request_evidence,
        _("Both sides are asked for more evidence."),
        final=True,
    ),
    Verb.REASSIGN: Decision(
        ReassignForm,
        lambda form, now: wording.reassign_consequences(form.dispute, form.cleaned_data["to"]),
        _reassign,
        _("The case has another arbitrator now."),
        final=False,
    ),
}
_BY_SLUG = {verb.slug: verb for verb in DECISIONS}


def decision_page(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """GET shows the form; POST shows what will happen, and with `confirm` does it."""
    if slug not in _BY_SLUG:
        raise Http404
    verb, user = _BY_SLUG[slug], staff(request)
    actor = Actor(user, Party.PLATFORM)
    case = case_file(open_case(user, reference), actor, clock.now())
    refused = refusal(case.dispute, verb, actor, case.now)
    if request.method != "POST":
        if refused is not None:
            messages.error(request, refused.message)
            return redirect("admin:case", reference)
        return _show(request, "form", verb, case, DECISIONS[verb].form(None, dispute=case.dispute))
    form = DECISIONS[verb].form(request.POST, dispute=case.dispute)
    if refused is not None:
        form.add_error(None, refused.message)
    if "edit" in request.POST or not form.is_valid():
        return _show(request, "form", verb, case, form)
    if "confirm" not in request.POST:
        return _show(request, "confirm", verb, case, form)
    try:
        DECISIONS[verb].perform(user, form)
    except Refused as late:
        add_refusal(form, late)
        return _show(request, "form", verb, case, form)
    messages.success(request, str(DECISIONS[verb].done))
    return redirect("admin:case", reference)


def _show(
    request: HttpRequest, step: str, verb: Verb, case: CaseFile, form: DecisionForm
) -> HttpResponse:
    decision = DECISIONS[verb]
    context = admin.site.each_context(request) | {
        "title": verb.label,
        "case": case,
        "dispute": case.dispute,
        "form": form,
    }
    if step == "confirm":
        context |= {
            "consequences": decision.consequences(form, case.now),
            "final": decision.final,
        }
    else:
        context |= {"sides": sides(case)}
    return render(request, f"arbitration/{step}.html", context)
