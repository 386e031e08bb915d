"""What became known of an order while a case about it is open, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import LineSnapshot
from disputes.rules.instants import instant
from disputes.rules.money import format_money
from disputes.rules.texts import isolated

Fact = str | int | None


def corrections(facts: Mapping[str, Fact], currency: str) -> Iterator[str]:
    """Each of these facts in a few words, as an event keeps them; in the order of `FACTS`."""
    for name in (name for name in LineSnapshot.FACTS if name in facts):
        match name, facts[name]:
            case "paid_minor", int(amount):
                yield _("paid %(amount)s") % {"amount": format_money(amount, currency)}
            case "promised_days", int(number):
                yield ngettext(
                    "promised within %(n)d day of dispatch",
                    "promised within %(n)d days of dispatch",
                    number,
                ) % {"n": number}
            case "dispatched_at", str(at):
                yield _("dispatched on %(at)s") % {"at": _at(at)}
            case "dispatched_at", _:
                yield _("not dispatched yet")
            case "delivered_at", str(at):
                yield _("delivered on %(at)s") % {"at": _at(at)}
            case "delivered_at", _:
                yield _("not delivered yet")
            case "carrier", str(carrier):
                yield _("carrier %(name)s") % {"name": isolated(carrier) or _("unknown")}
            case "tracking_number", str(code):
                yield _("tracking number %(number)s") % {"number": isolated(code) or _("unknown")}


def _at(written: str) -> str:
    return instant(datetime.fromisoformat(written))
