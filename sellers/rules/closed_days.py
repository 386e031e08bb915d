"""How many days of a year a store is closed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

Days = tuple[date, date]  # the first and the last of them


def each_day(first_on: date, last_on: date) -> Iterator[date]:
    return (first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1))


def days_in_years(announced: Iterable[Days]) -> Counter[int]:
    """So many days of each calendar year; a day that was announced twice counts once."""
    days = {day for first_on, last_on in announced for day in each_day(first_on, last_on)}
    return Counter(day.year for day in days)
