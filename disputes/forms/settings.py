"""What a person may set about themselves: how times are shown, and what comes by mail."""

import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.models import NoticeSettings, User
from disputes.states import OPTIONAL_NOTICES, NoticeKind

_OPTIONAL = [kind for kind in NoticeKind if kind in OPTIONAL_NOTICES]


class TimeZoneForm(forms.ModelForm[User]):
    """In which zone deadlines and times are shown, on pages and in mails."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        help_text=gettext_lazy(
            "Deadlines and times are shown in this zone. Mails that know no zone say UTC."
        ),
    )

    class Meta:
        model = User
        fields = ["time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField), "see above"
        names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
        field.choices = [
            ("", _("The zone of the browser")),
            ("UTC", "UTC"),
            *((name, name.replace("_", " ")) for name in names),
        ]


class NoticeSettingsForm(forms.ModelForm[NoticeSettings]):
    """Which kinds are mailed, and when. What is critical cannot be switched off."""

    mailed = forms.MultipleChoiceField(
        label=gettext_lazy("Also send me by mail"),
        required=False,
        choices=[(kind.value, kind.label) for kind in _OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.BooleanField(
        label=gettext_lazy("Send these in one mail a day, at 08:00"), required=False
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("No such mails from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("until"),
        required=False,
        help_text=gettext_lazy(
            "In your time zone. What comes meanwhile is sent when the quiet hours end."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    field_order = ("mailed", "digest")

    class Meta:
        model = NoticeSettings
        fields = ["digest", "quiet_from", "quiet_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["mailed"] = [kind for kind in _OPTIONAL if kind not in self.instance.muted]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        ends = [values.get("quiet_from"), values.get("quiet_until")]
        if not self.errors and ends.count(None) == 1:
            missing = "quiet_from" if ends[0] is None else "quiet_until"
            self.add_error(missing, _("Enter both ends of the quiet hours, or none."))
        return values

    def save(self, commit: bool = True) -> NoticeSettings:
        mailed = self.cleaned_data["mailed"]
        self.instance.muted = [kind for kind in _OPTIONAL if kind not in mailed]
        return super().save(commit)
