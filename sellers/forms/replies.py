"""A text that a store keeps for its messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.forms import LongTextField


class ReplyForm(forms.Form):
    """What it is called, and what it says."""

    title = forms.CharField(
        label=_("Title"),
        max_length=60,
        help_text=_("Only your store sees it."),
        error_messages={"required": _("Give it a title.")},
    )
    text = LongTextField(
        label=_("What it says"),
        rows=5,
        error_messages={"required": _("Write the reply first.")},
    )
