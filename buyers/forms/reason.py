"""Step 2: what is wrong?"""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _

from buyers.selectors.applications import Application
from disputes.forms import reason_choices


class ReasonForm(forms.Form):
    """Step 2. The leaves of the tree that go with the answer in step 1, by their branch."""

    asks: ClassVar[str] = "reason"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=application.answers)
        self.fields["reason"] = forms.ChoiceField(
            label=_("What is wrong with it?") if application.received else _("What do you know?"),
            widget=forms.RadioSelect,
            choices=reason_choices(application.reasons),
            error_messages={
                "required": _("Choose the reason that fits best."),
                "invalid_choice": _("This reason can no longer be chosen. Choose another one."),
            },
        )
