"""The pages of goods that had not come: they are on their way, or they have arrived."""

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms import ArrivalForm
from disputes.models import Reason
from disputes.rules.instants import instant
from disputes.states import Verb
from disputes.verbs import late_goods
from disputes.views.actions.joint import JointAction
from disputes.views.actions.side import SideAction, WithoutForm
from disputes.wording.answers import seller_answers


class ReportArrival(SideAction[ArrivalForm]):
    verb = Verb.REPORT_ARRIVAL
    done = gettext_lazy("The seller now reads what is wrong with the item.")
    files = gettext_lazy("At least one photo that shows what is wrong.")
    photos_required = True

    def form(self, data: QueryDict | None) -> ArrivalForm:
        dispute, request = self.view.dispute, self.view.request
        return ArrivalForm(
            data,
            reasons=list(Reason.objects.to_choose(received=True)),
            paid_minor=dispute.snapshot.paid_minor,
            currency=dispute.currency,
            may_return=True,
            freight_percent=dispute.policy.freight_percent,
            offer=request.offer,
        )

    def consequences_now(self) -> list[str]:
        return [
            _("Only for an item with which something is wrong. If all is well, withdraw instead."),
            _("The case goes on about what you say here, no more about an item that is missing."),
            seller_answers(self.view.dispute, self.view.now),
            _("You may be asked to send the item back."),
        ]

    def do(self, form: ArrivalForm) -> None:
        late_goods.report_arrival(
            self.actor,
            self.view.dispute,
            reason=form.by_code[form.cleaned_data["reason"]],
            offer=form.offer,
            text=form.cleaned_data["text"],
            files=self.sent,
        )


class Hold(JointAction[Form], WithoutForm):
    verb = Verb.HOLD
    done = gettext_lazy("The case waits until the time in which the item was promised is over.")

    def consequences_now(self) -> list[str]:
        until = self.view.dispute.blocked_until
        assert until is not None, "it was promised for later"
        at = {"until": instant(until)}
        return [
            _("The case waits until %(until)s: by then the item was promised.") % at,
            _("If you have not answered by then, the refund is paid."),
            _("You can say this once."),
        ]

    def do(self, form: Form) -> None:
        late_goods.hold(self.actor, *self.disputes)
