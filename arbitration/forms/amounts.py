"""Amounts in several currencies, a line each."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from disputes.errors import Refused
from disputes.rules.amounts import amount_as_typed, parse_amount
from disputes.rules.money import active_currencies


class AmountsField(forms.CharField):
    """Such as "EUR 500.00": a currency's ISO 4217 code and an amount, in the viewer's notation.

    The value is a dictionary of minor units by currency.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 8}), max_length=4000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The amounts as lines; what somebody typed stays as it is."""
        if not isinstance(value, Mapping):
            return value
        return "\n".join(
            f"{currency} {amount_as_typed(minor, currency)}"
            for currency, minor in sorted(value.items())
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            currency, _space, amount = line.partition(" ")
            currency = currency.upper()
            if currency in found:
                raise _wrong(line, _("This currency has a line already."))
            found[currency] = _read(line, currency, amount)
        return found


def _read(line: str, currency: str, amount: str) -> int:
    if currency not in active_currencies():
        raise _wrong(line, _("Begin with the code of a currency, such as EUR 500.00."))
    try:
        minor = parse_amount(amount, currency)
    except Refused as refused:
        raise _wrong(line, refused.message) from refused
    if minor <= 0:
        raise _wrong(line, _("Enter an amount above zero."))
    return minor


def _wrong(line: str, sentence: str) -> forms.ValidationError:
    return forms.ValidationError(
        _("“%(line)s”: %(sentence)s"), params={"line": line[:60], "sentence": sentence}
    )
