"""The end of an application: check, submit, and what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buyers.forms import SolutionForm
from buyers.selectors.applications import Application, application_of
from buyers.selectors.closed_days import notes_of
from buyers.verbs import drafts
from buyers.views import steps
from disputes import access, clock, wording
from disputes.errors import Refused
from disputes.kernel.rests import foresee_answer
from disputes.models import Attachment
from disputes.permissions import Actor
from disputes.presenters.parts import case_url
from disputes.presenters.together import together_with
from disputes.rules.instants import instant
from disputes.rules.languages import primary_language
from disputes.rules.money import format_money
from disputes.rules.texts import isolated
from disputes.selectors import dispute_view
from disputes.states import Party
from disputes.verbs.applications import Claim
from disputes.views.people import signed_in
from disputes.wording.photo_guide import labels, wanted_shots
from disputes.wording.rests import in_words


@dataclass(frozen=True)
class CheckedFact:
    """One answer to check; `files` are shown instead of `value`, with a `note` below."""

    label: str
    value: str
    change_url: str
    files: Sequence[Attachment] = ()
    note: str = ""


@login_required
def check_page(request: HttpRequest, order: str, number: int) -> HttpResponse:
    """Everything on one page; its button submits exactly what the page shows."""
    application = application_of(signed_in(request), order, number)
    if application.dispute is not None:
        return steps.already_applied(request, application.dispute)
    if instead := steps.obstacle(request, application, steps.CHECK):
        return instead
    if request.method == "POST":
        if not (changed := _changed(request, application)):
            return _submit(request, application)
        messages.warning(request, changed)
        return redirect(request.path)
    return steps.show(request, application, steps.CHECK, **_summary(application))


def _changed(request: HttpRequest, application: Application) -> str:
    """What is not as this page had shown it, if anything: the answers and what they come to, or the
    rules for them."""
    if request.POST.get("seen") != application.fingerprint:
        return _(
            "Your answers, or the items that they are about, were changed in the meantime. Check "
            "them again, then submit."
        )
    version = str(application.policy.version)
    if request.POST.get("policy", version) == version:
        return ""
    return _(
        "The rules of the platform were changed on %(instant)s. Read what happens next, then "
        "submit."
    ) % {"instant": instant(application.policy.published_at)}


@login_required
@require_safe
def submitted_page(request: HttpRequest, reference: str) -> HttpResponse:
    """After submitting: the reference, what happens next and when."""
    user = signed_in(request)
    dispute = access.dispute_of_side(user, Party.BUYER, reference)
    file = dispute_view(dispute, Actor(user, Party.BUYER), clock.now())
    together = together_with(access.applied_for_together(dispute), partial(case_url, Party.BUYER))
    context = {"case": dispute, "file": file, "together": together}
    return render(request, "buyers/submitted.html", context)


def _submit(request: HttpRequest, application: Application) -> HttpResponse:
    """Open the dispute. What came in between (a closed window, a case from another window) is
    told."""
    item, reason = application.item, application.reason
    assert reason is not None, "the steps before have been answered"
    try:
        [dispute, *_others] = drafts.submit(
            application.buyer,
            _claims(application),
            reason=reason,
            text=application.answers["text"],
            files=application.files,
            language=primary_language(request.headers.get("Accept-Language", "")),
        )
    except Refused as refused:
        now = application_of(signed_in(request), item.order.reference, item.number)
        if now.dispute is not None:
            return steps.already_applied(request, now.dispute)
        messages.error(request, refused.message)
        return redirect("buyers:apply", item.order.reference, item.number)
    return redirect("buyers:submitted", dispute.reference)


def _summary(application: Application) -> dict[str, Any]:
    claims, currency = _claims(application), application.item.order.currency
    answered_by, left_out = foresee_answer(application.item, application.policy, clock.now())
    return {
        "facts": _facts(application, claims),
        "offer": wording.offer_in_words(claims[0].offer, currency) if len(claims) == 1 else "",
        "seller_answers_by": answered_by,
        "left_out": [in_words(rest) for rest in left_out],
        "notes": notes_of(left_out),
    }


def _facts(application: Application, claims: Sequence[Claim]) -> list[CheckedFact]:
    def url(step: str) -> str:
        return steps.step_url(application, step)

    return [
        CheckedFact(
            _("Did you receive the item?"),
            _("Yes") if application.received else _("No"),
            url("received"),
        ),
        *_pieces(application, url("received")),
        CheckedFact(_("Reason"), str(application.reason), url("reason")),
        CheckedFact(_("What do you ask for?"), _asked(claims), url("solution")),
        CheckedFact(_("What happened?"), application.answers["text"], url("evidence")),
        CheckedFact(
            _("Photos and documents"),
            _("None"),
            url("evidence"),
            application.files,
            _what_would_help(application),
        ),
    ]


def _pieces(application: Application, change_url: str) -> list[CheckedFact]:
    """How many, where there is a choice."""
    most = application.item.free_pieces
    if most == 1:
        return []
    said = _("%(pieces)d of %(most)d") % {"pieces": application.pieces, "most": most}
    return [CheckedFact(_("How many pieces is this about?"), said, change_url)]


def _what_would_help(application: Application) -> str:
    """What is required is there, or the step before would be shown."""
    assert application.reason is not None, "the steps before have been answered"
    wanted = wanted_shots(application.reason, application.files)
    open_ones = [one for one in wanted if not one.added]
    if not open_ones:
        return ""
    return _("Not added, and it would help: %(shots)s.") % {"shots": labels(open_ones)}


def _asked(claims: Sequence[Claim]) -> str:
    """In words; of several items for each of them, and in all."""
    currency = claims[0].item.order.currency
    offers = [capfirst(wording.offer_in_words(claim.offer, currency)) for claim in claims]
    if len(claims) == 1:
        return offers[0]
    told = [
        _("%(title)s: %(sentence)s") % {"title": isolated(claim.item.line.title), "sentence": offer}
        for claim, offer in zip(claims, offers, strict=True)
    ]
    total = format_money(sum(claim.offer.amount_minor for claim in claims), currency)
    return "\n".join([*told, _("In all: %(amount)s") % {"amount": total}])


def _claims(application: Application) -> list[Claim]:
    form = SolutionForm(application, application.answers)
    form.full_clean()
    return form.claims
