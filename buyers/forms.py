"""One form for each step of an application.

A form is bound to the draft's answers as well as to what is posted, so the same rules say whether
a step was answered, and whether the answer is still good (a window closed, a reason taken out).
Each class names in `asks` the field that shows whether its step was answered at all.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.selectors.applications import Application
from disputes.forms import OfferForm, StatementForm
from disputes.models import Reason
from disputes.rules.eligibility import Window
from disputes.states import FreightPayer, Solution
from disputes.templatetags.redress import instant
from disputes.wording.photo_guide import what_is_lacking

_SAY_WHETHER = gettext_lazy("Say whether you received the item.")
_CHOOSE_SOLUTION = gettext_lazy("Choose what you ask for.")


class ReceivedForm(forms.Form):
    """Step 1. An answer whose time has not come, or is over, is refused with the reason."""

    asks: ClassVar[str] = "received"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=application.answers)
        self.windows = {"yes": application.received_window, "no": application.not_received_window}
        labels = {
            "yes": _("Yes, but it is not as pictured or described"),
            "no": _("No, it has not arrived"),
        }
        self.fields["received"] = forms.ChoiceField(
            label=_("Did you receive the item?"),
            widget=forms.RadioSelect,
            choices=[
                (answer, _with_hint(labels[answer], _time_to_apply(window)))
                for answer, window in self.windows.items()
            ],
            error_messages={"required": _SAY_WHETHER, "invalid_choice": _SAY_WHETHER},
        )

    def clean_received(self) -> str:
        answer: str = self.cleaned_data["received"]
        if not self.windows[answer].is_open:
            raise forms.ValidationError(self.windows[answer].closed_because)
        return answer


class ReasonForm(forms.Form):
    """Step 2. The leaves of the tree that go with the answer in step 1, by their branch."""

    asks: ClassVar[str] = "reason"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=application.answers)
        self.fields["reason"] = forms.ChoiceField(
            label=_("What is wrong with it?") if application.received else _("What do you know?"),
            widget=forms.RadioSelect,
            choices=[
                (branch, [(reason.code, reason.label) for reason in leaves])
                for branch, leaves in groupby(application.reasons, key=_branch)
            ],
            error_messages={
                "required": _("Choose the reason that fits best."),
                "invalid_choice": _("This reason can no longer be chosen. Choose another one."),
            },
        )


class SolutionForm(OfferForm):
    """Step 3. What the buyer asks for; of goods that never came, only the money."""

    asks: ClassVar[str] = "solution"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(
            data,
            paid_minor=application.line.paid_minor,
            currency=application.line.order.currency,
            may_return=application.received,
            initial=application.answers,
        )
        solution = self.fields["solution"]
        solution.label = _("What do you ask for?")
        solution.error_messages |= {
            "required": _CHOOSE_SOLUTION,
            "invalid_choice": _CHOOSE_SOLUTION,
        }
        if application.received:
            self._choices(
                "freight_payer",
                [
                    (FreightPayer.SELLER, FreightPayer.SELLER.label),
                    (FreightPayer.BUYER, _("I pay the return")),
                ],
            )
        else:
            solution.initial = Solution.REFUND
            solution.widget = forms.HiddenInput()


class EvidenceForm(StatementForm):
    """Step 4. A text, and the photos that the reason requires (an error of no field)."""

    asks: ClassVar[str] = "text"

    def __init__(self, application: Application, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, label=_("What happened?"), initial=application.answers)
        self.application = application
        text = self.fields["text"]
        text.help_text = _("The seller reads this, and the platform if it has to decide.")
        text.error_messages["required"] = _("Say in a few words what happened.")

    def clean(self) -> None:
        reason = self.application.reason
        if reason and (lacking := what_is_lacking(reason, self.application.files)):
            raise forms.ValidationError(lacking)


def _branch(reason: Reason) -> str:
    return "" if reason.parent is None else reason.parent.label


def _time_to_apply(window: Window) -> SafeString | str:
    if window.closes_at is None or not window.is_open:
        return window.closed_because
    return format_html(_("You can apply until {}."), instant(window.closes_at))


def _with_hint(label: str, hint: SafeString | str) -> SafeString:
    return format_html('{}<span class="d-block small-print">{}</span>', label, hint)
