"""The case page: the same case for both sides, with what each can do."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from disputes import access, clock, wording
from disputes.forms import MessageForm
from disputes.models import LineSnapshot, Refund, User
from disputes.permissions import Actor
from disputes.presenters import parts
from disputes.presenters.conversation import SavedTexts, conversation, no_saved_texts, text_of
from disputes.presenters.evidence_items import evidence_items
from disputes.presenters.live import live_case
from disputes.presenters.payments import payment
from disputes.presenters.rulings import asked_of_viewer, ruling_cards
from disputes.presenters.together import together_with
from disputes.rules.money import format_money
from disputes.selectors import DisputeView, dispute_view
from disputes.states import FactKind, Party
from disputes.templatetags.redress import instant
from disputes.views import live
from disputes.views.actions import action_buttons, joint_buttons
from disputes.views.people import signed_in
from disputes.views.seen import record_shown, take_notices_for_read
from disputes.wording.progress import progress

_TEMPLATE = "disputes/case.html"


@login_required
@require_safe
def case_page(
    request: HttpRequest,
    reference: str,
    party: Party,
    choice_previews: parts.PreviewChoices = parts.preview_nothing,
    saved_texts: SavedTexts = no_saved_texts,
    next_case: parts.FindNextCase = parts.no_next_case,
) -> HttpResponse:
    """Where the case stands, what to do now, and all evidence."""
    user = signed_in(request)
    actor = Actor(user, party)
    view = dispute_view(access.dispute_of_side(user, party, reference), actor, clock.now())
    record_shown(request, actor, view)
    take_notices_for_read(request, user, view.dispute)
    texts = saved_texts(view.dispute)
    context = _context(view, actor, choice_previews, next_case) | {
        "message_form": _message_form(view, text_of(texts, request.GET.get("saved", ""))),
        "saved_texts": texts,
    }
    path = reverse(f"{parts.PORTALS[party]}:live-case", args=[view.dispute.reference])
    shown = live.address(path, view.dispute.event_count)
    return render(request, _TEMPLATE, context | {"live": live_case(view, user, shown)})


@require_GET
def live_case_page(
    request: HttpRequest,
    reference: str,
    party: Party,
    choice_previews: parts.PreviewChoices = parts.preview_nothing,
    next_case: parts.FindNextCase = parts.no_next_case,
    saved_texts: SavedTexts = no_saved_texts,
) -> HttpResponse:
    """What is newer in the case than on the page that asks. It is not recorded as seen: a page
    that lies open may have nobody before it."""

    def newest(user: User) -> live.Number:
        return access.length_of_history(access.disputes_of_side(user, party), reference)

    def changed(user: User, _seen: int) -> str:
        actor = Actor(user, party)
        view = dispute_view(access.dispute_of_side(user, party, reference), actor, clock.now())
        context = _context(view, actor, choice_previews, next_case)
        context |= {"message_form": _message_form(view), "saved_texts": saved_texts(view.dispute)}
        context["live"] = live_case(view, user, seen=live.number(request, "seen"))
        return live.blocks(_TEMPLATE, context, request, "main")

    return live.answer(request, newest, changed)


def _context(
    view: DisputeView,
    actor: Actor,
    choice_previews: parts.PreviewChoices,
    next_case: parts.FindNextCase,
) -> dict[str, Any]:
    assert actor.user is not None, "a page has a reader"
    together = access.applied_for_together(view.dispute)
    return _of_case(view) | {
        "conversation": conversation(view, actor),
        "together": together_with(together, partial(parts.case_url, actor.party)),
        "joint_actions": joint_buttons(view, actor, together),
        "choice_previews": choice_previews(view),
        "next_case": next_case(actor.user, view.dispute),
        "refunded": _refunded(view.refund) if view.refund else "",
        "payment": payment(view.refund, view.now, view.viewer) if view.refund else [],
    }


def _message_form(view: DisputeView, text: str = "") -> MessageForm:
    return MessageForm(dispute=view.dispute, initial={"text": text})


def _of_case(view: DisputeView) -> dict[str, Any]:
    dispute, viewer = view.dispute, view.viewer
    latest = [found for side in Party if (found := view.latest(side)) is not None]
    evidence = evidence_items(view)
    by_buyer = [item for item in evidence if item.party == Party.BUYER]
    return {
        "case": view,
        "dispute": dispute,
        "line": dispute.snapshot,
        "actions": action_buttons(view),
        "proposals": [parts.proposal_card(proposal, viewer) for proposal in latest],
        "seller_answer": ""
        if view.latest(Party.SELLER)
        else wording.answer_without_proposal(dispute, view.events, viewer),
        "older_proposals": [
            parts.proposal_card(proposal, viewer)
            for proposal in reversed(view.proposals)
            if proposal not in latest
        ],
        "rulings": ruling_cards(view),
        "asked": asked_of_viewer(view),
        "evidence": evidence,
        "buyer_photos": [photo for item in by_buyer for photo in item.photos],
        "buyer_photos_erased": sum(item.photos_erased for item in by_buyer),
        "history": parts.history_lines(view.events, viewer),
        "facts": _facts(view),
        "stages": progress(dispute) if viewer == Party.BUYER else [],
        "late_news": wording.late_news(dispute, viewer),
    }


def _facts(view: DisputeView) -> list[parts.Fact]:
    """What nobody disputes: the order, its money and its way."""
    dispute, line = view.dispute, view.dispute.snapshot
    facts = [
        parts.Fact(_("Order"), line.order_reference),
        parts.Fact(_("Store"), dispute.store.name),
        parts.Fact(_("Buyer"), dispute.buyer.name),
        parts.Fact(_("Reason"), dispute.reason_label),
        parts.Fact(_("Paid"), format_money(line.paid_minor, line.currency)),
        parts.Fact(_("Quantity"), parts.quantity(line)),
        parts.Fact(_("Dispatched"), _at(line.dispatched_at)),
        parts.Fact(_("Promised by"), _at(line.promised_until)),
        parts.Fact(_("Delivered"), _at(line.delivered_at)),
        parts.Fact(_("Last thing known"), _news(line)),
        parts.Fact(_("Cancelled"), _at(line.cancelled_at)),
        parts.Fact(_("Refunded elsewhere"), parts.refunded_elsewhere(line)),
        parts.Fact(_("Carrier"), parts.carrier_and_number(line.carrier, line.tracking_number)),
        parts.Fact(_("The platform decides by"), _at(dispute.decide_by)),
        parts.Fact(
            _("Return"), parts.carrier_and_number(dispute.return_carrier, dispute.return_tracking)
        ),
    ]
    if dispute.freight_paid_minor is not None:
        facts.append(
            parts.Fact(
                _("Paid for the way back"), format_money(dispute.freight_paid_minor, line.currency)
            )
        )
    return [fact for fact in facts if fact.value]


def _refunded(refund: Refund) -> str:
    """What a closed case came to, at its top."""
    total = format_money(refund.total_minor, refund.currency)
    return _("The refund is %(amount)s.") % {"amount": total}


def _news(line: LineSnapshot) -> str:
    """More than what the dates say already."""
    dated = (FactKind.SHIPPED, FactKind.DELIVERED)
    return "" if line.status in dated else line.get_status_display()


def _at(moment: datetime | None) -> str:
    return "" if moment is None else instant(moment)
