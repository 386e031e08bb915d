"""Changing a statement: its text, and what is said of each of its files."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms.long_text import LongTextField
from disputes.models import Attachment, Evidence


class RevisionForm(forms.Form):
    """Starts from a statement as it is now. Its files are known by their places, which they keep
    when one is replaced; an `UploadBox` for what takes the place lies beside each."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = LongTextField(label=gettext_lazy("In your own words"), required=False, rows=6)

    def __init__(self, *args: Any, evidence: Evidence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = evidence.current_attachments
        self.fields["text"].initial = evidence.text
        self.fields["version"].initial = evidence.version
        for place, file in enumerate(self.current, start=1):
            self.fields[f"caption-{place}"] = forms.CharField(
                label=_("Caption"),
                help_text=_("What it shows, in one line."),
                max_length=200,
                required=False,
                initial=file.caption,
            )

    def clean(self) -> None:
        """Nobody sees an error beside a hidden field, so it is told at the top."""
        if "version" in self.errors:
            raise forms.ValidationError(_("Look at the evidence again before you change it."))

    @property
    def captions(self) -> dict[Attachment, str]:
        return {
            file: str(self.cleaned_data[f"caption-{place}"])
            for place, file in enumerate(self.current, start=1)
        }

    def caption_field(self, place: int) -> BoundField:
        return self[f"caption-{place}"]
