"""The pages of the way back of the goods."""

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.forms import StatementForm, TrackingForm
from disputes.rules.money import format_money
from disputes.states import Verb
from disputes.verbs import returns
from disputes.views.actions.side import SideAction, WithoutForm


class ShipReturn(SideAction[TrackingForm]):
    verb = Verb.SHIP_RETURN
    style = "primary"
    done = gettext_lazy("The seller now knows that the item is on its way back.")

    def form(self, data: QueryDict | None) -> TrackingForm:
        return TrackingForm(data)

    def consequences_now(self) -> list[str]:
        days = self.view.dispute.policy.return_transit_days
        return [
            _("The seller sees the carrier and the tracking number."),
            ngettext(
                "If the seller does not answer, the refund is paid %(number)d day from now at the "
                "latest.",
                "If the seller does not answer, the refund is paid %(number)d days from now at the "
                "latest.",
                days,
            )
            % {"number": days},
        ]

    def do(self, form: TrackingForm) -> None:
        returns.ship_return(self.actor, self.view.dispute, **form.cleaned_data)


class ConfirmReturn(WithoutForm):
    verb = Verb.CONFIRM_RETURN
    style = "primary"
    done = gettext_lazy("You confirmed the return. The refund will be paid.")

    def consequences_now(self) -> list[str]:
        settled = self.view.dispute.settlement
        assert settled is not None, "a return belongs to a settlement"
        return [
            _("%(amount)s is paid to the buyer, and the case closes.")
            % {"amount": format_money(settled.amount_minor, settled.currency)}
        ]

    def do(self, form: Form) -> None:
        returns.confirm_return(self.actor, self.view.dispute)


class ContestReturn(SideAction[StatementForm]):
    verb = Verb.CONTEST_RETURN
    style = "danger"
    done = gettext_lazy("You contested the return. The platform hears both sides.")
    files = gettext_lazy("Show what came back: the parcel, its label, the item.")
    photos_required = True

    def form(self, data: QueryDict | None) -> StatementForm:
        return StatementForm(data, label=_("What is wrong with the return?"))

    def consequences_now(self) -> list[str]:
        days = self.view.dispute.policy.hearing_days
        return [
            _("The refund stops, and the platform hears both sides."),
            ngettext(
                "You both have %(number)d day to complete the evidence; then an arbitrator "
                "decides.",
                "You both have %(number)d days to complete the evidence; then an arbitrator "
                "decides.",
                days,
            )
            % {"number": days},
        ]

    def do(self, form: StatementForm) -> None:
        text = form.cleaned_data["text"]
        returns.contest_return(self.actor, self.view.dispute, text=text, files=self.sent)
