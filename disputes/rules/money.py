"""Money is a whole number of minor units and an ISO 4217 currency.

A minor unit is what ISO 4217 says, whatever is usual on a price tag: Babel knows how a language
writes an amount, but its digits (CLDR's) are those that shops show, which differ for 13 currencies.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_territory_language_info
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern
from django.utils.translation import get_language, to_locale

# ISO 4217, list one ("current currency and funds code list", as published on 2026-01-01), column
# "minor unit": those that have not two digits.
_NOT_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DIGITS = {code: digits for digits, codes in _NOT_TWO.items() for code in codes.split()}


def minor_digits(currency: str) -> int:
    """How many digits of an amount are minor units; source: ISO 4217."""
    return _DIGITS.get(currency, 2)


def format_money(amount_minor: int, currency: str) -> str:
    """An amount as the viewer's language writes it, such as "US$12.30"."""
    locale = viewer_locale()
    pattern = _pattern(str(locale), minor_digits(currency))
    amount = major_units(amount_minor, currency)
    return str(pattern.apply(amount, locale, currency=currency, currency_digits=False))


@cache
def _pattern(locale: str, digits: int) -> NumberPattern:
    pattern = parse_pattern(Locale.parse(locale).currency_formats["standard"].pattern)
    pattern.frac_prec = (digits, digits)
    return pattern


def major_units(amount_minor: int, currency: str) -> Decimal:
    return Decimal(amount_minor).scaleb(-minor_digits(currency))


# What that list does not have any more, and CLDR does not know yet: withdrawn, says list three
# ("codes for historic denominations"), from this day on.
_WITHDRAWN = {"BGN": date(2026, 1, 1)}


@cache
def active_currencies() -> frozenset[str]:
    """The codes of the currencies that are legal tender somewhere today; source: CLDR, and ISO 4217
    for what was withdrawn since."""
    used = {code for uses in _tender().values() for code, _since, until, _is in uses if not until}
    return frozenset(used - _WITHDRAWN.keys())


@cache
def currency_signs(currency: str) -> frozenset[str]:
    """How the currency is written where people pay with it, and its code."""
    signs = {currency, get_currency_symbol(currency, "en")}
    for territory, used in _tender().items():
        if any(code == currency and not until for code, _since, until, _is in used):
            for language, spoken in get_territory_language_info(territory).items():
                if spoken["official_status"]:
                    with suppress(UnknownLocaleError, ValueError):
                        locale = Locale.parse(f"{language}_{territory}")
                        signs.add(get_currency_symbol(currency, locale))
    return frozenset(signs)


def _tender() -> dict[str, list[tuple[str, Any, Any, bool]]]:
    """By territory its legal tender of all times: code, first day, last day, and that it is."""
    found: Mapping[str, Any] = get_global("territory_currencies")
    return {place: [use for use in used if use[3]] for place, used in found.items()}


def viewer_locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))
