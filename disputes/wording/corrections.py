"""What became known of an order while a case about it is open, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.rules.instants import instant
from disputes.rules.money import format_money

Fact = str | int | None


def corrections(facts: Mapping[str, Fact], currency: str) -> Iterator[str]:
    """Each of these facts of `LineSnapshot.FACTS` in a few words, as an event keeps them."""
    for name, value in facts.items():
        match name, value:
            case "paid_minor", int():
                yield _("paid %(amount)s") % {"amount": format_money(value, currency)}
            case "promised_days", int():
                yield ngettext(
                    "promised within %(n)d day of dispatch",
                    "promised within %(n)d days of dispatch",
                    value,
                ) % {"n": value}
            case "dispatched_at", str():
                yield _("dispatched on %(at)s") % {"at": _at(value)}
            case "dispatched_at", _:
                yield _("not dispatched yet")
            case "delivered_at", str():
                yield _("delivered on %(at)s") % {"at": _at(value)}
            case "delivered_at", _:
                yield _("not delivered yet")
            case "carrier", str():
                yield _("carrier %(name)s") % {"name": value or _("unknown")}
            case "tracking_number", str():
                yield _("tracking number %(number)s") % {"number": value or _("unknown")}


def _at(written: str) -> str:
    return instant(datetime.fromisoformat(written))
