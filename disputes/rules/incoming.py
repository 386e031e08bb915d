"""What other programs say of orders, checked: nothing is rounded, guessed or cut without a word.

Each function gives back what it was given, or refuses it with the name of its field.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.rules.money import active_currencies
from disputes.rules.texts import check_length, one_line, storable

MAX_ID = 128  # characters
# The clocks of others may be ahead of ours; a day more is a mistake.
_AHEAD = timedelta(days=1)
_MOST = 2**53  # what every JSON reader takes as a whole number


def check_minor(amount: int, *, field: str) -> int:
    """An amount in whole minor units; not a fraction, not a word, not below zero."""
    if type(amount) is not int or not 0 <= amount <= _MOST:
        raise _refused(
            field,
            _("Give the amount as a whole number of minor units, such as 1250 for 12.50 euros."),
        )
    return amount


def check_count(number: int, *, field: str, least: int = 1, most: int = 32_767) -> int:
    """A whole number from `least` to `most`."""
    if type(number) is not int or not least <= number <= most:
        sentence = _("Give a whole number from %(least)d to %(most)d.")
        raise _refused(field, sentence % {"least": least, "most": most})
    return number


def check_aware(at: datetime, *, field: str) -> datetime:
    """An instant with its zone, or its offset from UTC."""
    if timezone.is_naive(at):
        raise _refused(field, _("Give the instant with its offset from UTC."))
    return at


def check_past(at: datetime, now: datetime, *, field: str) -> datetime:
    """An instant with its zone that is no more than a day ahead, as a wrong clock may be."""
    if check_aware(at, field=field) > now + _AHEAD:
        raise _refused(field, _("This is in the future. Give the instant at which it happened."))
    return at


def check_currency(code: str, *, field: str = "currency") -> str:
    """An ISO 4217 code of money that is paid with somewhere."""
    if code not in active_currencies():
        raise _refused(field, _("Give the ISO 4217 code of a currency in use, such as EUR."))
    return code


def check_id(external_id: str, *, field: str) -> str:
    """The marketplace's own id: kept as it is, never cut; it may be missing."""
    if len(external_id) > MAX_ID or storable(external_id).strip() != external_id:
        sentence = _("Give an id of at most %(most)d characters, without blanks around it.")
        raise _refused(field, sentence % {"most": MAX_ID})
    return external_id


def check_line(text: str, *, field: str, most: int = 80) -> str:
    """A name or a number on one line, such as a carrier's; it may be missing."""
    return check_length(one_line(text), field=field, most=most)


def check_known(numbers: Mapping[int, object], known: Mapping[int, object]) -> None:
    """Refused when one of these lines is not there."""
    if unknown := numbers.keys() - known.keys():
        raise Refused(Code.NOT_FOUND, _("There is no line %(number)d.") % {"number": min(unknown)})


def _refused(field: str, sentence: str) -> Refused:
    return Refused(Code.ORDER_INVALID, sentence, field=field)
