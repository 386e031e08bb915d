"""Finding a case among all of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from disputes.states import State


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
