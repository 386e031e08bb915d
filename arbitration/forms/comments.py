"""What people of the platform tell each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.forms.words import WordsField


class CommentForm(forms.Form):
    """A note on a case."""

    words = WordsField(
        label=_("Your note"),
        rows=3,
        error_messages={"required": _("Write the note first.")},
        help_text=_("Cannot be changed once it is left."),
        label_suffix="",
    )
    words.widget.attrs["data-shortcut"] = "w"
