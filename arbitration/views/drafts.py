"""The draft of a ruling: kept with every step, by a button, and while somebody types."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from arbitration.access import dispute_for_staff
from arbitration.forms import RulingForm
from arbitration.models import ProposedRuling
from arbitration.verbs.drafts import draft_of, drop_drafts, save_draft
from disputes import clock
from disputes.models import Dispute, User
from disputes.permissions import Actor, refusal
from disputes.rules.amounts import amount_as_typed
from disputes.rules.instants import instant
from disputes.rules.solutions import Offer, outcome_of
from disputes.rules.texts import storable
from disputes.selectors import DisputeView
from disputes.states import Outcome, Party, Verb
from disputes.views.people import signed_in

RULE = Verb.RULE.slug


@require_POST
def save_page(request: HttpRequest, reference: str) -> HttpResponse:
    """For the script that saves while somebody types: when it was saved, or why it was not."""
    user = signed_in(request)
    dispute = dispute_for_staff(user, reference)
    refused = refusal(dispute, Verb.RULE, Actor(user, Party.PLATFORM), clock.now())
    if refused is not None:
        return JsonResponse({"message": refused.message}, status=409)
    draft = save_draft(user, dispute, _typed(request))
    saved = _("Draft saved on %(instant)s.") % {"instant": instant(draft.saved_at)}
    return JsonResponse({"message": saved})


def kept(request: HttpRequest, dispute: Dispute) -> HttpResponse | None:
    """Keep what came with a step of the form; an answer, where that is all that was wanted."""
    user = signed_in(request)
    if "discard" in request.POST:
        drop_drafts(dispute, user)
        messages.success(request, _("The draft is gone."))
        return redirect("admin:act", dispute.reference, RULE)
    if "confirm" not in request.POST:
        save_draft(user, dispute, _typed(request))
    if "save" in request.POST:
        messages.success(request, _("The draft is saved. Only you can see it."))
        return redirect("admin:act", dispute.reference, RULE)
    return None


def start(user: User, view: DisputeView, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """What the form starts with: the ruling that was appealed against, if that is asked for; else
    the draft, or what a second arbitrator sent back."""
    if "like" in asked and view.ruling is not None:
        return _terms(view.dispute, view.ruling.proposal.offer)
    draft = draft_of(user, view.dispute)
    if draft is not None:
        return dict(draft.fields)
    sent_back = _sent_back(user, view)
    if sent_back is None:
        return None
    return _terms(view.dispute, sent_back.offer) | {
        "ground": sent_back.ground_id,
        "reasons": sent_back.reasons,
        "cites": sent_back.cites,
    }


def beside(user: User, view: DisputeView) -> dict[str, Any]:
    """What the arbitrator should have in view while ruling."""
    return {
        "draft": draft_of(user, view.dispute),
        "sent_back": _sent_back(user, view),
        "rulings": list(reversed(view.rulings)),
    }


def _typed(request: HttpRequest) -> dict[str, Any]:
    """The fields as they were typed, right or wrong."""
    typed: dict[str, Any] = {
        name: storable(request.POST.get(name, ""))
        for name in RulingForm.base_fields
        if name != "cites"
    }
    typed["read"] = request.POST.get("read", "")  # how far the case was read, for the next time
    return typed | {"cites": [storable(each) for each in request.POST.getlist("cites")]}


def _terms(dispute: Dispute, offer: Offer) -> dict[str, Any]:
    """An offer as it is typed."""
    outcome = outcome_of(offer, paid_minor=dispute.snapshot.paid_minor)
    typed: dict[str, Any] = {"outcome": outcome.value}
    if outcome in (Outcome.PARTIAL, Outcome.RETURN):
        typed["amount"] = amount_as_typed(offer.amount_minor, dispute.currency)
    if offer.freight_payer is not None:
        typed["freight_payer"] = offer.freight_payer.value
    if offer.freight_minor:
        typed["freight"] = amount_as_typed(offer.freight_minor, dispute.currency)
    return typed


def _sent_back(user: User, view: DisputeView) -> ProposedRuling | None:
    """This arbitrator's ruling, if the latest one in the case was not approved."""
    latest = view.dispute.proposed_rulings.select_related("reviewer").last()
    if latest is None or latest.approved is not False or latest.author_id != user.pk:
        return None
    return latest
