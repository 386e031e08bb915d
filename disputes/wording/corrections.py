"""What became known of an order while a case about it is open, in words."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import LineSnapshot
from disputes.rules.instants import instant
from disputes.rules.money import format_money
from disputes.rules.texts import isolated
from disputes.states import FactKind

Fact = str | int | None
# What the two dates do not say already.
_NEWS = frozenset(FactKind) - {FactKind.SHIPPED, FactKind.DELIVERED}


def corrections(facts: Mapping[str, Fact], currency: str) -> Iterator[str]:
    """Each of these facts in a few words, as an event keeps them; in the order of `FACTS`."""
    for name in (name for name in LineSnapshot.FACTS if name in facts):
        said = _said(name, facts[name], currency)
        if said:
            yield said


def _said(name: str, value: Fact, currency: str) -> str:
    """Nothing of what another fact says already, or what is not promised this way any more."""
    match name, value:
        case (("dispatched_at" | "delivered_at" | "cancelled_at"), _):
            return _happened(name, value)
        case (("promised_days" | "promised_on"), _):
            return _promised(value)
        case "paid_minor", int(amount):
            return _("paid %(amount)s") % {"amount": format_money(amount, currency)}
        case "refunded_elsewhere_minor", int(amount):
            return _("refunded elsewhere %(amount)s") % {"amount": format_money(amount, currency)}
        case "carrier", str(carrier):
            return _("carrier %(name)s") % {"name": isolated(carrier) or _("unknown")}
        case "tracking_number", str(code):
            return _("tracking number %(number)s") % {"number": isolated(code) or _("unknown")}
        case "status", str(status) if status in _NEWS:
            return str(FactKind(status).label)
    return ""


def _happened(name: str, value: Fact) -> str:
    at = instant(datetime.fromisoformat(value)) if isinstance(value, str) else None
    match name:
        case "dispatched_at":
            return _("dispatched on %(at)s") % {"at": at} if at else _("not dispatched yet")
        case "delivered_at":
            return _("delivered on %(at)s") % {"at": at} if at else _("not delivered yet")
    return _("cancelled on %(at)s") % {"at": at} if at else _("not cancelled any more")


def _promised(value: Fact) -> str:
    match value:
        case int(number):
            return ngettext(
                "promised within %(n)d day of dispatch",
                "promised within %(n)d days of dispatch",
                number,
            ) % {"n": number}
        case str(on):
            day = date_format(date.fromisoformat(on), "j M Y")
            return _("promised for %(date)s") % {"date": day}
    return ""
