"""Step 3: what the buyer asks for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.selectors.applications import Application, asked_minor
from disputes.forms import OfferForm
from disputes.models import ParcelItem
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution
from disputes.verbs.applications import Claim

_CHOOSE_SOLUTION = gettext_lazy("Choose what you ask for.")


class SolutionForm(OfferForm):
    """Step 3. What the buyer asks for; of goods that never came, only the money. Of several items
    the whole sum of each is asked for."""

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
        self.application = application
        if application.together:
            del self.fields["amount"]
            self.fields.pop("freight", None)
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

    @property
    def claims(self) -> list[Claim]:
        """What is asked for each item; the form is valid."""
        mine = Claim(self.application.item, self.offer, self.application.pieces)
        return [mine, *(self._whole(item) for item in self.application.together)]

    def _whole(self, item: ParcelItem) -> Claim:
        amount_minor = asked_minor(item)
        asked = replace(self.offer, amount_minor=amount_minor, freight_minor=0)
        return Claim(item, self._checked(asked, amount_minor), item.free_pieces)

    def _read(self, cleaned: dict[str, Any]) -> Offer:
        if not self.application.together:
            return super()._read(cleaned)
        payer = cleaned.get("freight_payer")
        amount_minor = min(self.paid_minor, self.application.item.line.left_minor)
        solution = Solution(cleaned["solution"])
        asked = Offer(solution, amount_minor, FreightPayer(payer) if payer else None)
        return self._checked(asked, self.paid_minor)
