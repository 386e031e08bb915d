"""The form that publishes a new version of the numbers."""

from itertools import pairwise
from typing import Any

from django.db.models import Max
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.forms.amounts import AmountsField
from arbitration.forms.versions import VersionForm
from arbitration.verbs.policies import NUMBERS, SWITCHES
from disputes.models import Policy, Reason
from disputes.rules.money import format_money

# What points lead to, the mildest first.
_THRESHOLDS = (
    "warning_points",
    "restrict_points",
    "restrict_longer_points",
    "pause_points",
    "close_points",
)


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
        self._check_clocks(cleaned)
        self._check_thresholds(cleaned)
        self._check_files(cleaned)

    def _check_clocks(self, cleaned: dict[str, Any]) -> None:
        if cleaned["apply_after_dispatch_days"] >= (
            cleaned["apply_at_once_under_days"] + cleaned["apply_after_promise_days"]
        ):
            self.add_error(
                "apply_after_dispatch_days",
                _("With this, the time of some buyers would end before it begins."),
            )
        if cleaned["notice_hours"] >= 24 * min(
            cleaned["ruling_days"], cleaned["appeal_ruling_days"]
        ):
            self.add_error(
                "notice_hours",
                _("With this, the time to rule could end before new evidence can be cited."),
            )

    def _check_thresholds(self, cleaned: dict[str, Any]) -> None:
        """Each is above the one before: what weighs more comes later."""
        numbers = [(name, cleaned[name]) for name in _THRESHOLDS]
        for (_before, lower), (name, higher) in pairwise(numbers):
            if higher <= lower:
                self.add_error(
                    name,
                    _(
                        "Enter more than %(points)d, so that each sanction takes more points than "
                        "the milder one before it."
                    )
                    % {"points": lower},
                )

    def _check_files(self, cleaned: dict[str, Any]) -> None:
        if cleaned["files_at_once"] < (required := _photos_required()):
            self.add_error(
                "files_at_once",
                _("There is a reason that asks for %(number)d photos.") % {"number": required},
            )
        elif cleaned["files_per_side"] < cleaned["files_at_once"]:
            self.add_error(
                "files_per_side", _("One statement alone may bring more files than that.")
            )


def _said(value: int | bool) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _amount(minor: int | None, currency: str) -> str:
    return _("any amount") if minor is None else format_money(minor, currency)


def _photos_required() -> int:
    """The most that any reason asks for."""
    most: int = Reason.objects.aggregate(most=Max("photos_required"))["most"]
    return most
