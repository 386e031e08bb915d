"""Giving a store a penalty by hand."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.forms.standing import PenaltyForm
from arbitration.presenters.penalty_preview import giving
from arbitration.views.standing.action import Said, StandingAction
from arbitration.views.standing.section import refuse_own_store
from disputes import clock
from disputes.models import Store
from sellers.kernel.rulebook import Rulebook
from sellers.states import BreachState
from sellers.verbs.penalties import penalise
from sellers.wording.penalty_preview import points_in_words


class Penalise(StandingAction[PenaltyForm]):
    """For supervisors; what it would lead to is said before it is done."""

    title = gettext_lazy("Give a penalty")
    button = gettext_lazy("Give the penalty")

    def find(self) -> None:
        self.check_supervisor()
        self.store = get_object_or_404(Store, pk=self.kwargs["number"])
        refuse_own_store(self.user, self.store.pk)

    @property
    def after(self) -> str:
        return reverse("admin:store", args=[self.store.pk])

    def form(self, data: QueryDict | None) -> PenaltyForm:
        rules = Rulebook.read().in_force(clock.now())
        return PenaltyForm(data, viewer=self.user, store=self.store, rules=rules)

    def about(self, form: PenaltyForm) -> dict[str, Any]:
        return {"store": self.store}

    def said(self, form: PenaltyForm) -> Sequence[Said]:
        found = form.cleaned_data
        rule, dispute, cites = found["rule"], found["case"], found["cites"]
        return [
            Said(_("Rule"), f"{rule.title} ({points_in_words(rule.points)})"),
            *([Said(_("Case"), dispute.reference)] if dispute else []),
            *([Said(_("Evidence"), ", ".join(map(str, cites)))] if cites else []),
            Said(_("Reasons"), found["reasons"]),
        ]

    def consequences(self, form: PenaltyForm) -> Sequence[str]:
        return giving(self.store.pk, form.cleaned_data["rule"])

    def perform(self, form: PenaltyForm) -> str:
        found = form.cleaned_data
        breach = penalise(
            self.user,
            self.store,
            rule=found["rule"],
            reasons=found["reasons"],
            idempotency_key=found["idempotency_key"],
            dispute=found["case"],
            cites=found["cites"],
        )
        if breach.state == BreachState.PROPOSED:
            return _("The penalty waits for a second supervisor. Nothing counts before that.")
        return _("The penalty is given.")
