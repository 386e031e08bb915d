"""Step 3: what the buyer asks for."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.selectors.applications import Application
from disputes.forms import OfferForm
from disputes.states import FreightPayer, Solution

_CHOOSE_SOLUTION = gettext_lazy("Choose what you ask for.")


class SolutionForm(OfferForm):
    """Step 3. What the buyer asks for; of goods that never came, only the money."""

    asks: ClassVar[str] = "solution"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(
            data,
            paid_minor=application.paid_minor,
            currency=application.item.order.currency,
            may_return=application.received,
            freight_percent=application.policy.freight_percent,
            initial=application.answers,
        )
        solution = self.fields["solution"]
        solution.label = _("What do you ask for?")
        solution.error_messages |= {
            "required": _CHOOSE_SOLUTION,
            "invalid_choice": _CHOOSE_SOLUTION,
        }
        if application.received:
            self._choices(
                "freight_payer",
                [
                    (FreightPayer.SELLER, FreightPayer.SELLER.label),
                    (FreightPayer.BUYER, _("I pay the return")),
                ],
            )
        else:
            solution.initial = Solution.REFUND
            solution.widget = forms.HiddenInput()
