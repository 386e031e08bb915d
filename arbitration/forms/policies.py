"""The form that publishes a new version of the numbers."""

from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.forms.amounts import AmountsField
from arbitration.forms.versions import VersionForm
from arbitration.verbs.policies import NUMBERS, SWITCHES, photos_required
from disputes.models import Policy
from disputes.rules.money import format_money
from disputes.rules.policy_checks import check_together


class PolicyForm(VersionForm[Policy]):
    """All the numbers."""

    large_amounts = AmountsField(
        label=gettext_lazy("Amounts from which a second arbitrator must approve"),
        required=False,
        help_text=gettext_lazy(
            "A line for each currency, such as EUR 500.00. Every amount of a currency that is not "
            "here is large."
        ),
    )

    class Meta:
        model = Policy
        # In the order of the model, in which what belongs together stands together.
        fields = (
            "change_note",
            *(field.name for field in Policy._meta.fields if field.name in NUMBERS + SWITCHES),
        )

    def __init__(self, data: Any, *, latest: Policy) -> None:
        super().__init__(data, latest=latest)

    @staticmethod
    def start(version: Policy) -> dict[str, Any]:
        return model_to_dict(version, (*NUMBERS, *SWITCHES, "large_amounts"))

    @property
    def numbers(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in NUMBERS}

    @property
    def switches(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] for name in SWITCHES}

    @property
    def changes(self) -> list[str]:
        changed = {
            name: (before, after)
            for name, after in (self.numbers | self.switches).items()
            if after != (before := getattr(self.latest, name))
        }
        return [
            _("“%(label)s” changes from %(before)s to %(after)s.")
            % {"label": self.fields[name].label, "before": _said(before), "after": _said(after)}
            for name, (before, after) in changed.items()
        ] + self._changed_amounts()

    def _changed_amounts(self) -> list[str]:
        before, after = self.latest.large_amounts, self.cleaned_data["large_amounts"]
        return [
            _("In %(currency)s, large begins at %(after)s, not at %(before)s.")
            % {
                "currency": currency,
                "before": _amount(before.get(currency), currency),
                "after": _amount(after.get(currency), currency),
            }
            for currency in sorted(before.keys() | after.keys())
            if before.get(currency) != after.get(currency)
        ]

    def same(self) -> str:
        return _("Change at least one number.")

    def check_together(self, cleaned: dict[str, Any]) -> None:
        for name, sentence in check_together(self.numbers, photos_required=photos_required()):
            self.add_error(name, sentence)


def _said(value: int | bool) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _amount(minor: int | None, currency: str) -> str:
    return _("any amount") if minor is None else format_money(minor, currency)
