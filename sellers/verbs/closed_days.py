"""A store announces the days on which it is closed, or takes them back.

What waits for the seller alone (the answer to a request, the return address, the inspection of a
return) leaves out the days that are announced when its clock is set. A clock that runs never moves
by them, so nobody escapes a deadline by closing; and none gets shorter when they are taken back.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import ClosedDays, Policy, Store, User
from disputes.rules.policy import days
from disputes.rules.texts import check_length
from sellers.permissions import is_member
from sellers.rules.closed_days import days_in_years
from sellers.selectors.closed_days import counted

MOST_NOTE = 200  # characters
_AHEAD = timedelta(days=366)


def announce_closed_days(
    member: User, store: Store, *, first_on: date, last_on: date, zone: str = "UTC", note: str = ""
) -> ClosedDays:
    """The store is closed from the first of these days to the end of the last one, in this zone.

    Refused with less than `holiday_notice_days` to go, for more than `holiday_days` in a calendar
    year, where some of the days are announced already, and more than a year ahead.
    """
    note = " ".join(check_length(note, field="note", most=MOST_NOTE).split())
    begins_at, ends_at = whole_days(first_on, last_on, zone)
    with one_transaction():
        locked = _locked(member, store)
        now, policy = clock.now(), Policy.objects.latest()
        if begins_at < now + days(policy.holiday_notice_days):
            raise _too_late(now, policy.holiday_notice_days, zone)
        if ends_at > now + _AHEAD:
            raise _wrong("last_on", _("Choose days within the next year."))
        _check_free(locked, first_on, last_on)
        _check_years(locked, first_on, last_on, policy.holiday_days)
        return ClosedDays.objects.create(
            store=locked,
            first_on=first_on,
            last_on=last_on,
            zone=zone,
            begins_at=begins_at,
            ends_at=ends_at,
            note=note,
            announced_at=now,
            announced_by=member,
        )


def take_back_closed_days(member: User, closed: ClosedDays) -> None:
    """The store is open after all. Clocks that leave these days out keep the time; clocks that are
    set from now on have no more of it."""
    with one_transaction():
        _locked(member, closed.store)
        row = ClosedDays.objects.select_for_update().get(pk=closed.pk)
        now = clock.now()
        if row.cancelled_at is not None:
            raise Refused(Code.STALE, _("These days were taken back already."))
        if row.ends_at <= now:
            raise Refused(Code.TOO_LATE, _("These days are over."))
        row.cancelled_at = now
        row.save(update_fields=["cancelled_at"])


def whole_days(first_on: date, last_on: date, zone: str) -> tuple[datetime, datetime]:
    """From the first midnight to the last one, in this zone; refused where there is no such zone,
    or no such time."""
    if zone not in available_timezones():
        raise _wrong("zone", _("Choose a time zone of the list."))
    if last_on < first_on:
        raise _wrong("last_on", _("The last day is not before the first one."))
    if (last_on - first_on).days > _AHEAD.days or last_on.year > 9000:
        raise _wrong("last_on", _("Choose days within the next year."))
    there, midnight = ZoneInfo(zone), time()
    begins_at = datetime.combine(first_on, midnight, there)
    ends_at = datetime.combine(last_on + timedelta(days=1), midnight, there)
    return begins_at.astimezone(UTC), ends_at.astimezone(UTC)


def _locked(member: User, store: Store) -> Store:
    locked = Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if not is_member(member, locked.pk):
        raise Refused(Code.NOT_FOUND, _("There is no such store."))
    return locked


def _check_free(store: Store, first_on: date, last_on: date) -> None:
    known = ClosedDays.objects.filter(
        store=store, cancelled_at=None, first_on__lte=last_on, last_on__gte=first_on
    ).first()
    if known is not None:
        raise _wrong(
            "first_on",
            _("Announced already: %(first)s to %(last)s. Choose days outside of these.")
            % {"first": _day(known.first_on), "last": _day(known.last_on)},
        )


def _check_years(store: Store, first_on: date, last_on: date, most: int) -> None:
    known = list(counted(store.pk).values_list("first_on", "last_on"))
    before = days_in_years(known)
    for year, number in sorted(days_in_years([*known, (first_on, last_on)]).items()):
        if number > most and number > before[year]:
            left = max(0, most - before[year])
            raise Refused(
                Code.LIMIT_REACHED,
                ngettext(
                    "A store can be closed on %(most)d days in a year. %(left)d day of %(year)d is "
                    "left.",
                    "A store can be closed on %(most)d days in a year. %(left)d days of %(year)d "
                    "are left.",
                    left,
                )
                % {"most": most, "left": left, "year": year},
                field="last_on",
            )


def _too_late(now: datetime, ahead: int, zone: str) -> Refused:
    earliest = (now + days(ahead)).astimezone(ZoneInfo(zone))
    first = earliest.date() if earliest.time() == time() else earliest.date() + timedelta(days=1)
    return _wrong(
        "first_on",
        ngettext(
            "Announce it %(ahead)d day ahead at least. The first day can be %(first)s or later.",
            "Announce it %(ahead)d days ahead at least. The first day can be %(first)s or later.",
            ahead,
        )
        % {"ahead": ahead, "first": _day(first)},
    )


def _wrong(field: str, sentence: str) -> Refused:
    return Refused(Code.DAYS_INVALID, sentence, field=field)


def _day(on: date) -> str:
    return date_format(on, "j M Y")
