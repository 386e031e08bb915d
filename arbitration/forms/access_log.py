"""The filters of the access log."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.access import dispute_for_staff
from arbitration.models import AccessLog
from arbitration.selectors.access_log import MOST_NAMES, AccessLogFilters, people_called
from disputes.errors import Refused
from disputes.models import Dispute, User


class AccessLogForm(forms.Form):
    """Narrows the list down. When valid, `wanted` holds what was found by it."""

    case = forms.CharField(
        label=gettext_lazy("Case"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Its reference, such as R-7K3M-9QXA."),
    )
    person = forms.CharField(
        label=gettext_lazy("Who"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("User name, or a part of the name."),
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What was opened"),
        required=False,
        choices=[("", gettext_lazy("Anything")), *AccessLog.Page.choices],
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, data: Any, *, viewer: User) -> None:
        super().__init__(data, label_suffix="")
        self.viewer = viewer

    def clean_case(self) -> Dispute | None:
        typed: str = self.cleaned_data["case"]
        if not typed:
            return None
        try:
            return dispute_for_staff(self.viewer, typed.upper())
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused

    def clean_person(self) -> User | None:
        typed: str = self.cleaned_data["person"]
        if not typed:
            return None
        found = people_called(typed)
        if not found:
            raise forms.ValidationError(_("Nobody of the platform is called so."))
        if len(found) == 1:
            return found[0]
        names = ", ".join(user.get_username() for user in found[:MOST_NAMES])
        raise forms.ValidationError(
            _("Type one of these user names: %(names)s.")
            if len(found) <= MOST_NAMES
            else _("Many are called so. Type a user name, such as one of these: %(names)s."),
            params={"names": names},
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This is before the first day."))
        return cleaned

    @property
    def wanted(self) -> AccessLogFilters:
        """Days are those of the viewer, from their first moment to their last."""
        found = self.cleaned_data
        return AccessLogFilters(
            dispute=found["case"],
            person=found["person"],
            page=found["what"],
            since=_local(found["since"], time.min),
            until=_local(found["until"], time.max),
        )


def _local(day: date | None, moment: time) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, moment)) if day else None
