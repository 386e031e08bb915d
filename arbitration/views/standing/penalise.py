"""Giving a store a penalty by hand."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from arbitration.forms.standing import PenaltyForm
from arbitration.presenters.penalty_preview import giving
from arbitration.views.standing.section import overseer, refuse_own_store
from arbitration.views.standing.steps import Said, TwoStepAct, in_two_steps
from disputes import clock
from disputes.models import Store
from disputes.permissions import SUPERVISE
from sellers.kernel.rulebook import Rulebook
from sellers.states import BreachState
from sellers.verbs.penalties import penalise
from sellers.wording.penalty_preview import points_in_words


def penalise_page(request: HttpRequest, number: int) -> HttpResponse:
    """For supervisors; what it would lead to is said before it is done."""
    user = overseer(request)
    if not user.has_perm(SUPERVISE):
        raise PermissionDenied
    store = get_object_or_404(Store, pk=number)
    refuse_own_store(user, store.pk)
    form = PenaltyForm(
        request.POST if request.method == "POST" else None,
        viewer=user,
        store=store,
        rules=Rulebook.read().in_force(clock.now()),
    )
    page = reverse("admin:store", args=[store.pk])

    def perform() -> str:
        found = form.cleaned_data
        breach = penalise(
            user,
            store,
            rule=found["rule"],
            reasons=found["reasons"],
            idempotency_key=found["idempotency_key"],
            dispute=found["case"],
            cites=found["cites"],
        )
        if breach.state == BreachState.PROPOSED:
            return _("The penalty waits for a second supervisor. Nothing counts before that.")
        return _("The penalty is given.")

    return in_two_steps(
        request,
        TwoStepAct(
            title=_("Give a penalty"),
            form=form,
            said=lambda: _said(form),
            consequences=lambda: giving(store.pk, form.cleaned_data["rule"]),
            perform=perform,
            button=_("Give the penalty"),
            back=page,
            after=page,
            context={"store": store},
        ),
    )


def _said(form: PenaltyForm) -> list[Said]:
    found = form.cleaned_data
    rule, dispute, cites = found["rule"], found["case"], found["cites"]
    return [
        Said(_("Rule"), f"{rule.title} ({points_in_words(rule.points)})"),
        *([Said(_("Case"), dispute.reference)] if dispute else []),
        *([Said(_("Evidence"), ", ".join(map(str, cites)))] if cites else []),
        Said(_("Reasons"), found["reasons"]),
    ]
