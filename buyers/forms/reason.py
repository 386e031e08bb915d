"""Step 2: what is wrong?"""

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _

from buyers.selectors.applications import Application
from disputes.models import Reason


class ReasonForm(forms.Form):
    """Step 2. The leaves of the tree that go with the answer in step 1, by their branch."""

    asks: ClassVar[str] = "reason"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=application.answers)
        self.fields["reason"] = forms.ChoiceField(
            label=_("What is wrong with it?") if application.received else _("What do you know?"),
            widget=forms.RadioSelect,
            choices=[
                (branch, [(reason.code, reason.label) for reason in leaves])
                for branch, leaves in groupby(application.reasons, key=_branch)
            ],
            error_messages={
                "required": _("Choose the reason that fits best."),
                "invalid_choice": _("This reason can no longer be chosen. Choose another one."),
            },
        )


def _branch(reason: Reason) -> str:
    return "" if reason.parent is None else reason.parent.label
