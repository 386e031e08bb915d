"""The case page: all that both sides said and showed, and what the platform may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from arbitration.access import dispute_for_staff, disputes_for_staff
from arbitration.forms.comments import CommentForm
from arbitration.kernel.access_log import log_access
from arbitration.models import AccessLog, ProposedRuling
from arbitration.photo_signals import Signal, facts_of, photo_signals, shown_photos
from arbitration.presenters.earlier_cases import earlier_cases, earlier_disputes
from arbitration.presenters.facts import facts
from arbitration.presenters.history import FILTERS, history
from arbitration.presenters.milestones import milestones
from arbitration.presenters.party_records import record
from arbitration.presenters.sides import sides
from arbitration.presenters.waiting import waiting
from arbitration.selectors.comments import comments_of
from arbitration.selectors.party_history import party_history
from arbitration.selectors.precedents import precedents
from arbitration.verbs.approval import proposed_ruling
from arbitration.verbs.comments import may_comment
from arbitration.views.decisions import action_links
from disputes import clock
from disputes.access import applied_for_together, length_of_history
from disputes.models import Dispute, Ground, Ruling, User
from disputes.permissions import Actor
from disputes.presenters.conversation import conversation
from disputes.presenters.live import live_case
from disputes.presenters.payments import payment
from disputes.presenters.together import together_with
from disputes.selectors import DisputeView, dispute_view
from disputes.states import PLATFORM_STATES, Fate, Party
from disputes.views import live
from disputes.views.people import signed_in
from disputes.views.seen import take_notices_for_read
from disputes.wording import offer_in_words
from disputes.wording.rulings import verdict

_TEMPLATE = "arbitration/case.html"


@dataclass(frozen=True)
class GivenRuling:
    """A ruling, what has become of it, and what it made of the one before it."""

    ruling: Ruling
    fate: Fate
    verdict: str


@require_safe
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about one case."""
    user = signed_in(request)
    dispute = dispute_for_staff(user, reference)
    take_notices_for_read(request, user, dispute)
    return show_case(request, dispute, CommentForm())


def show_case(request: HttpRequest, dispute: Dispute, form: CommentForm) -> HttpResponse:
    """The page, with the form of a comment as it is."""
    user = signed_in(request)
    earlier = earlier_disputes(dispute)
    for each in (dispute, *earlier):
        log_access(user, each, AccessLog.Page.CASE)
    view = dispute_view(dispute, Actor(user, Party.PLATFORM), clock.now())
    path = reverse("live-case", args=[dispute.reference])
    filters = {name: request.GET[name] for name in FILTERS if name in request.GET}
    shown = live.address(path, dispute.event_count, **filters)
    page = reverse("admin:case", args=[dispute.reference])  # of a refused comment it is not here
    context = _context(request, view, earlier, form) | {"live": live_case(view, user, shown, page)}
    return render(request, _TEMPLATE, context)


@require_GET
def live_case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What is newer in the case than on the page that asks, which is in the access log already."""

    def newest(user: User) -> live.Number:
        return length_of_history(disputes_for_staff(user), reference)

    def changed(user: User, _seen: int) -> str:
        dispute = dispute_for_staff(user, reference)
        view = dispute_view(dispute, Actor(user, Party.PLATFORM), clock.now())
        context = _context(request, view, earlier_disputes(dispute), CommentForm())
        context["live"] = live_case(view, user, seen=live.number(request, "seen"))
        return live.blocks(_TEMPLATE, context, request, "content_title", "content")

    return live.answer(request, newest, changed)


def _context(
    request: HttpRequest, view: DisputeView, earlier: Sequence[Dispute], form: CommentForm
) -> dict[str, Any]:
    user, dispute = signed_in(request), view.dispute
    proposed, rulings = proposed_ruling(dispute), _rulings(view)
    signals = photo_signals(view, user)
    columns = sides(view)
    return admin.site.each_context(request) | {
        "title": dispute.reference,
        "case": view,
        "dispute": dispute,
        "waiting": waiting(view, user),
        "actions": action_links(view),
        "next_case": _next_case(user, dispute),
        "proposed": proposed,
        "proposed_offer": proposed and offer_in_words(proposed.offer, dispute.currency),
        "rulings": rulings,
        "reason": dispute.reason_labels,
        "facts": facts(view),
        "milestones": milestones(view),
        "sides": columns,
        "conversation": conversation(view, Actor(user, Party.PLATFORM)),
        "together": together_with(applied_for_together(dispute), _staff_url),
        "earlier": earlier_cases(earlier, Actor(user, Party.PLATFORM), view.now),
        "any_asked": any(side.asked for side in columns),
        "any_documents": any(side.documents for side in columns),
        "signals": signals,
        "flagged": _flagged(signals),
        "photo_facts": [facts_of(photo) for photo in shown_photos(view)],
        "payment": payment(view.refund, view.now, view.viewer) if view.refund else [],
        "postings": list(view.refund.postings.all()) if view.refund else [],
        "history": history(view, request.GET),
        "comments": comments_of(dispute),
        "comment_form": form if _may_comment(user, dispute) else None,
        "record": record(party_history(dispute, view.now)),
        "precedents": precedents(dispute, user, _ground(proposed, rulings)),
    }


def _staff_url(dispute: Dispute) -> str:
    return reverse("admin:case", args=[dispute.reference])


def _next_case(user: User, dispute: Dispute) -> Dispute | None:
    """The most urgent one that waits for a ruling of the viewer, besides this one."""
    in_hand = Dispute.objects.filter(assignee=user, state__in=PLATFORM_STATES)
    return in_hand.exclude(pk=dispute.pk).order_by("due_at", "id").first()


def _rulings(view: DisputeView) -> list[GivenRuling]:
    """The latest first."""
    judged = zip(view.rulings, view.fates, strict=True)
    return [GivenRuling(ruling, fate, verdict(ruling)) for ruling, fate in judged][::-1]


def _ground(proposed: ProposedRuling | None, rulings: Sequence[GivenRuling]) -> Ground | None:
    """What the case is ruled on, as far as anybody has said."""
    if proposed is not None:
        return proposed.ground
    return rulings[0].ruling.ground if rulings else None


def _flagged(signals: Sequence[Signal]) -> set[int]:
    """The ids of the photos that some signal is about."""
    return {photo.file.pk for signal in signals for photo in signal.photos}


def _may_comment(user: User, dispute: Dispute) -> bool:
    return dispute.erased_at is None and may_comment(user, dispute)
