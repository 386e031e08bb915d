"""Goods that had not come have arrived: what is wrong with them, and what is asked for now."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms.long_text import LongTextField
from disputes.forms.offers import OfferForm
from disputes.models import Reason


class ArrivalForm(OfferForm):
    """A reason of those for goods that came, a solution, and what happened."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        error_messages={
            "required": gettext_lazy("Choose the reason that fits best."),
            "invalid_choice": gettext_lazy(
                "This reason can no longer be chosen. Choose another one."
            ),
        },
    )
    text = LongTextField(label=gettext_lazy("What happened?"), rows=6)
    field_order = ["reason", "solution", "amount", "freight_payer", "freight", "text"]

    def __init__(self, *args: Any, reasons: Sequence[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {reason.code: reason for reason in reasons}
        self.fields["solution"].label = _("What do you ask for?")
        self._choices("reason", [("", _("Choose one")), *reason_choices(reasons)])


def reason_choices(reasons: Sequence[Reason]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Leaves of the tree by their branch, as a field takes its choices."""
    return [
        (branch, [(reason.code, reason.label) for reason in leaves])
        for branch, leaves in groupby(reasons, key=_branch)
    ]


def _branch(reason: Reason) -> str:
    return "" if reason.parent is None else reason.parent.label
