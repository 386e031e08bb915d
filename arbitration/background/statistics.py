"""Counting what the public may know of the cases, month by month.

Months are those of UTC. A month that is over is counted once more after its end and then never
again: a case is closed once, and what it came to stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import ExtractDay, TruncMonth

from arbitration.models import MonthStatistics
from disputes import clock
from disputes.kernel.story import told_as
from disputes.models import Dispute, Ruling
from disputes.models.proposal import got_in_query
from disputes.states import BY_RULING, SettledBy, State

_RULED = Q(settled_by__in=BY_RULING)
_APPEALED = Q(buyer_appealed_at__isnull=False) | Q(seller_appealed_at__isnull=False)
# How a case was settled, as the months count it; what is not settled was withdrawn.
ENDINGS = {
    SettledBy.AGREEMENT: "agreed",
    SettledBy.SELLER_SILENCE: "silent",
    SettledBy.RULING: "ruled",
    SettledBy.APPEAL: "ruled",
    SettledBy.NO_RULING: "unruled",
}
_SETTLED = {name: [by for by, each in ENDINGS.items() if each == name] for name in ENDINGS.values()}
_COUNTED = ("opened", "closed", *_SETTLED, "withdrawn", "appealed", "overturned")


@told_as("months")
def count_months() -> int:
    """Count the months that may have changed since the last time; how many there were.

    After days of standstill it goes on where it ended. Twice at once does no harm: both write the
    same.
    """
    now = clock.now()
    since = _since()
    if since is None:
        return 0
    numbers = _numbers(since)
    rows = [
        MonthStatistics(month=month.date(), numbers=numbers[month], computed_at=now)
        for month in _months(since, now)
    ]
    MonthStatistics.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["month"],
        update_fields=["numbers", "computed_at"],
    )
    return len(rows)


def _since() -> datetime | None:
    """The start of the first month to count; none while there is no case."""
    last = MonthStatistics.objects.order_by("-month").first()
    if last is not None:
        return _start(last.month)
    first = Dispute.objects.aggregate(first=Min("opened_at"))["first"]
    return None if first is None else _start(first.astimezone(UTC))


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, 1, tzinfo=UTC)


def _months(since: datetime, now: datetime) -> Iterator[datetime]:
    month = since
    while month <= now:
        yield month
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _numbers(since: datetime) -> Mapping[datetime, dict[str, Any]]:
    """The numbers of each month, by its start. Four queries, which read what was opened or closed
    since then."""
    found: defaultdict[datetime, dict[str, Any]] = defaultdict(_nothing)
    opened = Dispute.objects.filter(opened_at__gte=since).annotate(
        month=TruncMonth("opened_at", tzinfo=UTC)
    )
    for month, number in opened.order_by().values_list("month").annotate(number=Count("pk")):
        found[month]["opened"] = number
    closed = Dispute.objects.filter(closed_at__gte=since).annotate(
        month=TruncMonth("closed_at", tzinfo=UTC)
    )
    for month, numbers in _endings(closed):
        found[month].update(numbers)
    settled = closed.exclude(settled_by="")
    outcomes = settled.annotate(outcome=got_in_query()).order_by().values_list("month", "outcome")
    for month, outcome, number in outcomes.annotate(number=Count("pk")):
        found[month]["outcomes"][outcome] = number
    lasted = settled.annotate(days=ExtractDay(F("closed_at") - F("opened_at")))
    by_days = lasted.order_by("days").values_list("month", "days")
    for month, days, number in by_days.annotate(number=Count("pk")):
        found[month]["days"].append([days, number])
    return found


def _endings(closed: Any) -> Iterable[tuple[datetime, dict[str, int]]]:
    replaced = Exists(Ruling.objects.filter(dispute=OuterRef("pk"), confirms=False))
    counted = (
        closed.order_by()
        .values("month")
        .annotate(
            closed=Count("pk"),
            **{name: Count("pk", filter=Q(settled_by__in=by)) for name, by in _SETTLED.items()},
            withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
            appealed=Count("pk", filter=_RULED & _APPEALED),
            overturned=Count("pk", filter=_RULED & Q(replaced)),
        )
    )
    return ((row.pop("month"), row) for row in counted)


def _nothing() -> dict[str, Any]:
    """A month in which nothing was opened or closed. `days` is how long settled cases took: pairs
    of whole days and how many took so many."""
    return dict.fromkeys(_COUNTED, 0) | {"outcomes": {}, "days": []}
