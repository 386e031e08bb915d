"""What a side says."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disputes.forms.long_text import LongTextField

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class StatementForm(forms.Form):
    """The text of one side; photos lie beside it in an `UploadBox`."""

    text = LongTextField(label=_("In your own words"), rows=6)

    def __init__(
        self, *args: Any, label: "StrOrPromise" = "", required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = required
        if label:
            self.fields["text"].label = label
