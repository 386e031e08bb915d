"""What people of the platform tell each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.forms.long_text import LongTextField


class CommentForm(forms.Form):
    """A comment on a case."""

    text = LongTextField(
        label=_("Your note"),
        rows=3,
        error_messages={"required": _("Write the note first.")},
        help_text=_("Cannot be changed once it is left."),
        label_suffix="",
    )
    text.widget.attrs["data-shortcut"] = "w"
