"""The pages on which arbitrators rule, and a second one looks at what the first has written."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from arbitration import wording
from arbitration.forms import ApprovalForm, RulingForm, SendBackForm
from arbitration.kernel.terms import needs_approval
from arbitration.presenters.ruling_preview import (
    appellants_of,
    approved_preview,
    penalty_preview_of,
    ruling_preview,
)
from arbitration.verbs import approval, rulings
from arbitration.verbs.drafts import draft_of
from arbitration.views import drafts
from arbitration.views.decisions.decision import Decision
from disputes.states import Verb


class IssueRuling(Decision[RulingForm]):
    """The one page whose form is kept as a draft as well, with every step."""

    verb = Verb.RULE
    key = "r"
    form_class = RulingForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.refusal() is None and (kept := drafts.kept(request, self.view.dispute)):
            return kept
        return super().post(request, *args, **kwargs)

    def first_step(self) -> HttpResponse:
        """A draft goes on from what its writer had read, unless they come from reading on."""
        draft = draft_of(self.user, self.view.dispute)
        if draft is not None and "read" not in self.request.GET:
            self.read_to = self.as_read(draft.fields.get("read"))
        return super().first_step()

    def initial(self) -> dict[str, Any] | None:
        return drafts.start(self.user, self.view, self.request.GET)

    def beside(self) -> dict[str, Any]:
        return drafts.beside(self.user, self.view)

    def preview(self, form: RulingForm) -> dict[str, Any]:
        return ruling_preview(form, self.view.now)

    def consequences(self, form: RulingForm) -> Sequence[str]:
        dispute, offer = form.dispute, form.offer
        return wording.ruling_consequences(
            dispute,
            offer,
            appellants_of(dispute, offer),
            self.view.now,
            penalty=penalty_preview_of(
                dispute, self.user, offer, form.cleaned_data["ground"], self.view.now
            ),
            to_be_approved=needs_approval(dispute, offer),
        )

    def perform(self, form: RulingForm) -> str:
        counts = rulings.issue_ruling(
            self.user,
            form.dispute,
            offer=form.offer,
            ground=form.cleaned_data["ground"],
            reasons=form.cleaned_data["reasons"],
            cites=form.cleaned_data["cites"],
        )
        if counts:
            return _("The ruling is issued. Both sides can read it now.")
        return _("The ruling waits for a second arbitrator. Neither side can read it before that.")


class ApproveRuling(Decision[ApprovalForm]):
    verb = Verb.APPROVE
    key = "a"
    form_class = ApprovalForm

    def preview(self, form: ApprovalForm) -> dict[str, Any]:
        return approved_preview(form, self.view.now)

    def consequences(self, form: ApprovalForm) -> Sequence[str]:
        proposed = approval.proposed_ruling(form.dispute)
        if proposed is None:
            return []
        return wording.approval_consequences(
            form.dispute,
            proposed.offer,
            appellants_of(form.dispute, proposed.offer),
            self.view.now,
            penalty=penalty_preview_of(
                form.dispute, self.user, proposed.offer, proposed.ground, self.view.now
            ),
        )

    def perform(self, form: ApprovalForm) -> str:
        approval.approve_ruling(self.user, form.dispute)
        return _("The ruling is approved. Both sides can read it now.")


class SendRulingBack(Decision[SendBackForm]):
    verb = Verb.SEND_BACK
    key = "s"
    form_class = SendBackForm
    final = False

    def consequences(self, form: SendBackForm) -> Sequence[str]:
        return wording.send_back_consequences(form.dispute)

    def perform(self, form: SendBackForm) -> str:
        approval.send_ruling_back(self.user, form.dispute, comment=form.cleaned_data["comment"])
        return _("The ruling went back with your note.")
