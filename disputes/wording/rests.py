"""Why a clock was set later, or moved: the store is closed, or the platform pauses it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.models import ClosedDays, Dispute, Event
from disputes.rules.instants import instant, utc_offset
from disputes.rules.rests import Rest
from disputes.rules.texts import isolated
from disputes.states import State

# What the clock of each state is there for.
_TIME_TO = {
    State.AWAITING_SELLER: gettext_lazy("The time to answer"),
    State.NEGOTIATING: gettext_lazy("The time to agree"),
    State.HEARING: gettext_lazy("The time to add evidence"),
    State.AWAITING_RULING: gettext_lazy("The time to rule"),
    State.RULED: gettext_lazy("The time to appeal"),
    State.APPEALED: gettext_lazy("The time to rule on the appeal"),
    State.AWAITING_ADDRESS: gettext_lazy("The time to give a return address"),
    State.AWAITING_RETURN: gettext_lazy("The time to send the item back"),
    State.RETURN_IN_TRANSIT: gettext_lazy("The time for the return"),
}


def of_rests(event: Event) -> str:
    """The whole sentence of an event that tells why a clock moved; nothing for other events."""
    if "rested" not in event.data:
        return ""
    told = [in_words(Rest.of(rest)) for rest in event.data["rested"]]
    was, ends = event.data["instead_of"].get("due_at"), event.data["moved_to"].get("due_at")
    if was is None:
        return " ".join(told)
    return " ".join(
        [
            *told,
            _("%(time)s ends on %(end)s instead of %(before)s.")
            % {
                "time": _TIME_TO[State(event.to_state)],
                "end": instant(datetime.fromisoformat(ends)),
                "before": instant(datetime.fromisoformat(was)),
            },
        ]
    )


def in_words(rest: Rest) -> str:
    """Why a clock leaves this time out."""
    times = {"begin": instant(rest.begins_at), "end": instant(rest.ends_at)}
    if rest.pause is None:
        return _("The store is closed from %(begin)s to %(end)s: that time is added.") % times
    why = isolated(rest.why.rstrip("."))
    return _("The platform pauses the clock from %(begin)s to %(end)s: %(why)s.") % (
        times | {"why": why}
    )


def mark(dispute: Dispute) -> str:
    """A few words beside a deadline that was moved; nothing beside others."""
    rested = dispute.rested
    if any(one.pause is not None for one in rested):
        return _("Later, since the platform paused the clock")
    return _("Later, since the store is closed") if rested else ""


def whys(dispute: Dispute) -> list[str]:
    """Why the clock that runs ends later than it would, each as a sentence."""
    return [in_words(one) for one in dispute.rested]


def whole_days(days: ClosedDays) -> str:
    """As the store said it: "24 Dec 2026 to 27 Dec 2026 (4 days, Europe/Madrid, UTC+01:00)"."""
    number = (days.last_on - days.first_on).days + 1
    said = ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
    begin = days.begins_at.astimezone(ZoneInfo(days.zone))
    first, last = (date_format(on, "j M Y") for on in (days.first_on, days.last_on))
    return _("%(first)s to %(last)s (%(days)s, %(zone)s, %(offset)s)") % {
        "first": first,
        "last": last,
        "days": said,
        "zone": days.zone.replace("_", " "),
        "offset": utc_offset(begin),
    }
