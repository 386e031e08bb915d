"""What a supervisor fills in to pause clocks."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.verbs.pauses import MOST_WHY, PausedCases, draft_pause
from disputes.errors import Refused
from disputes.forms import add_refusal
from disputes.models import Client, ClockPause, Store, User
from disputes.rules.addresses import countries
from disputes.states import OPEN_STATES, State

_NOT_A_TIME = gettext_lazy("Enter a day and a time, such as 2026-12-24 18:00.")


class MomentInput(forms.DateTimeInput):
    """A calendar with a clock where the browser has one."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PauseForm(forms.Form):
    """Which clocks stand still, from when, until when and why; times in the viewer's zone.

    When valid, `draft` is the pause as it would be published now.
    """

    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=MOST_WHY,
        help_text=gettext_lazy("Both sides read it in their case."),
    )
    begins_at = forms.DateTimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=MomentInput,
        help_text=gettext_lazy("In your time zone. Empty: now."),
        error_messages={"invalid": _NOT_A_TIME},
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until"),
        widget=MomentInput,
        help_text=gettext_lazy("In your time zone."),
        error_messages={"invalid": _NOT_A_TIME, "required": gettext_lazy("Say until when.")},
    )
    all_cases = forms.BooleanField(label=gettext_lazy("All open cases"), required=False)
    carrier = forms.CharField(
        label=gettext_lazy("Only parcels of this carrier"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Who carries the return; the parcel, if nothing is sent back."),
    )
    return_country = forms.ChoiceField(
        label=gettext_lazy("Only returns to this country"), required=False
    )
    store = forms.CharField(
        label=gettext_lazy("Only cases of this store"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Its name, or its number in the list of stores."),
    )
    client = forms.ModelChoiceField(
        label=gettext_lazy("Only cases of this marketplace"),
        queryset=Client.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Any"),
    )
    states = forms.MultipleChoiceField(
        label=gettext_lazy("Only in these states"),
        required=False,
        choices=[(state, state.label) for state in State if state in OPEN_STATES],
        widget=forms.CheckboxSelectMultiple,
    )
    # That every open case is meant was asked once more.
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    draft: ClockPause

    def __init__(self, data: Any, *, supervisor: User) -> None:
        super().__init__(data, label_suffix="")
        self.supervisor = supervisor
        country = self.fields["return_country"]
        assert isinstance(country, forms.ChoiceField), "see above"
        country.choices = [("", _("Any")), *countries()]

    def clean_store(self) -> Store | None:
        typed: str = self.cleaned_data["store"].strip()
        if not typed:
            return None
        found = Store.objects.filter(name__iexact=typed)
        if typed.isascii() and typed.isdigit() and len(typed) < 18:
            found = found | Store.objects.filter(pk=int(typed))
        stores = list(found[:2])
        if len(stores) == 1:
            return stores[0]
        if stores:
            raise forms.ValidationError(
                _("Several stores are called so. Enter the number of the one that you mean.")
            )
        raise forms.ValidationError(_("There is no such store. Enter its whole name."))

    @property
    def cases(self) -> PausedCases:
        names = ("all_cases", "store", "client", "carrier", "return_country", "states")
        return PausedCases(**{name: self.cleaned_data[name] for name in names})

    @property
    def times(self) -> dict[str, datetime]:
        return {name: self.cleaned_data[name] for name in ("begins_at", "until")}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.draft = draft_pause(
                    self.supervisor, self.cases, why=cleaned["why"], **self.times
                )
            except Refused as refused:
                add_refusal(self, refused)
        return cleaned
