"""The pages of what the platform can do in a case, and the links that lead to them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from arbitration.views.decisions.casework import (
    HandBack,
    NoteReturnDelivered,
    Reassign,
    RequestEvidence,
    WriteToSides,
)
from arbitration.views.decisions.decision import Decision
from arbitration.views.decisions.rulings import ApproveRuling, IssueRuling, SendRulingBack
from disputes.selectors import DisputeView

# In the order of the links; the first one that is possible is the main one.
DECISIONS: list[type[Decision[Any]]] = [
    ApproveRuling,
    IssueRuling,
    SendRulingBack,
    RequestEvidence,
    WriteToSides,
    NoteReturnDelivered,
    HandBack,
    Reassign,
]


@dataclass(frozen=True)
class ActionLink:
    """A link to the page of an act."""

    label: str
    url: str
    key: str


def decision_page(request: HttpRequest, reference: str, slug: str) -> HttpResponseBase:
    """The page of one act of the platform, by the name of its verb in the address."""
    for page in DECISIONS:
        if page.verb.slug == slug:
            return page.as_view()(request, reference=reference)
    raise Http404


def action_links(view: DisputeView) -> list[ActionLink]:
    """What the viewer can do now; each page learns how far the case was read before it."""
    reference, read_to = view.dispute.reference, view.dispute.event_count
    return [
        ActionLink(
            str(page.verb.label),
            f"{reverse('admin:act', args=[reference, page.verb.slug])}?read={read_to}",
            page.key,
        )
        for page in DECISIONS
        if page.verb in view.allowed
    ]
