"""Step 4: what happened, with photos."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _

from buyers.selectors.applications import Application
from disputes.forms import StatementForm
from disputes.wording.photo_guide import what_is_lacking


class EvidenceForm(StatementForm):
    """Step 4. A text, and the photos that the reason requires (an error of no field)."""

    asks: ClassVar[str] = "text"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, label=_("What happened?"), initial=application.answers)
        self.application = application
        text = self.fields["text"]
        text.help_text = _("The seller reads this, and the platform if it has to decide.")
        text.error_messages["required"] = _("Say in a few words what happened.")

    def clean(self) -> None:
        reason = self.application.reason
        if reason and (lacking := what_is_lacking(reason, self.application.files)):
            raise forms.ValidationError(lacking)
