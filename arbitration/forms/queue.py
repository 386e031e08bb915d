"""Which cases of the queue somebody wants to see."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from arbitration.selectors.queue import QueueFilters, WorkTab
from disputes.errors import Refused
from disputes.forms import add_refusal
from disputes.models import Reason
from disputes.models.policy import large_amounts
from disputes.rules.amounts import parse_amount
from disputes.rules.languages import language_name
from disputes.states import State

# Those of the markets; a case may be in another one, which the queue shows and nobody filters by.
_LANGUAGES = ["ar", "de", "en", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt"]
_LANGUAGES += ["ru", "th", "tr", "uk", "vi", "zh"]
_AGES = {
    7: gettext_lazy("More than a week ago"),
    14: gettext_lazy("More than two weeks ago"),
    30: gettext_lazy("More than 30 days ago"),
}


class SearchForm(forms.Form):
    """Finds a case among all of them."""

    words = forms.CharField(
        label=gettext_lazy("Reference, order, buyer or store"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Any state")), *State.choices],
    )

    @property
    def wanted(self) -> QueueFilters:
        """The filters that make sense; what is wrong is said beside its field and left out."""
        self.is_valid()
        state = self.cleaned_data.get("state")
        return QueueFilters(
            words=self.cleaned_data.get("words", ""), state=State(state) if state else None
        )


class FilterForm(forms.Form):
    """Narrows the work down: every part of the queue but the search in all cases."""

    reason = forms.ModelChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        queryset=Reason.objects.filter(children=None).select_related("parent"),
        to_field_name="code",
        empty_label=gettext_lazy("Any reason"),
    )
    store = forms.CharField(label=gettext_lazy("Store"), required=False, max_length=120)
    age = forms.TypedChoiceField(
        label=gettext_lazy("Applied for"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Any time")), *((str(k), v) for k, v in _AGES.items())],
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the buyer"), required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        choices=[("", gettext_lazy("Any currency")), *((code, code) for code in large_amounts())],
    )
    least = forms.CharField(
        label=gettext_lazy("Asked: at least"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    most = forms.CharField(
        label=gettext_lazy("At most"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")
        reason, language = self.fields["reason"], self.fields["language"]
        assert isinstance(reason, forms.ChoiceField)
        assert isinstance(language, forms.ChoiceField)
        # Fetched once, not each time they are drawn.
        reason.choices = list(reason.choices)  # type: ignore[arg-type]  # its setter takes more
        viewer = get_language() or "en"
        names = sorted((language_name(code, viewer), code) for code in _LANGUAGES)
        language.choices = [("", _("Any language")), *((code, name) for name, code in names)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("least", "most"):
            if cleaned.get(name):
                cleaned[name] = self._amount(name, cleaned[name], cleaned.get("currency", ""))
        return cleaned

    def _amount(self, name: str, typed: str, currency: str) -> int | None:
        if not currency:
            self.add_error("currency", _("Choose the currency of the amount."))
            return None
        try:
            return parse_amount(typed, currency)
        except Refused as refused:
            add_refusal(self, Refused(refused.code, refused.message, field=name))
            return None

    @property
    def wanted(self) -> QueueFilters:
        """The filters that make sense; what is wrong is said beside its field and left out."""
        self.is_valid()
        found = self.cleaned_data
        reason = found.get("reason")
        return QueueFilters(
            reason=reason.pk if reason else None,
            store=found.get("store", ""),
            age_days=found.get("age"),
            language=found.get("language", ""),
            currency=found.get("currency", ""),
            least_minor=found.get("least") or None,
            most_minor=found.get("most") or None,
        )

    @property
    def active(self) -> list[tuple[str, str, str]]:
        """The filters that are on: name, label and value, each to be taken off by itself."""
        self.is_valid()
        on = []
        for name, field in self.fields.items():
            typed = self.data.get(name, "")
            if typed and name in self.cleaned_data:
                choices = dict(getattr(field, "choices", ()))
                shown = str(self.cleaned_data[name]) if name == "reason" else choices.get(typed)
                on.append((name, str(field.label), str(shown or typed)))
        return on


def form_for(tab: WorkTab, data: Any) -> SearchForm | FilterForm:
    """All cases are searched; work is filtered."""
    return SearchForm(data, label_suffix="") if tab == WorkTab.ALL else FilterForm(data)
