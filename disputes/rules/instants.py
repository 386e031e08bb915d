"""How an instant is written for a person: in the zone that is active, with its UTC offset."""

from datetime import datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.formats import date_format


def instant(at: datetime) -> str:
    """Such as "24 Nov 2026, 14:05 (UTC+01:00)"."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j M Y, H:i')} ({utc_offset(local)})"


def weekday_instant(at: datetime, zone: tzinfo | None = None) -> str:
    """Of a time that somebody has to keep, in this zone or the active one, such as "Tue 24 Nov
    2026, 14:05 (UTC+01:00)"."""
    local = timezone.localtime(at, zone)
    return f"{date_format(local, 'D j M Y, H:i')} ({utc_offset(local)})"


def utc_offset(local: datetime) -> str:
    """The offset of an aware instant, such as "UTC+01:00"."""
    offset = local.utcoffset() or timedelta()
    sign = "-" if offset < timedelta() else "+"
    hours, rest = divmod(abs(offset), timedelta(hours=1))
    return f"UTC{sign}{hours:02}:{rest // timedelta(minutes=1):02}"
