"""The case page: all that both sides said and showed, and what the platform may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration import wording
from arbitration.access import open_case
from arbitration.photo_signals import facts_of, photo_signals, shown_photos
from arbitration.views.people import staff
from disputes import clock
from disputes.models import EvidenceFile
from disputes.permissions import Actor
from disputes.rules.money import format_money
from disputes.selectors import CaseFile, case_file
from disputes.states import Party, Verb
from disputes.templatetags.redress import instant
from disputes.views.evidence_items import EvidenceItem, evidence_items
from disputes.views.parts import Fact, ProposalCard, proposal_card

# The acts that have a page, in the order of their links; the first is the main one.
ACTS = (Verb.RULE, Verb.REQUEST_EVIDENCE, Verb.REASSIGN)


@dataclass(frozen=True)
class Side:
    """One of the two columns: what a side stands for, says and shows."""

    party: Party
    name: str
    proposals: Sequence[ProposalCard]  # the latest first
    evidence: Sequence[EvidenceItem]

    @property
    def photos(self) -> list[EvidenceFile]:
        return [photo for item in self.evidence for photo in item.photos]

    @property
    def photos_erased(self) -> int:
        return sum(item.photos_erased for item in self.evidence)


@require_safe
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about one case."""
    user = staff(request)
    dispute = open_case(user, reference)
    case = case_file(dispute, Actor(user, Party.PLATFORM), clock.now())
    context = admin.site.each_context(request) | {
        "title": dispute.reference,
        "case": case,
        "dispute": dispute,
        "awaited": wording.awaited(dispute, user),
        "actions": [
            (verb.label, reverse("admin:act", args=[reference, verb.slug]))
            for verb in ACTS
            if verb in case.allowed
        ],
        "facts": facts(case),
        "sides": sides(case),
        "signals": photo_signals(case, user),
        "photo_facts": [facts_of(photo) for photo in shown_photos(case)],
        "rulings": list(reversed(case.rulings)),
        "events": list(reversed(case.events)),
        "postings": list(case.refund.postings.all()) if case.refund else [],
    }
    return render(request, "arbitration/case.html", context)


def sides(case: CaseFile) -> list[Side]:
    """Buyer and seller, side by side."""
    evidence = evidence_items(case)
    names = {
        Party.BUYER: wording.name_of(case.dispute.buyer),
        Party.SELLER: case.dispute.store.name,
    }
    return [
        Side(
            party,
            name,
            [
                proposal_card(proposal, Party.PLATFORM)
                for proposal in reversed(case.proposals)
                if proposal.party == party
            ],
            [item for item in evidence if item.party == party],
        )
        for party, name in names.items()
    ]


def facts(case: CaseFile) -> list[Fact]:
    """What nobody disputes: the order, its money and its way."""
    dispute, line, order = case.dispute, case.dispute.line, case.dispute.line.order
    found = [
        (_("Order"), order.reference),
        (_("Buyer"), wording.name_of(dispute.buyer)),
        (_("Store"), dispute.store.name),
        (_("Reason"), _reason(case)),
        (_("Quantity"), str(line.quantity)),
        (_("Price of one"), format_money(line.price_minor, order.currency)),
        (_("Shipping"), format_money(line.shipping_minor, order.currency)),
        (_("Paid for it"), format_money(line.paid_minor, order.currency)),
        (_("Ordered"), instant(order.placed_at)),
        (_("Dispatched"), _at(order.dispatched_at)),
        (_("Delivery promised by"), _at(order.promised_until)),
        (_("Delivered"), _at(order.delivered_at) or _("Not recorded")),
        (_("Carrier"), f"{order.carrier} {order.tracking_number}".strip()),
        (_("Applied for"), instant(dispute.filed_at)),
        (_("Return sent"), _at(dispute.return_shipped_at)),
        (_("Return carrier"), f"{dispute.return_carrier} {dispute.return_tracking}".strip()),
        (_("Return delivered"), _at(dispute.return_delivered_at)),
        (_("Settled by"), dispute.get_settled_by_display()),
        (_("Policy"), _("Version %(number)d") % {"number": dispute.policy.version}),
    ]
    return [Fact(label, value) for label, value in found if value]


def _reason(case: CaseFile) -> str:
    """From the root of the tree to the leaf that the buyer chose."""
    reason, labels = case.dispute.reason, [case.dispute.reason.label]
    while reason.parent is not None:
        reason = reason.parent
        labels.insert(0, reason.label)
    return " › ".join(labels)


def _at(moment: datetime | None) -> str:
    return "" if moment is None else instant(moment)
