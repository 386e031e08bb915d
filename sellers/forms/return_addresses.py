"""Where a store wants goods to be sent back."""

from typing import Any

from django import forms

from disputes.forms import AddressForm
from disputes.models import Store


class StoreAddressForm(AddressForm):
    """The store's address, with the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, store: Store, **kwargs: Any) -> None:
        super().__init__(*args, known=store.address, **kwargs)
        self.fields["version"].initial = store.return_address_version
