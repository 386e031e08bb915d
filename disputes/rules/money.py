"""Money is a whole number of minor units and an ISO 4217 currency; Babel knows the decimals."""

from decimal import Decimal

from babel import Locale
from babel.numbers import (
    format_currency,
    get_currency_precision,
)
from django.utils.translation import get_language, to_locale


def format_money(amount_minor: int, currency: str) -> str:
    """An amount as the viewer's language writes it, such as "US$12.30"."""
    return format_currency(major_units(amount_minor, currency), currency, locale=viewer_locale())


def major_units(amount_minor: int, currency: str) -> Decimal:
    return Decimal(amount_minor).scaleb(-get_currency_precision(currency))


def viewer_locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))
