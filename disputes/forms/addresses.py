"""Where goods go back to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.errors import Refused
from disputes.forms.errors import add_refusal
from disputes.rules.addresses import Address, check_address, countries


class AddressForm(forms.Form):
    """An address as it stands on a parcel; starts with the one that is `known`.

    When valid, `given` is the address in its normal form, or nothing where all of it may be empty
    (`required`) and is.
    """

    address = forms.CharField(
        label=_("Return address"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5, "autocomplete": "street-address"}),
        help_text=_("Name, street, postcode and city, one line below the other."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(
        self, *args: Any, known: Address | None = None, required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.address_required, self.given = required, known
        offer_address(self, known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self.given = read_address(self, cleaned, required=self.address_required)
        return cleaned


def offer_address(form: forms.Form, known: Address | None) -> None:
    """The countries, and what the fields start with."""
    country = form.fields["country"]
    assert isinstance(country, forms.ChoiceField), "one of a list"
    country.choices = [("", _("Choose")), *countries()]
    if known is not None:
        form.fields["address"].initial, country.initial = known.text, known.country


def read_address(
    form: forms.Form, cleaned: dict[str, Any], *, required: bool = True
) -> Address | None:
    """What stands in the fields; what is wrong with it is told there."""
    text, country = cleaned.get("address", ""), cleaned.get("country", "")
    if not required and not text.strip():
        return None
    try:
        return check_address(text, country)
    except Refused as refused:
        add_refusal(form, refused)
        return None
