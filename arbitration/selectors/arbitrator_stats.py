"""What the arbitrators did over a time: how many rulings, how fast, and what became of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import Lead

from arbitration.models import Handover, ProposedRuling
from disputes.models import Ruling
from disputes.models.proposal import outcome_in_query
from disputes.states import Outcome

# Of the rulings that were `made`: read once, and counted in each of the ways that the board shows.
_COUNT = """
SELECT arbitrator_id, ground_id, reason_labels,
    count(*),
    count(*) FILTER (WHERE outcome = 'full'),
    count(*) FILTER (WHERE outcome = 'partial'),
    count(*) FILTER (WHERE outcome = 'return'),
    count(*) FILTER (WHERE outcome = 'none'),
    count(confirmed),
    count(*) FILTER (WHERE NOT confirmed),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY took),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY took)
FROM made
GROUP BY GROUPING SETS ((), (arbitrator_id), (ground_id), (arbitrator_id, reason_labels))
"""


ReasonLabels = tuple[str, ...]


@dataclass(frozen=True)
class Rulings:
    """Some rulings. Of those that an appeal has decided on, `replaced` did not stand."""

    number: int
    outcomes: Counter[Outcome]
    appealed: int
    replaced: int
    median: timedelta | None  # from the moment when there was something to rule on
    ninetieth: timedelta | None


NONE_MADE = Rulings(0, Counter(), 0, 0, None, None)


@dataclass(frozen=True)
class ArbitratorStats:
    """The rulings of a time, counted in several ways."""

    total: Rulings
    by_arbitrator: Mapping[int, Rulings]
    by_ground: Mapping[int, Rulings]
    # Of an arbitrator, for a reason in the words that the cases bear.
    by_reason: Mapping[tuple[int, ReasonLabels], Rulings]


@dataclass(frozen=True)
class Given:
    """How cases left an arbitrator without a ruling, and rulings that a second one sent back."""

    timed_out: int = 0
    reassigned: int = 0
    handed_back: int = 0
    sent_back: int = 0


def arbitrator_stats(since: datetime) -> ArbitratorStats:
    """One query. It reads as many rulings as there were since then, along `rulings_by_time`."""
    made, given = _made(since).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH made AS ({made}) {_COUNT}", given)
        rows = cursor.fetchall()
    found: dict[tuple[int | None, int | None, ReasonLabels | None], Rulings] = {
        (arbitrator, ground, reason and tuple(reason)): _rulings(numbers)
        for arbitrator, ground, reason, *numbers in rows
    }
    return ArbitratorStats(
        total=found[None, None, None],
        by_arbitrator={a: each for (a, g, r), each in found.items() if a and not r},
        by_ground={g: each for (a, g, r), each in found.items() if g},
        by_reason={(a, r): each for (a, g, r), each in found.items() if a and r},
    )


def given_up(since: datetime) -> dict[int, Given]:
    """What each arbitrator gave up since then, by id. Two queries."""
    left = Handover.objects.filter(at__gt=since, giver__isnull=False).order_by()
    sent_back = ProposedRuling.objects.filter(approved=False, answered_at__gt=since).order_by()
    numbers: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for giver, why, number in left.values_list("giver", "why").annotate(number=Count("pk")):
        numbers[giver][why] = number
    for author, number in sent_back.values_list("author").annotate(number=Count("pk")):
        numbers[author]["sent_back"] = number
    return {arbitrator: Given(**counted) for arbitrator, counted in numbers.items()}


def _made(since: datetime) -> QuerySet[Ruling, Any]:
    """The ruling after one in its case tells what an appeal made of it; that one is in the time,
    too."""
    following = Window(Lead("confirms"), partition_by="dispute", order_by=("ruled_at", "pk"))
    return (
        Ruling.objects.filter(ruled_at__gt=since)
        .order_by()
        .values("arbitrator_id", "ground_id")
        .annotate(
            reason_labels=F("dispute__reason_labels"),
            took=F("ruled_at") - F("waited_since"),
            confirmed=following,
            outcome=outcome_in_query("proposal", "dispute__snapshot__paid_minor"),
        )
    )


def _rulings(numbers: Sequence[Any]) -> Rulings:
    number, full, partial, returned, none, *rest = numbers
    outcomes = Counter(
        {
            Outcome.FULL: full,
            Outcome.PARTIAL: partial,
            Outcome.RETURN: returned,
            Outcome.NONE: none,
        }
    )
    return Rulings(number, outcomes, *rest)
