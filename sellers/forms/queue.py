"""The queue's filters, read from the address."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.models import Reason, Store
from disputes.states import State
from sellers.selectors.queue import SellerTab


class QueueForm(forms.Form):
    """Which cases to show. Nothing is required; what is not valid is told and filters nothing."""

    tab = forms.ChoiceField(required=False, choices=SellerTab.choices, widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=gettext_lazy("Case, order, item or buyer"),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    store = forms.ChoiceField(label=gettext_lazy("Store"), required=False)

    def __init__(self, *args: Any, stores: Sequence[Store], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("reason", _("All reasons"), _reasons())
        self._offer("state", _("All states"), State.choices)
        self._offer("store", _("All stores"), [(store.name, store.name) for store in stores])
        if len(stores) == 1:
            del self.fields["store"]

    @property
    def wanted_tab(self) -> SellerTab:
        """The tab that was asked for, else the first."""
        self.is_valid()
        return SellerTab(self.cleaned_data.get("tab") or SellerTab.TO_DO)

    @property
    def filters(self) -> dict[str, str]:
        """What is searched and filtered for, as `selectors.queue.matching` takes it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "tab"}

    def _offer(self, name: str, everything: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "only a choice has choices"
        field.error_messages["invalid_choice"] = _("Choose one from this list.")
        field.choices = [("", everything), *choices]


def _reasons() -> list[tuple[str, list[tuple[str, str]]]]:
    """The reasons that can be chosen, under the trouble that they are a kind of."""
    leaves = Reason.objects.filter(children=None).select_related("parent")
    return [
        (kind, [(reason.code, reason.label) for reason in reasons])
        for kind, reasons in groupby(leaves, key=lambda reason: str(reason.parent))
    ]
