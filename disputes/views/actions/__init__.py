"""The pages of what a side can do in a case, and the buttons that lead to them."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from disputes import access, clock, wording
from disputes.bodies import takes_files
from disputes.models import Dispute, User
from disputes.permissions import Actor, refusal
from disputes.presenters.conversation import SavedTexts, no_saved_texts
from disputes.presenters.form_keys import REFERENCE, opens
from disputes.presenters.parts import ActionButton, PreviewChoices, action_url, preview_nothing
from disputes.selectors import DisputeView
from disputes.states import Party, Verb
from disputes.views.actions.evidence import AcceptRuling, AddEvidence, Appeal, FinishEvidence
from disputes.views.actions.joint import JointAction, joint_label, possible_in
from disputes.views.actions.late_goods import Hold, ReportArrival
from disputes.views.actions.messages import SendMessage
from disputes.views.actions.negotiation import Accept, Escalate, Propose, Reject
from disputes.views.actions.refund_requests import ChangeRequest, Withdraw
from disputes.views.actions.returns import (
    ClaimFreight,
    ConfirmReturn,
    ContestReturn,
    CorrectTracking,
    GiveAddress,
    ShipReturn,
    ShowDelivery,
)
from disputes.views.actions.side import SideAction

# In the order of the buttons: what settles the case first, what ends it last.
ACTIONS: dict[Party, list[type[SideAction[Any]]]] = {
    Party.BUYER: [
        Accept,
        ShipReturn,
        ShowDelivery,
        ClaimFreight,
        CorrectTracking,
        Propose,
        AcceptRuling,
        Appeal,
        AddEvidence,
        FinishEvidence,
        SendMessage,
        Escalate,
        ChangeRequest,
        ReportArrival,
        Withdraw,
    ],
    Party.SELLER: [
        Accept,
        GiveAddress,
        ConfirmReturn,
        Propose,
        AcceptRuling,
        Appeal,
        AddEvidence,
        FinishEvidence,
        SendMessage,
        Escalate,
        Hold,
        Reject,
        ContestReturn,
    ],
}
# For sellers, who answer many cases in a row.
_KEYS = {
    Verb.ACCEPT: "a",
    Verb.REJECT: "r",
    Verb.PROPOSE: "p",
    Verb.ADD_EVIDENCE: "e",
    Verb.FINISH_EVIDENCE: "f",
    Verb.CONFIRM_RETURN: "c",
    Verb.GIVE_ADDRESS: "g",
    Verb.HOLD: "h",
}


@takes_files()
@login_required
def action_page(
    request: HttpRequest,
    reference: str,
    verb: str,
    party: Party,
    choice_previews: PreviewChoices = preview_nothing,
    saved_texts: SavedTexts = no_saved_texts,
) -> HttpResponseBase:
    """The page of one act of one side, by the name of its verb in the address."""
    page = _page_of(party, verb)
    if page is None:
        raise Http404
    view = page.as_view()
    return view(
        request,
        reference=reference,
        party=party,
        choice_previews=choice_previews,
        saved_texts=saved_texts,
    )


def action_buttons(view: DisputeView) -> list[ActionButton]:
    """What this side can do now, most useful first."""
    return [
        ActionButton(
            wording.label(page.verb, view.viewer),
            action_url(view.viewer, view.dispute, page.verb),
            page.style,
            _KEYS.get(page.verb, "") if view.viewer == Party.SELLER else "",
        )
        for page in ACTIONS[view.viewer]
        if page.has_button and page.verb in view.allowed
    ]


def joint_buttons(view: DisputeView, actor: Actor, others: Sequence[Dispute]) -> list[ActionButton]:
    """What this side can do now in several of the cases that one application opened."""
    pages = [page for page in ACTIONS[view.viewer] if issubclass(page, JointAction)]
    possible = {
        page: len(possible_in(others, page.verb, actor, view.now)) + 1
        for page in pages
        if page.verb in view.allowed
    }
    return [
        ActionButton(
            joint_label(page.verb, view.viewer, number),
            f"{action_url(view.viewer, view.dispute, page.verb)}&together=yes",
            page.style if page.style == "danger" else "secondary",
        )
        for page, number in possible.items()
        if number > 1
    ]


def _page_of(party: Party, slug: str) -> type[SideAction[Any]] | None:
    return next((page for page in ACTIONS[party] if page.verb.slug == slug), None)


@opens(rf"(?P<reference>{REFERENCE})-(?P<party>buyer|seller)-(?P<slug>[a-z-]+)")
def _check_form(user: User, key: str, reference: str, party: str, slug: str) -> None:
    """The page of an act that takes files, while the act is possible."""
    page = _page_of(Party(party), slug)
    if page is None or page.files is None:
        raise access.not_found()
    dispute = access.dispute_of_side(user, Party(party), reference)
    if refused := refusal(dispute, page.verb, Actor(user, Party(party)), clock.now()):
        raise refused
