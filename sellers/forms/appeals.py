"""What a store says against a penalty."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.forms.long_text import LongTextField


class PenaltyAppealForm(forms.Form):
    """The words; files lie beside it in a `UploadBox`."""

    text = LongTextField(
        label=_("Why is it wrong?"),
        rows=6,
        error_messages={"required": _("Say why the penalty is wrong.")},
    )
