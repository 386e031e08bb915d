"""Accepting: the version that was read is sent along; a seller can say where the goods go back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms.addresses import AddressForm
from disputes.models import Proposal
from disputes.rules.addresses import Address


class AcceptanceForm(AddressForm):
    """Which version of the other side's proposal the page showed. `asks_address`: the goods go
    back, and whoever accepts says where to; they need not, and may be `known` to live there."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        offered: Proposal | None,
        asks_address: bool = False,
        known: Address | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, known=known, required=False, **kwargs)
        if not asks_address:
            self.given = None
            del self.fields["address"], self.fields["country"]
        else:
            self.fields["address"].help_text = gettext_lazy(
                "Where the buyer sends the item, one line below the other. You can also give it "
                "later."
            )
        if offered is not None:
            self.fields["version"].initial = offered.version

    def clean(self) -> dict[str, Any]:
        """Nobody sees an error beside a hidden field, so it is told at the top."""
        if "version" in self.errors:
            raise forms.ValidationError(_("Look at the proposal again before you accept."))
        return super().clean()
