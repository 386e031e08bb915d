"""What people of the platform fill in."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.services.bench import arbitrators
from arbitration.wording import name_of
from disputes.errors import Code, Refused
from disputes.forms import WordsField, add_refusal
from disputes.models import Dispute, Ground, User
from disputes.permissions import barring_rulings
from disputes.rules.money import format_money, parse_amount
from disputes.rules.solutions import Offer, check
from disputes.states import FreightPayer, Outcome, Solution, State
from disputes.wording import offer_in_words


class SearchForm(forms.Form):
    """Finds a case among all of them."""

    words = forms.CharField(
        label=gettext_lazy("Reference, order, buyer or store"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Any state")), *State.choices],
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that make sense; anything else in the address is left out."""
        if not self.is_valid():
            return {}
        state = self.cleaned_data["state"]
        return {"words": self.cleaned_data["words"], "state": State(state) if state else None}


class DecisionForm(forms.Form):
    """What one act of the platform on one case needs."""

    def __init__(self, data: Any, *, dispute: Dispute) -> None:
        self.dispute = dispute
        super().__init__(data, label_suffix="")


class GroundField(forms.ModelChoiceField[Ground]):
    """The grounds, each with the text that both sides read."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Ground) -> SafeString:
        return format_html('<strong>{}</strong> <span class="quiet">{}</span>', obj.title, obj.text)


class RulingForm(DecisionForm):
    """A ruling. When valid, `offer` is its solution in the normal form."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the outcome.")},
    )
    amount = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    freight_payer = forms.ChoiceField(
        label=gettext_lazy("Who pays the way back?"),
        required=False,
        initial=FreightPayer.SELLER,
        choices=FreightPayer.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Only for a return."),
    )
    ground = GroundField(
        label=gettext_lazy("Ground"),
        queryset=Ground.objects.filter(active=True),
        empty_label=None,
        help_text=gettext_lazy("Both sides read its text."),
        error_messages={"required": gettext_lazy("Choose the ground of the ruling.")},
    )
    reasons = WordsField(
        label=gettext_lazy("Reasons"),
        rows=8,
        help_text=gettext_lazy("Both sides read this. Name evidence by its number."),
        error_messages={"required": gettext_lazy("Give both sides your reasons.")},
    )

    def __init__(self, data: Any, *, dispute: Dispute) -> None:
        super().__init__(data, dispute=dispute)
        self.paid = format_money(dispute.line.paid_minor, dispute.currency)
        outcomes = [
            outcome for outcome in Outcome if outcome != Outcome.RETURN or dispute.may_return
        ]
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(outcome, outcome.label) for outcome in outcomes]
        if not dispute.may_return:
            del self.fields["freight_payer"]
        amount = self.fields["amount"]
        amount.label = _("Amount in %(currency)s") % {"currency": dispute.currency}
        amount.help_text = _("For a partial refund or a return. %(paid)s was paid.") % {
            "paid": self.paid
        }

    @property
    def offer_in_words(self) -> str:
        return offer_in_words(self.offer, self.dispute.currency)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "outcome" in cleaned:
            try:
                self.offer = self._read(Outcome(cleaned["outcome"]), cleaned)
            except Refused as refused:
                add_refusal(self, refused)
        return cleaned

    def _read(self, outcome: Outcome, cleaned: dict[str, Any]) -> Offer:
        paid_minor, currency = self.dispute.line.paid_minor, self.dispute.currency
        if outcome == Outcome.FULL:
            return Offer(Solution.REFUND, paid_minor)
        if outcome == Outcome.NONE:
            return Offer(Solution.NO_REFUND)
        amount_minor = parse_amount(cleaned.get("amount", ""), currency)
        if outcome == Outcome.RETURN:
            payer = FreightPayer(cleaned.get("freight_payer") or FreightPayer.SELLER)
            offer = Offer(Solution.RETURN_AND_REFUND, amount_minor, payer)
        else:
            offer = Offer(Solution.REFUND, amount_minor)
        offer = check(
            offer,
            paid_minor=paid_minor,
            currency=currency,
            may_return=self.dispute.may_return,
            platform_may_pay=True,
        )
        if outcome == Outcome.PARTIAL and amount_minor == paid_minor:
            raise Refused(
                Code.AMOUNT_INVALID,
                _("This is all that was paid. Enter less, or choose the full refund."),
                field="amount",
            )
        return offer


class EvidenceRequestForm(DecisionForm):
    """What is missing in the file."""

    words = WordsField(
        label=gettext_lazy("What evidence is missing?"),
        rows=6,
        help_text=gettext_lazy("Both sides read this. Say who should show what."),
        error_messages={"required": gettext_lazy("Say what evidence is missing.")},
    )


class ArbitratorField(forms.ModelChoiceField[User]):
    """Arbitrators by name."""

    def label_from_instance(self, obj: User) -> str:
        return name_of(obj)


class ReassignForm(DecisionForm):
    """Who shall have the case: everybody who may judge it and does not have it already."""

    to = ArbitratorField(
        label=gettext_lazy("New arbitrator"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy(
            "Whoever is involved in the case or has ruled on it before is not in the list."
        ),
        error_messages={"required": gettext_lazy("Choose who shall have the case.")},
    )

    def __init__(self, data: Any, *, dispute: Dispute) -> None:
        super().__init__(data, dispute=dispute)
        field = self.fields["to"]
        assert isinstance(field, ArbitratorField)
        field.queryset = (
            arbitrators()
            .exclude(pk__in=[dispute.buyer_id, dispute.assignee_id or 0])
            .exclude(stores=dispute.store)
            .exclude(pk__in=barring_rulings().filter(dispute=dispute).values("arbitrator"))
            .order_by("username")
        )
