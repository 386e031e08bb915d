"""Postal addresses, as people of many countries write them: lines, and a country."""

from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.rules.money import viewer_locale
from disputes.rules.texts import one_line

MOST_LINES, MOST_OF_A_LINE = 8, 80
# What CLDR has beside the countries of ISO 3166-1: unions, and places that post counts elsewhere.
_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


@dataclass(frozen=True)
class Address:
    """`text` has a line for each line on the label, `country` is its code of ISO 3166-1."""

    text: str
    country: str

    @classmethod
    def of(cls, text: str, country: str) -> "Address | None":
        """Of two columns, which are empty together."""
        return cls(text, country) if text else None

    @property
    def lines(self) -> list[str]:
        """As on the label, the country last."""
        return [*self.text.splitlines(), country_name(self.country)]


def check_address(text: str, country: str) -> Address:
    """The address in its normal form, or a refusal that names the field to mend."""
    lines = [line for line in map(one_line, text.splitlines()) if line]
    if not lines:
        raise _refused(_("Enter the address as it stands on a parcel, one line below the other."))
    if len(lines) > MOST_LINES or max(map(len, lines)) > MOST_OF_A_LINE:
        raise _refused(
            _("Shorten the address to %(lines)d lines of at most %(most)d characters.")
            % {"lines": MOST_LINES, "most": MOST_OF_A_LINE}
        )
    if country not in _codes():
        raise Refused(Code.ADDRESS_INVALID, _("Choose the country."), field="country")
    return Address("\n".join(lines), country)


def countries() -> list[tuple[str, str]]:
    """Codes and names in the viewer's language, by name."""
    return sorted(((code, country_name(code)) for code in _codes()), key=lambda each: each[1])


def country_name(code: str) -> str:
    return str(viewer_locale().territories.get(code, code))


@cache
def _codes() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


def _refused(sentence: str) -> Refused:
    return Refused(Code.ADDRESS_INVALID, sentence, field="address")
