"""Giving a store a penalty by hand."""

from collections.abc import Sequence
from functools import cached_property
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
from disputes import access, clock
from disputes.bodies import takes_files
from disputes.forms import UploadBox
from disputes.models import Store, User
from disputes.permissions import SUPERVISE
from disputes.presenters.form_keys import opens
from sellers.kernel.by_hand import PenaltyTerms
from sellers.kernel.rulebook import Rulebook
from sellers.permissions import refuse_supervision
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

    @cached_property
    def boxes(self) -> Sequence[UploadBox]:
        hint = _("What shows it, if it happened in no case: a screenshot, a message, a letter.")
        seen_by = _(
            "The store sees photos without the place and time that are stored in them, and "
            "documents as they are."
        )
        key, label = _form_key(self.store.pk), _("Files that show it")
        return [UploadBox(self.user, key, hint=hint, seen_by=seen_by, label=label)]

    def form(self, data: QueryDict | None) -> PenaltyForm:
        rules = Rulebook.read().in_force(clock.now())
        return PenaltyForm(
            data, viewer=self.user, store=self.store, rules=rules, files=self.boxes[0]
        )

    def about(self, form: PenaltyForm) -> dict[str, Any]:
        return {"store": self.store, "files": self.boxes[0]}

    def said(self, form: PenaltyForm) -> Sequence[Said]:
        found = form.cleaned_data
        rule, dispute, cites = found["rule"], found["case"], found["cites"]
        files = self.boxes[0].sent
        return [
            Said(_("Rule"), f"{rule.title} ({points_in_words(rule.points)})"),
            *([Said(_("Case"), dispute.reference)] if dispute else []),
            *([Said(_("Evidence"), ", ".join(map(str, cites)))] if cites else []),
            *([Said(_("Files"), ", ".join(file.name for file in files))] if files else []),
            Said(_("Reasons"), found["reasons"]),
        ]

    def consequences(self, form: PenaltyForm) -> Sequence[str]:
        found = form.cleaned_data
        terms = PenaltyTerms(found["rule"], found["reasons"], found["case"], tuple(found["cites"]))
        return giving(self.user, self.store, terms)

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
            files=self.boxes[0].sent,
        )
        if breach.state == BreachState.PROPOSED:
            return _("The penalty waits for a second supervisor. Nothing counts before that.")
        return _("The penalty is given.")


penalise_page = takes_files()(Penalise.as_view())


def _form_key(store: int) -> str:
    return f"penalty-for-{store}"


@opens(r"penalty-for-(?P<number>\d{1,18})")
def _check_form(user: User, key: str, number: str) -> None:
    """A penalty by hand, of a store that this supervisor may look after."""
    known = user.has_perm(SUPERVISE) and Store.objects.filter(pk=int(number)).exists()
    if not known or key != _form_key(int(number)):
        raise access.not_found()
    if refused := refuse_supervision(user, int(number)):
        raise refused
