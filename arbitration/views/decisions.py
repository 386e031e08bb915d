"""The acts of the platform on one case: fill in, read what will happen, confirm.

Nothing is kept between the steps but what the form itself carries, so that going back, an error or
a refusal loses no word. A ruling is kept as a draft as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from arbitration import wording
from arbitration.access import dispute_for_staff
from arbitration.forms import (
    ApprovalForm,
    DecisionForm,
    EvidenceRequestForm,
    HandBackForm,
    ReassignForm,
    RulingForm,
    SendBackForm,
)
from arbitration.kernel.access_log import log_access
from arbitration.kernel.terms import needs_approval
from arbitration.models import AccessLog
from arbitration.presenters.ruling_preview import (
    appellants_of,
    approved_preview,
    penalty_preview_of,
    ruling_preview,
)
from arbitration.presenters.sides import sides
from arbitration.verbs import approval, assignment, evidence_requests, rulings
from arbitration.views import drafts
from disputes import clock
from disputes.errors import Code, Refused
from disputes.forms import add_refusal
from disputes.models import User
from disputes.permissions import Actor, refusal
from disputes.selectors import DisputeView, dispute_view
from disputes.states import Party, Verb
from disputes.views.people import signed_in


def _nothing(*_args: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class DecisionPage:
    """One act: its form, what it will bring about, and how it is done.

    `consequences`, `preview` and `perform` are called with a valid form only; `perform` answers
    with the sentence that says what was done. `beside` is what the form's page shows beside it.
    """

    form: type[DecisionForm]
    consequences: Callable[[Any, datetime], list[str]]
    perform: Callable[[User, Any], str]
    final: bool = True
    preview: Callable[[Any, datetime], Mapping[str, Any]] = _nothing
    beside: Callable[[User, DisputeView], Mapping[str, Any]] = _nothing


def _ruling_consequences(form: RulingForm, now: datetime) -> list[str]:
    dispute, offer = form.dispute, form.offer
    return wording.ruling_consequences(
        dispute,
        offer,
        appellants_of(dispute, offer),
        now,
        penalty=penalty_preview_of(dispute, offer, form.cleaned_data["ground"]),
        to_be_approved=needs_approval(dispute, offer),
    )


def _rule(user: User, form: RulingForm) -> str:
    counts = rulings.issue_ruling(
        user,
        form.dispute,
        offer=form.offer,
        ground=form.cleaned_data["ground"],
        reasons=form.cleaned_data["reasons"],
        cites=form.cleaned_data["cites"],
    )
    if counts:
        return _("The ruling is issued. Both sides can read it now.")
    return _("The ruling waits for a second arbitrator. Neither side can read it before that.")


def _approval_consequences(form: ApprovalForm, now: datetime) -> list[str]:
    proposed = approval.proposed_ruling(form.dispute)
    if proposed is None:
        return []
    appellants = appellants_of(form.dispute, proposed.offer)
    penalty = penalty_preview_of(form.dispute, proposed.offer, proposed.ground)
    return wording.approval_consequences(
        form.dispute, proposed.offer, appellants, now, penalty=penalty
    )


def _approve(user: User, form: ApprovalForm) -> str:
    approval.approve_ruling(user, form.dispute, read=form.cleaned_data["read"])
    return _("The ruling is approved. Both sides can read it now.")


def _send_back(user: User, form: SendBackForm) -> str:
    approval.send_ruling_back(
        user, form.dispute, comment=form.cleaned_data["comment"], read=form.cleaned_data["read"]
    )
    return _("The ruling went back with your note.")


def _hand_back(user: User, form: HandBackForm) -> str:
    assignment.hand_back(user, form.dispute, comment=form.cleaned_data["comment"])
    return _("The case waits for the next arbitrator.")


def _request_evidence(user: User, form: EvidenceRequestForm) -> str:
    evidence_requests.request_evidence(
        user,
        form.dispute,
        of=form.parties,
        kinds=form.asked_for,
        text=form.cleaned_data["text"],
        within_days=form.cleaned_data["within_days"],
    )
    if len(form.parties) > 1:
        return _("Both sides are asked for evidence.")
    if form.parties == [Party.BUYER]:
        return _("The buyer is asked for evidence.")
    return _("The seller is asked for evidence.")


def _reassign(user: User, form: ReassignForm) -> str:
    assignment.reassign(user, form.dispute, to=form.cleaned_data["to"])
    return _("The case has another arbitrator now.")


DECISIONS = {
    Verb.RULE: DecisionPage(
        RulingForm,
        _ruling_consequences,
        _rule,
        preview=ruling_preview,
        beside=drafts.beside,
    ),
    Verb.APPROVE: DecisionPage(
        ApprovalForm, _approval_consequences, _approve, preview=approved_preview
    ),
    Verb.SEND_BACK: DecisionPage(
        SendBackForm,
        lambda form, now: wording.send_back_consequences(form.dispute),
        _send_back,
        final=False,
    ),
    Verb.REQUEST_EVIDENCE: DecisionPage(
        EvidenceRequestForm,
        lambda form, now: wording.request_consequences(
            form.dispute, form.parties, form.cleaned_data["within_days"], now
        ),
        _request_evidence,
    ),
    Verb.HAND_BACK: DecisionPage(
        HandBackForm,
        lambda form, now: wording.hand_back_consequences(form.dispute),
        _hand_back,
    ),
    Verb.REASSIGN: DecisionPage(
        ReassignForm,
        lambda form, now: wording.reassign_consequences(form.dispute, form.cleaned_data["to"]),
        _reassign,
        final=False,
    ),
}
_BY_SLUG = {verb.slug: verb for verb in DECISIONS}


def decision_page(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """GET shows the form; POST shows what will happen, and with `confirm` does it."""
    if slug not in _BY_SLUG:
        raise Http404
    verb, user = _BY_SLUG[slug], signed_in(request)
    actor = Actor(user, Party.PLATFORM)
    view = dispute_view(dispute_for_staff(user, reference), actor, clock.now())
    refused = refusal(view.dispute, verb, actor, view.now)
    if request.method != "POST":
        if refused is not None:
            messages.error(request, refused.message)
            return redirect("admin:case", reference)
        return _first_step(request, verb, view)
    if verb == Verb.RULE and refused is None and (kept := drafts.kept(request, view.dispute)):
        return kept
    form = DECISIONS[verb].form(request.POST, dispute=view.dispute, now=view.now)
    if refused is not None:
        form.add_error(None, refused.message)
    if "edit" in request.POST or not form.is_valid():
        return _show(request, "form", verb, view, form)
    if "confirm" not in request.POST:
        return _show(request, "confirm", verb, view, form)
    try:
        done = DECISIONS[verb].perform(user, form)
    except Refused as late:
        if late.code == Code.STALE and not form.visible_fields():
            messages.error(request, late.message)
            return redirect(request.path)  # which shows what there is to read now
        add_refusal(form, late)
        return _show(request, "form", verb, view, form)
    messages.success(request, done)
    return redirect("admin:case", reference)


def _first_step(request: HttpRequest, verb: Verb, view: DisputeView) -> HttpResponse:
    """Where there is nothing to fill in, the form is what will happen."""
    form_class = DECISIONS[verb].form
    if not form_class.base_fields:
        form = form_class({}, dispute=view.dispute, now=view.now)
        form.full_clean()
        return _show(request, "confirm", verb, view, form)
    initial = drafts.start(signed_in(request), view, request.GET) if verb == Verb.RULE else None
    form = form_class(None, dispute=view.dispute, now=view.now, initial=initial)
    return _show(request, "form", verb, view, form)


def _show(
    request: HttpRequest, step: str, verb: Verb, view: DisputeView, form: DecisionForm
) -> HttpResponse:
    decision, user = DECISIONS[verb], signed_in(request)
    log_access(user, view.dispute, AccessLog.Page.ACT)
    context = admin.site.each_context(request) | {
        "title": verb.label,
        "case": view,
        "dispute": view.dispute,
        "form": form,
        "sides": sides(view),
    }
    if step == "confirm":
        context |= {
            "consequences": decision.consequences(form, view.now),
            "final": decision.final,
            **decision.preview(form, view.now),
        }
    else:
        context |= decision.beside(user, view)
    return render(request, f"arbitration/{step}.html", context)
