"""A message to the other side, and a report of one."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from disputes.forms.long_text import LongTextField
from disputes.models import Dispute
from disputes.states import ReportReason


class MessageForm(forms.Form):
    """Its text, and (`told`) what its writer knows to be hidden from the other side in it."""

    told = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, dispute: Dispute, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        text = LongTextField(
            label=_("Your message"),
            rows=3,
            max_length=dispute.policy.message_characters,
            required=False,  # there may be files instead
        )
        self.fields = {"text": text, **self.fields}

    def tell(self, told: str) -> None:
        """The form as it is shown next says so."""
        self.data = {**self.data, "text": self.data.get("text", ""), "told": told}


class ReportForm(forms.Form):
    """What is not in order about a message."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    text = LongTextField(label=_("In your own words"), rows=3, required=False)
