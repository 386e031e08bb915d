"""Choosing a solution: what, how much, and who pays the way back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.errors import Refused
from disputes.forms.errors import add_refusal
from disputes.forms.long_text import LongTextField
from disputes.rules.amounts import amount_as_typed, parse_amount
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer, check, freight_most, too_little_left
from disputes.states import FreightPayer, Solution


class AmountField(forms.CharField):
    """A sum as a person types it. The form reads it and labels it, since it knows the currency."""

    def __init__(self) -> None:
        typed = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=40, widget=typed)


class OfferForm(forms.Form):
    """A solution for what was paid for a line, starting from `offer`, else from the whole sum.

    `may_return`: the goods can be sent back. `may_refuse`: "no refund" is a choice.
    When valid, `offer` is the solution in its normal form.
    """

    solution = forms.ChoiceField(label=gettext_lazy("Solution"), widget=forms.RadioSelect)
    amount = AmountField()
    freight_payer = forms.ChoiceField(
        label=gettext_lazy("Who pays the way back?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Only where the item is sent back."),
    )

    freight = AmountField()

    def __init__(
        self,
        *args: Any,
        paid_minor: int,
        currency: str,
        may_return: bool,
        freight_percent: int,
        may_refuse: bool = False,
        offer: Offer | None = None,
        **kwargs: Any,
    ) -> None:
        self.paid_minor, self.currency, self.may_return = paid_minor, currency, may_return
        self.freight_percent = freight_percent
        start = offer or Offer(Solution.REFUND, paid_minor)
        most = freight_most(paid_minor, freight_percent)
        kwargs["initial"] = {
            "solution": start.solution,
            "amount": amount_as_typed(start.amount_minor or paid_minor, self.currency),
            "freight_payer": start.freight_payer or FreightPayer.SELLER,
            "freight": amount_as_typed(start.freight_minor or most, self.currency),
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._set_choices(may_refuse)
        amount = self.fields["amount"]
        amount.label = _("Amount in %(currency)s") % {"currency": self.currency}
        amount.help_text = (
            _("At most %(paid)s: what was paid for it, shipping included.")
            % {"paid": format_money(paid_minor, self.currency)}
            if paid_minor
            else too_little_left(0, self.currency)
        )

        if may_return:
            label_freight(self, most, currency)

    def _set_choices(self, may_refuse: bool) -> None:
        solutions = [Solution.REFUND]
        if self.may_return:
            solutions.append(Solution.RETURN_AND_REFUND)
        if may_refuse:
            solutions.append(Solution.NO_REFUND)
        self._choices("solution", [(choice, choice.label) for choice in solutions])
        if self.may_return:
            payers = [FreightPayer.SELLER, FreightPayer.BUYER]
            self._choices("freight_payer", [(choice, choice.label) for choice in payers])
        else:
            del self.fields["freight_payer"], self.fields["freight"]

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), name
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "solution" in cleaned:
            try:
                self.offer = self._read(cleaned)
            except Refused as refused:
                add_refusal(self, refused)
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> Offer:
        solution = Solution(cleaned["solution"])
        payer = cleaned.get("freight_payer")
        offer = Offer(
            solution,
            0
            if solution == Solution.NO_REFUND
            else parse_amount(cleaned.get("amount", ""), self.currency, most_minor=self.paid_minor),
            FreightPayer(payer) if payer else None,
            read_freight(cleaned, solution, self.currency),
        )
        return self._checked(offer, self.paid_minor)

    def _checked(self, offer: Offer, paid_minor: int) -> Offer:
        """In its normal form, for what so much was paid for."""
        return check(
            offer,
            paid_minor=paid_minor,
            currency=self.currency,
            may_return=self.may_return,
            freight_percent=self.freight_percent,
        )


def label_freight(form: forms.Form, most_minor: int, currency: str) -> None:
    """How much at most somebody else pays for the way back."""
    field = form.fields["freight"]
    field.label = _("For the way back at most, in %(currency)s") % {"currency": currency}
    field.help_text = _(
        "Only where the buyer does not pay it: what the receipt shows, up to this sum. It can be "
        "%(most)s at most."
    ) % {"most": format_money(most_minor, currency)}


def read_freight(cleaned: dict[str, Any], solution: Solution, currency: str) -> int:
    """The most that is paid for the way back as it was typed; 0 where nothing was, or where it does
    not matter."""
    typed = cleaned.get("freight", "").strip()
    matters = solution == Solution.RETURN_AND_REFUND
    if not typed or not matters or cleaned.get("freight_payer") == FreightPayer.BUYER:
        return 0
    try:
        return parse_amount(typed, currency)
    except Refused as refused:
        raise Refused(refused.code, refused.message, field="freight") from refused


class ProposalForm(OfferForm):
    """A solution with a text to the other side."""

    text = LongTextField(label=gettext_lazy("Words to the other side"), required=False, rows=3)
