"""Appeals against penalties: the list, and deciding on one."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from arbitration.forms.standing import AppealForm
from arbitration.presenters.penalty_preview import leaving
from arbitration.selectors import standing as selectors
from arbitration.views.standing.action import Said, SecondLook
from arbitration.views.standing.penalties import said_of_penalty, supervisors_record
from arbitration.views.standing.section import overseer, page_context, refuse_own_store, sections
from disputes import clock
from disputes.errors import Code, Refused
from disputes.pages import FirstPages
from disputes.wording.deadlines import URGENT
from sellers.models import PenaltyAppeal
from sellers.permissions import refuse_second_look
from sellers.verbs.appeals import decide_appeal

_PAGE = 50


@require_safe
def appeals_page(request: HttpRequest) -> HttpResponse:
    """What is due first, then what was decided."""
    user = overseer(request)
    context = page_context(
        request,
        _("Appeals against penalties"),
        sections=sections(user, "penalty-appeals"),
        waiting=selectors.open_appeals(user)[:_PAGE],
        urgent_from=clock.now() + URGENT,
        page_obj=FirstPages(selectors.decided_appeals(user), _PAGE).get_page(
            request.GET.get("page")
        ),
    )
    return render(request, "arbitration/standing/appeals.html", context)


class DecideAppeal(SecondLook[AppealForm]):
    """The record of the penalty, what the store says, and the form of the decision."""

    title = gettext_lazy("Appeal against a penalty")
    button = gettext_lazy("Decide")
    template_name = "arbitration/standing/appeal.html"

    def find(self) -> None:
        related = PenaltyAppeal.objects.select_related(
            "penalty__store", "penalty__rule", "penalty__breach__dispute", "by", "decided_by"
        )
        self.appeal = get_object_or_404(related, pk=self.kwargs["number"])
        self.penalty = self.appeal.penalty
        self.store_id = self.penalty.store_id
        refuse_own_store(self.user, self.store_id)

    @property
    def after(self) -> str:
        return reverse("admin:penalty-appeals")

    def refusal(self) -> Refused | None:
        if not self.appeal.is_open:
            return Refused(Code.STALE, _("This appeal has been decided already."))
        return refuse_second_look(self.user, self.penalty.breach)

    def form(self, data: QueryDict | None) -> AppealForm:
        return AppealForm(data, penalty=self.penalty)

    def about(self, form: AppealForm) -> dict[str, Any]:
        return {
            **super().about(form),
            "appeal": self.appeal,
            "store": self.penalty.store,
            **supervisors_record(self.penalty),
        }

    def said(self, form: AppealForm) -> Sequence[Said]:
        return said_of_penalty(form)

    def consequences(self, form: AppealForm) -> Sequence[str]:
        return leaving(self.penalty, form.left)

    def perform(self, form: AppealForm) -> str:
        reasons = form.cleaned_data["reasons"]
        decide_appeal(
            self.user, self.appeal, points=form.left, reasons=reasons, read_to=self.read_to
        )
        return _("The appeal is decided. The store reads your reasons.")
