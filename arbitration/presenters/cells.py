"""What a cell of a table says: a number, a share of another one, a word."""

from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_percent
from django.utils.formats import number_format
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from disputes.rules.instants import instant

Value = str | int | float | datetime | None


@dataclass(frozen=True)
class Cell:
    """What a page shows of one value, and below it in small print."""

    text: str
    small: str = ""
    url: str = ""
    news: bool = False  # since the viewer last looked


def plain(value: Value) -> Cell:
    """A number, a word or an instant; a dash for none."""
    if value is None:
        return Cell("–")
    if isinstance(value, datetime):
        return Cell(instant(value))
    return Cell(value if isinstance(value, str) else number_format(value, use_l10n=True))


def percent(number: int, of: int) -> str:
    """Such as "38%"; `of` is not zero."""
    return format_percent(number / of, locale=to_locale(get_language() or "en"))


def fraction(number: int, of: int) -> str:
    """Such as "38% (3 of 8)": where few were counted, nobody takes it for a pattern."""
    if not of:
        return "–"
    return _("%(share)s (%(number)s of %(of)s)") % {
        "share": percent(number, of),
        "number": number_format(number, use_l10n=True),
        "of": number_format(of, use_l10n=True),
    }


def share_of(number: int, of: int) -> Cell:
    """A number, and below it which share that is."""
    return Cell(plain(number).text, percent(number, of) if of else "")
