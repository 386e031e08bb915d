"""Accepting: nothing to fill in, but the version that was read is sent along."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from disputes.models import Proposal


class AcceptanceForm(forms.Form):
    """Which version of the other side's proposal the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Proposal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offered is not None:
            self.fields["version"].initial = offered.version

    def clean(self) -> None:
        """Nobody sees an error beside a hidden field, so it is told at the top."""
        if "version" in self.errors:
            raise forms.ValidationError(_("Look at the proposal again before you accept."))
