"""Forms that publish the next version of something."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext as _

from disputes.models.numbers import NumberField, numbers_of
from disputes.models.published import Published

Version = TypeVar("Version", bound=Published)


class VersionForm(forms.ModelForm[Version], Generic[Version]):
    """Filled in from the latest version.

    `based_on` says which one that was, so that of two supervisors at work at once the second one
    does not undo what the first has published.
    """

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, latest: Version, start: Mapping[str, Any], into: Version | None = None
    ) -> None:
        self.latest = latest
        initial = {**start, "based_on": latest.version}
        super().__init__(data, instance=into, initial=initial, label_suffix="")
        for number in numbers_of(type(latest)):
            field = self.fields[number.name]
            self.fields[number.name] = _number_field(str(field.label), number)
        self.fields["change_note"].error_messages["required"] = _("Say what changes and why.")

    @property
    def changes(self) -> Sequence[str]:
        """What changes, as sentences; when the fields are valid."""
        raise NotImplementedError

    def same(self) -> str:
        """What to say when nothing changes."""
        raise NotImplementedError

    def check_together(self, cleaned: dict[str, Any]) -> None:
        """Add an error where fields do not go together."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["based_on"] != self.latest.version:
            self.add_error(
                None,
                _(
                    "Version %(version)d was published while you were writing. Open this page "
                    "again to start from it."
                )
                % {"version": self.latest.version},
            )
        elif self.latest.version and not self.changes:
            self.add_error(None, self.same())
        else:
            self.check_together(cleaned)
        return cleaned


def _number_field(label: str, number: NumberField) -> forms.IntegerField:
    """Whatever is wrong with it, the same sentence says what it may be."""
    wrong = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        min_value=number.least,
        max_value=number.most,
        error_messages=dict.fromkeys(wrong, number.sentence),
    )
