"""The days on which a store is closed."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_NOT_A_DAY = {
    "required": _("Choose the day."),
    "invalid": _("Enter the day as year-month-day, such as 2026-12-24."),
}


class DayInput(forms.DateInput):
    """A calendar where the browser has one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClosedDaysForm(forms.Form):
    """Whole days in a zone; that of whoever reads the page unless another one is chosen."""

    first_on = forms.DateField(
        label=_("First closed day"), widget=DayInput, error_messages=_NOT_A_DAY
    )
    last_on = forms.DateField(
        label=_("Last closed day"), widget=DayInput, error_messages=_NOT_A_DAY
    )
    zone = forms.ChoiceField(
        label=_("Time zone of the store"),
        help_text=_("The days begin and end at midnight there."),
        error_messages={"invalid_choice": _("Choose a time zone of the list.")},
    )
    note = forms.CharField(
        label=_("Note to buyers"),
        required=False,
        max_length=200,
        help_text=_("Such as “Summer holidays”. Buyers read it before they apply."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField), "see above"
        names = sorted(name for name in available_timezones() if "/" in name)
        zone.choices = [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
        zone.initial = timezone.get_current_timezone_name()
