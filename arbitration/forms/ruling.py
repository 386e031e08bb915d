"""The form of a ruling."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.forms.decisions import DecisionForm
from arbitration.kernel.citations import check_cites, not_yet_answered, why_not_yet
from arbitration.kernel.terms import check_ground, check_offer, check_shown, fitting_grounds
from arbitration.kernel.written_reasons import check_reasons
from disputes.errors import Code, Refused
from disputes.forms import AmountField, LongTextField, add_refusal
from disputes.forms.offers import label_freight, read_freight
from disputes.models import Dispute, Evidence, Ground
from disputes.rules.amounts import parse_amount
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer, freight_most
from disputes.states import FreightPayer, Outcome, Solution
from disputes.wording import offer_in_words


class GroundField(forms.ModelChoiceField[Ground]):
    """The grounds, each with its article and the text that both sides read. The style sheet hides
    those that do not fit the outcome that was chosen."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Ground) -> SafeString:
        return format_html(
            '<span class="ground {}"><strong>{}</strong> <span class="quiet">{} {}</span></span>',
            " ".join(f"fits-{outcome}" for outcome in obj.outcomes),
            obj.title,
            obj.article,
            obj.text,
        )


class Citations(forms.CheckboxSelectMultiple):
    """What cannot be cited yet is shown, with the reason, and cannot be ticked."""

    not_yet: frozenset[int] = frozenset()

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"] in self.not_yet:
            option["attrs"]["disabled"] = True
        return option


class CitesField(forms.TypedMultipleChoiceField):
    """The evidence of the case by its numbers. Whether it can be cited is for the rules to say."""

    widget = Citations

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, **kwargs)

    def offer(self, evidence: Sequence[Evidence], not_yet: Mapping[int, datetime | None]) -> None:
        """These can be chosen, but for those that cannot be cited yet."""
        self.choices = [
            (
                item.number,
                render_to_string(
                    "arbitration/parts/citation.html",
                    {
                        "item": item,
                        "barred": why_not_yet(item.number, not_yet[item.number])
                        if item.number in not_yet
                        else "",
                    },
                ),
            )
            for item in evidence
        ]
        shown: Any = self.widget  # the stubs take it for the class that it was made from
        shown.not_yet = frozenset(not_yet)


class RulingForm(DecisionForm):
    """A ruling. When valid, `offer` is its solution in the normal form."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the outcome.")},
    )
    amount = AmountField()
    freight_payer = forms.ChoiceField(
        label=gettext_lazy("Who pays the way back?"),
        required=False,
        initial=FreightPayer.SELLER,
        choices=FreightPayer.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Only for a return."),
    )
    freight = AmountField()
    ground = GroundField(
        label=gettext_lazy("Ground"),
        queryset=Ground.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Both sides read its text."),
        error_messages={"required": gettext_lazy("Choose the ground of the ruling.")},
    )
    cites = CitesField(
        label=gettext_lazy("Evidence that it rests on"),
        help_text=gettext_lazy("Both sides read which. Choose at least one."),
    )
    reasons = LongTextField(
        label=gettext_lazy("Reasons"),
        rows=8,
        help_text=gettext_lazy(
            "Both sides read this. Say what each piece of evidence shows that the ruling rests on, "
            "by its number."
        ),
        error_messages={"required": gettext_lazy("Give both sides your reasons.")},
    )

    def __init__(self, data: Any, *, dispute: Dispute, now: datetime, initial: Any = None) -> None:
        super().__init__(data, dispute=dispute, now=now, initial=initial)
        self.paid = format_money(dispute.snapshot.paid_minor, dispute.currency)
        outcomes = [
            outcome for outcome in Outcome if outcome != Outcome.RETURN or dispute.may_return
        ]
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(outcome, outcome.label) for outcome in outcomes]
        if not dispute.may_return:
            del self.fields["freight_payer"], self.fields["freight"]
        else:
            paid_minor, percent = dispute.snapshot.paid_minor, dispute.policy.freight_percent
            label_freight(self, freight_most(paid_minor, percent), dispute.currency)
        amount = self.fields["amount"]
        amount.label = _("Amount in %(currency)s") % {"currency": dispute.currency}
        amount.help_text = _("For a partial refund or a return. %(paid)s was paid.") % {
            "paid": self.paid
        }
        cites = self.fields["cites"]
        assert isinstance(cites, CitesField)
        self.evidence = list(dispute.evidence.prefetch_related("files"))
        self.unanswered = not_yet_answered(dispute, self.evidence, now)
        cites.offer(self.evidence, self.unanswered)
        ground = self.fields["ground"]
        assert isinstance(ground, GroundField)
        ground.queryset = fitting_grounds(dispute)

    @property
    def offer_in_words(self) -> str:
        return offer_in_words(self.offer, self.dispute.currency)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "outcome" in cleaned:
            try:
                self.offer = self._read(Outcome(cleaned["outcome"]), cleaned)
                if "ground" in cleaned:
                    check_ground(self.dispute, cleaned["ground"], self.offer)
            except Refused as refused:
                add_refusal(self, refused)
        for check in (self._check_cites, self._check_reasons):
            try:
                check(cleaned)
            except Refused as refused:
                add_refusal(self, refused)
        return cleaned

    def _check_cites(self, cleaned: dict[str, Any]) -> None:
        if "cites" in cleaned:
            cited = check_cites(self.evidence, self.unanswered, cleaned["cites"])
            if "ground" in cleaned:
                check_shown(cleaned["ground"], cited)

    def _check_reasons(self, cleaned: dict[str, Any]) -> None:
        if "reasons" in cleaned:
            check_reasons(
                self.dispute,
                cleaned["reasons"],
                cites=cleaned.get("cites", ()),
                evidence=self.evidence,
                unanswered=self.unanswered,
            )

    def _read(self, outcome: Outcome, cleaned: dict[str, Any]) -> Offer:
        paid_minor, currency = self.dispute.snapshot.paid_minor, self.dispute.currency
        if outcome == Outcome.FULL:
            return Offer(Solution.REFUND, paid_minor)
        if outcome == Outcome.NONE:
            return Offer(Solution.NO_REFUND)
        amount_minor = parse_amount(cleaned.get("amount", ""), currency, most_minor=paid_minor)
        if outcome == Outcome.RETURN:
            payer = FreightPayer(cleaned.get("freight_payer") or FreightPayer.SELLER)
            freight_minor = read_freight(cleaned, Solution.RETURN_AND_REFUND, currency)
            offer = Offer(Solution.RETURN_AND_REFUND, amount_minor, payer, freight_minor)
        else:
            offer = Offer(Solution.REFUND, amount_minor)
        offer = check_offer(self.dispute, offer)
        if outcome == Outcome.PARTIAL and amount_minor == paid_minor:
            raise Refused(
                Code.AMOUNT_INVALID,
                _("This is all that was paid. Enter less, or choose the full refund."),
                field="amount",
            )
        return offer
