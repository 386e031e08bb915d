"""How a return can be followed, and that it has arrived."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disputes.errors import Refused
from disputes.forms.long_text import LongTextField
from disputes.forms.offers import AmountField
from disputes.rules.amounts import parse_amount
from disputes.rules.carriers import CARRIERS
from disputes.rules.money import format_money
from disputes.states import ReturnClaim

_LONGEST = timedelta(days=366)


class CarrierInput(forms.TextInput):
    """A carrier by name: the known ones are suggested, any other can be typed."""

    def __init__(self) -> None:
        super().__init__({"list": "carriers", "autocomplete": "off"})

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        known = format_html_join("", '<option value="{}"></option>', ((each,) for each in CARRIERS))
        typed = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="carriers">{}</datalist>', typed, known)


class TrackingForm(forms.Form):
    """The way of a parcel that was sent back."""

    carrier = forms.CharField(
        label=_("Carrier"),
        max_length=80,
        widget=CarrierInput,
        help_text=_("Choose it from the list, or type its name."),
    )
    tracking = forms.CharField(
        label=_("Tracking number"), max_length=80, help_text=_("It stands on the receipt.")
    )


class FreightForm(forms.Form):
    """What the buyer paid to send goods back, of which at most `most_minor` is paid back; 0 where
    the buyer pays it all. When valid, `freight_minor` is the sum, 0 for none."""

    freight = AmountField()
    freight_required = True

    def __init__(self, *args: Any, most_minor: int, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency, self.freight_minor = currency, 0
        field = self.fields["freight"]
        field.label = gettext("What did sending it cost, in %(currency)s?") % {"currency": currency}
        field.help_text = gettext(
            "What the receipt shows. At most %(most)s is paid back to you."
        ) % {"most": format_money(most_minor, currency)}
        if not self.freight_required:
            field.help_text += " " + gettext("You can also enter it later.")
        if not most_minor:
            del self.fields["freight"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = cleaned.get("freight", "").strip()
        if typed or self.freight_required:
            try:
                self.freight_minor = parse_amount(typed, self.currency)
            except Refused as refused:
                self.add_error("freight", refused.message)
        return cleaned


class ShippingForm(TrackingForm, FreightForm):
    """How goods that go back can be followed, and what sending them cost, if it is known yet."""

    field_order = ("carrier", "tracking", "freight")
    freight_required = False


class ContestForm(forms.Form):
    """What is wrong with a return of so many `sent` pieces; proof lies beside it."""

    claim = forms.TypedChoiceField(
        label=_("What is wrong?"),
        coerce=ReturnClaim,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    pieces = forms.IntegerField(
        label=_("How many pieces came back?"),
        required=False,
        help_text=_("Only where some of them came back."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    text = LongTextField(label=_("What happened?"), rows=6)

    def __init__(self, *args: Any, sent: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        claims = [claim for claim in ReturnClaim if sent > 1 or claim != ReturnClaim.INCOMPLETE]
        field = self.fields["claim"]
        assert isinstance(field, forms.TypedChoiceField), "one of a list"
        field.choices = [(claim, claim.label) for claim in claims]
        if sent < 2:
            del self.fields["pieces"]


class DeliveryForm(forms.Form):
    """The day on which a return arrived: people know no more. `now` is aware.

    When valid, `delivery` is the end of that day where the viewer is, or now.
    """

    now: datetime
    delivered_at = forms.DateField(
        label=_("Delivered on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "delivered_at" and field_name not in self.initial:
            return self._today
        return super().get_initial_for_field(field, field_name)

    def clean_delivered_at(self) -> date:
        day: date = self.cleaned_data["delivered_at"]
        if not self._today - _LONGEST <= day <= self._today:
            raise forms.ValidationError(_("Enter a day of the last year, today at the latest."))
        return day

    @property
    def delivery(self) -> datetime:
        day = datetime.combine(self.cleaned_data["delivered_at"], time.max)
        return min(timezone.make_aware(day), self.now)

    @property
    def _today(self) -> date:
        return timezone.localdate(self.now)


class ProofOfDeliveryForm(DeliveryForm):
    """The buyer's word on it; the proof lies beside it in an `UploadBox`."""

    text = LongTextField(label=_("Words to the other side"), required=False, rows=3)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)
