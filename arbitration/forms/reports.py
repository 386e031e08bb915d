"""What a supervisor fills in who has looked at a reported message."""

from django import forms
from django.utils.translation import gettext_lazy


class FindingForm(forms.Form):
    """Required by the verb, which says what is missing."""

    finding = forms.CharField(
        label=gettext_lazy("What you found, and what you did about it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Only the platform's people read it."),
    )
