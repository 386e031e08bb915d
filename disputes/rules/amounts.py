"""Amounts as people type them, in whatever habit: "12.50", "12,50", "€ 1.250,00", "1 250"."""

import re
import unicodedata
from decimal import Decimal

from babel.numbers import format_decimal, get_currency_symbol
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.rules.money import (
    currency_signs,
    format_money,
    major_units,
    minor_digits,
    viewer_locale,
)

# What separates digits somewhere besides comma and point, and signs of direction that come with a
# copied text.
_SEPARATORS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2009\u202f'’", " "),
        **dict.fromkeys("٫．", "."),
        **dict.fromkeys("٬，", ","),
        "\u2212": "-",
        **dict.fromkeys("\u200e\u200f\u061c"),
    }
)
_SIGNED = re.compile(r"([+-]?)\s*(.*)")
_DECIMAL = re.compile(r"([\d., ]*)([.,])(\d*)")
_TOO_LARGE = Decimal(10) ** 12  # in major units


def amount_as_typed(amount_minor: int, currency: str) -> str:
    """An amount as it stands in an input field: plain digits, without the currency's sign."""
    places = minor_digits(currency)
    pattern = "0." + "0" * places if places else "0"
    return format_decimal(
        major_units(amount_minor, currency), format=pattern, locale=viewer_locale()
    )


def parse_amount(text: str, currency: str, *, most_minor: int | None = None) -> int:
    """What somebody typed, in minor units; refused with a sentence when it is no amount, and asked
    back with both readings when it can mean two. Above `most_minor`, which nobody can mean here, a
    reading is none where there is another one.

    People of many habits read a page in one language: so one separator before at most as many
    digits as the currency has is decimal, be it comma or point, and the currency's own sign or code
    is dropped.
    """
    minus, number = _bare(text, currency)
    amount = _read(number, currency, most_minor)
    if amount is None:
        raise _refused(_no_amount(number, currency))
    if amount >= _TOO_LARGE:
        raise _refused(_("This amount is too large to be true."))
    minor = int(amount.scaleb(minor_digits(currency)))
    return -minor if minus == "-" else minor


def _read(number: str, currency: str, most_minor: int | None) -> Decimal | None:
    places, whole, exact = minor_digits(currency), _grouped(number), _with_decimals(number)
    if exact is None:
        return whole
    if _places(exact) <= places:
        return exact
    if whole is None:
        raise _refused(_too_exact(places, currency))
    if places == 0:  # so it can only be a group of three
        return whole
    if _places(exact.normalize()) <= places:
        if most_minor is not None and exact <= major_units(most_minor, currency) < whole:
            return exact
        raise _refused(_two_meanings(number, whole, exact, currency))
    if viewer_locale().number_symbols["latn"]["decimal"] in number:
        raise _refused(_too_exact(places, currency))
    return whole


def _places(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int), "an infinity has no digits"
    return max(0, -exponent)


def _bare(text: str, currency: str) -> tuple[str, str]:
    """Minus, plus or nothing, and what stands behind it without the currency, with ASCII digits."""
    text = "".join(map(_ascii_digit, text.translate(_SEPARATORS))).strip()
    minus, number = _parts(_SIGNED, text)
    signs = currency_signs(currency) | {get_currency_symbol(currency, viewer_locale())}
    for sign in sorted(signs, key=len, reverse=True):
        known = re.escape(sign.translate(_SEPARATORS).strip())
        bare = re.fullmatch(rf"(?i:{known}\s*(.*)|(.*?)\s*{known})", number)
        if bare:
            number = bare[1] or bare[2] or ""
            break
    return (minus, number) if minus else _parts(_SIGNED, number)  # as in "$-5"


def _parts(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.fullmatch(text)
    return (found[1], found[2]) if found else ("", text)


def _ascii_digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _grouped(number: str) -> Decimal | None:
    """A whole number: plain, or in groups of three, or as in India of two before the last three."""
    if re.fullmatch(r"\d+", number):
        return Decimal(number)
    for sign in (r"\.", ",", " "):
        if re.fullmatch(
            rf"[1-9]\d{{0,2}}({sign}\d{{3}})+|[1-9]\d?({sign}\d\d)*{sign}\d{{3}}", number
        ):
            return Decimal(re.sub(r"\D", "", number))
    return None


def _with_decimals(number: str) -> Decimal | None:
    """A number whose last separator is decimal, with all the digits behind it."""
    found = _DECIMAL.fullmatch(number)
    if found is None or found[1] + found[3] == "" or found[2] in found[1]:
        return None
    whole = _grouped(found[1]) if found[1] else Decimal(0)
    return None if whole is None else Decimal(f"{whole}.{found[3]}")


def _too_exact(places: int, currency: str) -> str:
    if places == 0:
        return _("Enter a whole amount: %(currency)s has no decimals.") % {"currency": currency}
    return _("Enter at most %(places)d decimals for %(currency)s.") % {
        "places": places,
        "currency": currency,
    }


def _two_meanings(number: str, whole: Decimal, exact: Decimal, currency: str) -> str:
    large, small = (int(each.scaleb(minor_digits(currency))) for each in (whole, exact))
    return _(
        "“%(typed)s” can mean %(large)s or %(small)s. Enter %(as_large)s or %(as_small)s instead."
    ) % {
        "typed": number,
        "large": format_money(large, currency),
        "small": format_money(small, currency),
        "as_large": amount_as_typed(large, currency),
        "as_small": amount_as_typed(small, currency),
    }


def _no_amount(number: str, currency: str) -> str:
    example = amount_as_typed(1250 if minor_digits(currency) else 1300, currency)
    if any(unicodedata.category(character) == "Sc" for character in number):
        return _("Enter an amount in %(currency)s, such as %(example)s.") % {
            "currency": currency,
            "example": example,
        }
    return _("Enter an amount in digits, such as %(example)s.") % {"example": example}


def _refused(sentence: str) -> Refused:
    return Refused(Code.AMOUNT_INVALID, sentence, field="amount")
