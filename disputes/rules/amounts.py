"""Amounts as people type them."""

from decimal import Decimal, InvalidOperation, localcontext

from babel.numbers import (
    NumberFormatError,
    format_decimal,
    get_currency_precision,
    parse_decimal,
)
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.rules.money import major_units, viewer_locale


def amount_as_typed(amount_minor: int, currency: str) -> str:
    """An amount as it stands in an input field: plain digits, without the currency's sign."""
    places = get_currency_precision(currency)
    pattern = "0." + "0" * places if places else "0"
    return format_decimal(
        major_units(amount_minor, currency), format=pattern, locale=viewer_locale()
    )


def parse_amount(text: str, currency: str) -> int:
    """What somebody typed, in minor units; refused with a sentence when it is no amount."""
    places = get_currency_precision(currency)
    amount = _parse_decimal(text.strip(), currency)
    if abs(amount) >= Decimal(10) ** 12:
        raise Refused(
            Code.AMOUNT_INVALID, _("This amount is too large to be true."), field="amount"
        )
    # As many digits as were typed: rounding could make a wrong amount look right.
    with localcontext(prec=len(text) + 8):
        minor = amount.scaleb(places)
        if minor != minor.to_integral_value():
            raise Refused(Code.AMOUNT_INVALID, _decimals_sentence(places, currency), field="amount")
    return int(minor)


def _parse_decimal(text: str, currency: str) -> Decimal:
    """A number as the viewer's language writes it: digits and its own signs, nothing else.

    Babel leaves the rest to `Decimal`, which also reads "1e9", "1_000" and "NaN".
    """
    symbols = viewer_locale().number_symbols["latn"]
    allowed = {*symbols["decimal"], *symbols["group"], "+", "-"}
    try:
        if not all(sign.isdigit() or sign in allowed for sign in text):
            raise NumberFormatError(text)
        return parse_decimal(text, locale=viewer_locale(), strict=True)
    except (NumberFormatError, InvalidOperation, ValueError) as error:
        example = amount_as_typed(1250 if get_currency_precision(currency) else 1300, currency)
        raise Refused(
            Code.AMOUNT_INVALID,
            _("Enter an amount in digits, such as %(example)s.") % {"example": example},
            field="amount",
        ) from error


def _decimals_sentence(places: int, currency: str) -> str:
    if places == 0:
        return _("Enter a whole amount: %(currency)s has no decimals.") % {"currency": currency}
    return _("Enter at most %(places)d decimals for %(currency)s.") % {
        "places": places,
        "currency": currency,
    }
