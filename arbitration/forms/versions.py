"""Forms that publish the next version of something."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from arbitration.forms.meanwhile import put, take_over
from disputes.models.numbers import NumberField, numbers_of
from disputes.models.published import Published

Version = TypeVar("Version", bound=Published)


class VersionForm(forms.ModelForm[Version], Generic[Version]):
    """Filled in from the latest version.

    `based_on` says which one that was. Of two supervisors at work at once, the second one gets the
    first one's version into the form, and reads it before publishing the next.
    """

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, latest: Version, into: Version | None = None) -> None:
        self.latest = latest
        initial = {**self.start(latest), "based_on": latest.version}
        super().__init__(data, instance=into, initial=initial, label_suffix="")
        for number in numbers_of(type(latest)):
            field = self.fields[number.name]
            self.fields[number.name] = _number_field(str(field.label), number)
        self.fields["change_note"].error_messages["required"] = _("Say what changes and why.")

    @staticmethod
    def start(version: Version) -> Mapping[str, Any]:
        """What the form is filled with from this version."""
        raise NotImplementedError

    def versions(self) -> QuerySet[Version]:
        """All that there are of what this is the next version of."""
        return type(self.latest)._default_manager.all()

    def full_clean(self) -> None:
        based_on = self._overtaken()
        if based_on is None:
            super().full_clean()
            return
        asked = take_over(self, self.start(based_on), self.start(self.latest))
        put(self.data, self.fields["based_on"], "based_on", self.latest.version)
        super().full_clean()
        self.add_error(
            None,
            _(
                "Version %(version)d was published while you were writing. What it changed and you "
                "did not is in the form now. Read it once more before you go on."
            )
            % {"version": self.latest.version},
        )
        for name, sentence in asked.items():
            self.add_error(name, sentence)

    def _overtaken(self) -> Version | None:
        """The version that was read, where it is not the latest any more."""
        read = self["based_on"].data if self.is_bound else ""
        if not re.fullmatch(r"\d{1,9}", str(read)) or int(read) >= self.latest.version:
            return None
        return self.versions().filter(version=int(read)).first()

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
