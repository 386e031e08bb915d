"""Penalties of many points, which a second supervisor approves or declines."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from arbitration.forms.standing import ReviewForm
from arbitration.presenters.penalty_preview import approving
from arbitration.selectors import standing as selectors
from arbitration.views.standing.action import Said, SecondLook
from arbitration.views.standing.section import overseer, page_context, refuse_own_store, sections
from disputes.errors import Code, Refused
from disputes.pages import FirstPages
from sellers.models import Breach
from sellers.permissions import refuse_second_look
from sellers.states import BreachState, Trigger
from sellers.verbs.penalties import approve_penalty, decline_penalty

_PAGE = 50


@require_safe
def proposals_page(request: HttpRequest) -> HttpResponse:
    """Those that wait, then those that were decided on."""
    user = overseer(request)
    context = page_context(
        request,
        _("Proposed penalties"),
        sections=sections(user, "proposals"),
        waiting=selectors.proposals(user)[:_PAGE],
        page_obj=FirstPages(selectors.reviewed_proposals(user), _PAGE).get_page(
            request.GET.get("page")
        ),
    )
    return render(request, "arbitration/standing/proposals.html", context)


class ReviewProposal(SecondLook[ReviewForm]):
    """Who proposed it reads why somebody else decides."""

    title = gettext_lazy("Proposed penalty")
    button = gettext_lazy("Decide")
    template_name = "arbitration/standing/proposal.html"

    def find(self) -> None:
        by_hand = Breach.objects.filter(trigger=Trigger.BY_HAND)
        related = by_hand.select_related("store", "dispute", "rule", "found_by", "reviewed_by")
        self.breach = get_object_or_404(related, pk=self.kwargs["number"])
        self.store_id = self.breach.store_id
        refuse_own_store(self.user, self.store_id)

    @property
    def after(self) -> str:
        return reverse("admin:proposals")

    def refusal(self) -> Refused | None:
        """Nothing to say of it where it is decided already and read."""
        if self.breach.state != BreachState.PROPOSED:
            return Refused(Code.STALE, _("Somebody has decided on this penalty already."))
        return refuse_second_look(self.user, self.breach)

    def form(self, data: QueryDict | None) -> ReviewForm:
        return ReviewForm(data)

    def about(self, form: ReviewForm) -> dict[str, Any]:
        return {
            **super().about(form),
            "breach": self.breach,
            "store": self.breach.store,
            "proof": list(self.breach.files),
            "waits": self.breach.state == BreachState.PROPOSED,
        }

    def said(self, form: ReviewForm) -> Sequence[Said]:
        return [] if form.approves else [Said(_("Why not?"), form.cleaned_data["reasons"])]

    def consequences(self, form: ReviewForm) -> Sequence[str]:
        return approving(self.breach) if form.approves else [_("There is no penalty.")]

    def perform(self, form: ReviewForm) -> str:
        if form.approves:
            approve_penalty(self.user, self.breach, read_to=self.read_to)
            return _("The penalty is given.")
        reasons = form.cleaned_data["reasons"]
        decline_penalty(self.user, self.breach, reasons=reasons, read_to=self.read_to)
        return _("The penalty is declined. Whoever proposed it reads why.")
