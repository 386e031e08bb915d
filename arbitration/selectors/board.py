"""How things stand now, for supervisors: what waits, with whom, and what nobody can go on with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from arbitration.access import disputes_without_interest, takeable, without_interest
from arbitration.models import Handover
from disputes.models import Dispute, User
from disputes.permissions import interests, judges
from disputes.states import PLATFORM_STATES, State

SOON = timedelta(hours=24)
TOLD = timedelta(days=7)  # for so long the board tells of a clock that ran out
# How much of a list the board shows at most.
SHOWN = 50

# When the evidence closed, or the last appeal came; PostgreSQL passes over those that never were.
_CAME_AT = Greatest("evidence_closed_at", "buyer_appealed_at", "seller_appealed_at")


@dataclass(frozen=True)
class WaitingCases:
    """Cases that wait for a ruling. `oldest`, if there is any, is the one that waits longest; of
    cases in which the viewer has an interest it is never one."""

    cases: int = 0
    due_soon: int = 0
    to_approve: int = 0
    oldest: str = ""
    since: datetime | None = None


def waiting(viewer: User, now: datetime) -> Mapping[int | None, WaitingCases]:
    """What waits, by arbitrator; under `None`, what nobody has taken. Two queries."""
    disputes = Dispute.objects.filter(state__in=PLATFORM_STATES)
    counted = disputes.values("assignee").annotate(
        cases=Count("pk"),
        due_soon=Count("pk", filter=Q(due_at__lt=now + SOON)),
        to_approve=Count("pk", filter=Q(proposed_by__isnull=False)),
    )
    shown = disputes_without_interest(viewer).filter(state__in=PLATFORM_STATES)
    longest = (
        shown.annotate(since=_CAME_AT).order_by("assignee", "since", "pk").distinct("assignee")
    )
    oldest = {
        assignee: (reference, since)
        for assignee, reference, since in longest.values_list("assignee", "reference", "since")
    }
    return {
        row["assignee"]: WaitingCases(
            row["cases"],
            row["due_soon"],
            row["to_approve"],
            *oldest.get(row["assignee"], ("", None)),
        )
        for row in counted.order_by()
    }


def without_judge(viewer: User, eligible: Collection[int]) -> QuerySet[Dispute]:
    """The cases that nobody has and nobody of these may judge: all are involved in them, have ruled
    on them or handed them back. The most urgent first."""
    waiting = disputes_without_interest(viewer).filter(state__in=PLATFORM_STATES, assignee=None)
    return waiting.filter(~_able(eligible)).order_by("due_at", "pk")


def appeals_without_judge() -> QuerySet[Dispute]:
    """Appeals that nobody may judge: where a platform runs out of people, it is here."""
    waiting = Dispute.objects.filter(state=State.APPEALED, assignee=None)
    return waiting.filter(~_able(list(judges().values_list("pk", flat=True))))


def disputes_in_last_round() -> QuerySet[Dispute]:
    """The cases whose clock is the platform's last one, the most urgent first."""
    last = Dispute.objects.filter(
        state__in=[State.AWAITING_RULING, State.APPEALED], due_at=F("decide_by")
    )
    return last.order_by("decide_by", "pk")


def last_round(viewer: User) -> QuerySet[Dispute]:
    """The same, without the viewer's own cases."""
    own = [~interest for interest in interests(viewer)]
    return disputes_in_last_round().filter(*own).select_related("assignee")


def _able(eligible: Collection[int]) -> Exists:
    """A condition on cases: one of these people could take it."""
    this = takeable(OuterRef("pk")).filter(pk=OuterRef(OuterRef("pk")))
    return Exists(User.objects.filter(Exists(this), pk__in=eligible))


def ran_out(viewer: User, since: datetime) -> QuerySet[Handover]:
    """The cases whose time to rule ran out since then, the latest first."""
    late = Handover.objects.filter(why=Handover.Why.TIMED_OUT, at__gt=since)
    return without_interest(viewer, late).order_by("-at", "-pk")
