"""The pages of the request itself: changing it, and taking it back."""

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.forms import ProposalForm
from disputes.states import Verb
from disputes.verbs import refund_requests
from disputes.views.actions.joint import JointAction
from disputes.views.actions.side import SideAction, WithoutForm
from disputes.wording.answers import seller_answers
from disputes.wording.applications import before_withdrawal


class ChangeRequest(SideAction[ProposalForm]):
    verb = Verb.CHANGE
    done = gettext_lazy("Your request is changed.")

    def form(self, data: QueryDict | None) -> ProposalForm:
        dispute, request = self.view.dispute, self.view.request
        return ProposalForm(
            data,
            paid_minor=dispute.snapshot.paid_minor,
            currency=dispute.currency,
            may_return=dispute.may_return,
            freight_percent=dispute.policy.freight_percent,
            offer=request.offer,
            initial={"text": request.text},
        )

    def consequences_now(self) -> list[str]:
        dispute = self.view.dispute
        left = dispute.policy.request_changes - dispute.changes - 1
        return [
            seller_answers(dispute, self.view.now, dispute.held_until),
            ngettext(
                "After this you can change the request %(number)d more time.",
                "After this you can change the request %(number)d more times.",
                left,
            )
            % {"number": left},
        ]

    def do(self, form: ProposalForm) -> None:
        text = form.cleaned_data["text"]
        refund_requests.change_request(self.actor, self.view.dispute, offer=form.offer, text=text)


class Withdraw(JointAction[Form], WithoutForm):
    verb = Verb.WITHDRAW
    style = "danger"
    done = gettext_lazy("Your request is withdrawn.")

    def consequences_now(self) -> list[str]:
        return [
            _("The case ends, and no refund is paid."),
            before_withdrawal(self.view.dispute),
        ]

    def do(self, form: Form) -> None:
        refund_requests.withdraw(self.actor, *self.disputes)
