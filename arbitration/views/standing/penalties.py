"""One penalty as supervisors see it, and lowering it without an appeal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from arbitration.forms.standing import LowerForm
from arbitration.presenters.penalty_preview import leaving
from arbitration.views.standing.action import AboutAStore, Said
from arbitration.views.standing.section import overseer, page_context, refuse_own_store
from disputes import clock
from disputes.models import User
from disputes.permissions import SUPERVISE
from sellers.models import Penalty, PenaltyAppeal
from sellers.selectors.record import penalty_record
from sellers.states import PenaltyState
from sellers.verbs.penalties import lower_penalty
from sellers.wording.penalties import given_by


@require_safe
def penalty_page(request: HttpRequest, number: int) -> HttpResponse:
    """The record that the store reads, and who had a part in it."""
    user = overseer(request)
    penalty = find_penalty(user, number)
    context = page_context(
        request,
        penalty.rule.title,
        store=penalty.store,
        penalty=penalty,
        may_lower=may_be_lowered(penalty),
        open_appeal=_open_appeal(penalty),
        supervises=user.has_perm(SUPERVISE),
        **supervisors_record(penalty),
    )
    return render(request, "arbitration/standing/penalty.html", context)


class LowerPenalty(AboutAStore[LowerForm]):
    """The platform sees by itself that a penalty was too much, or wrong."""

    title = gettext_lazy("Lower or revoke a penalty")
    button = gettext_lazy("Lower or revoke")

    def find(self) -> None:
        self.check_supervisor()
        self.penalty = find_penalty(self.user, self.kwargs["number"])
        self.store_id = self.penalty.store_id

    @property
    def after(self) -> str:
        return reverse("admin:penalty", args=[self.penalty.pk])

    def form(self, data: QueryDict | None) -> LowerForm:
        return LowerForm(data, penalty=self.penalty)

    def about(self, form: LowerForm) -> dict[str, Any]:
        return {"store": self.penalty.store, "penalty": self.penalty}

    def said(self, form: LowerForm) -> Sequence[Said]:
        return said_of_penalty(form)

    def consequences(self, form: LowerForm) -> Sequence[str]:
        return leaving(self.penalty, form.left)

    def perform(self, form: LowerForm) -> str:
        reasons = form.cleaned_data["reasons"]
        lower_penalty(
            self.user, self.penalty, points=form.left, reasons=reasons, read_to=self.read_to
        )
        return _("The penalty is revoked.") if form.left == 0 else _("The penalty is reduced.")


def find_penalty(user: User, number: int) -> Penalty:
    related = Penalty.objects.select_related(
        "store",
        "rule",
        "appeal__decided_by",
        "breach__dispute",
        "breach__found_by",
        "breach__reviewed_by",
    )
    penalty = get_object_or_404(related, pk=number)
    refuse_own_store(user, penalty.store_id)
    return penalty


def may_be_lowered(penalty: Penalty) -> bool:
    """Not while an appeal is open: that is decided instead."""
    return penalty.state == PenaltyState.LIVE and not _open_appeal(penalty)


def supervisors_record(penalty: Penalty) -> Mapping[str, Any]:
    """Context of sellers/standing/record.html: what the store reads, and who did what."""
    dispute = penalty.breach.dispute
    case_url = reverse("admin:case", args=[dispute.reference]) if dispute else ""
    return {
        "record": penalty_record(penalty, clock.now(), case_url),
        "given_by": given_by(penalty.breach),
        "names": True,
    }


def said_of_penalty(form: LowerForm) -> list[Said]:
    """What was filled in of a decision on a penalty."""
    return [
        Said(_("What stays of the penalty?"), form.chosen),
        Said(_("Reasons"), form.cleaned_data["reasons"]),
    ]


def _open_appeal(penalty: Penalty) -> PenaltyAppeal | None:
    appeal: PenaltyAppeal | None = getattr(penalty, "appeal", None)
    return appeal if appeal is not None and appeal.is_open else None
