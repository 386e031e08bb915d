"""Step 1: did the goods come?"""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.forms.others import OthersField
from buyers.selectors.applications import Application
from disputes.rules.eligibility import Window, time_for_what_comes
from disputes.templatetags.redress import instant

_SAY_WHETHER = gettext_lazy("Say whether you received the item.")


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
                (answer, _with_hint(labels[answer], _hint(application, answer, window)))
                for answer, window in self.windows.items()
            ],
            error_messages={"required": _SAY_WHETHER, "invalid_choice": _SAY_WHETHER},
        )
        if application.item.free_pieces > 1:
            self.fields["pieces"] = _pieces(application)
        if application.others:
            self.fields["others"] = OthersField(application)

    def clean_received(self) -> str:
        answer: str = self.cleaned_data["received"]
        if not self.windows[answer].is_open:
            raise forms.ValidationError(self.windows[answer].closed_because)
        return answer


def _pieces(application: Application) -> forms.IntegerField:
    most = application.item.free_pieces
    sentence = _("Enter a number from 1 to %(most)d.") % {"most": most}
    return forms.IntegerField(
        label=_("How many pieces is this about?"),
        help_text=_("There are %(most)d. For the others you can still apply later.")
        % {"most": most},
        min_value=1,
        max_value=most,
        initial=application.pieces,
        required=False,
        error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
    )


def _hint(application: Application, answer: str, window: Window) -> SafeString | str:
    unreported = time_for_what_comes(application.item.parcel) if answer == "yes" else ""
    return unreported if unreported and window.is_open else _time_to_apply(window)


def _time_to_apply(window: Window) -> SafeString | str:
    if not window.is_open:
        return window.closed_because
    if window.closes_at is None:
        return _("You can apply now, until it is dispatched.")
    return format_html(_("You can apply until {}."), instant(window.closes_at))


def _with_hint(label: str, hint: SafeString | str) -> SafeString:
    return format_html('{}<span class="d-block small-print">{}</span>', label, hint)
