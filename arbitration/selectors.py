"""What the queue page reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from arbitration.access import cases_without_interest
from disputes import wording
from disputes.models import Dispute, Proposal, User
from disputes.rules.money import format_money
from disputes.states import PLATFORM_STATES, Party, State


class Tab(TextChoices):
    """The parts of the queue."""

    WAITING = "waiting", _("Waiting")
    MINE = "mine", _("Mine")
    PLATFORM = "platform", _("All awaiting the platform")
    ALL = "all", _("All cases")


# A case that waits for more evidence stays with its arbitrator: `MINE` follows the arbitrator.
_AWAITED = Q(state__in=PLATFORM_STATES)
_UNTAKEN = _AWAITED & Q(assignee=None)


@dataclass(frozen=True)
class QueueRow:
    """One case of the queue; `deadline` is none once it is closed."""

    dispute: Dispute
    asked: str
    deadline: wording.Deadline | None


def counts(user: User) -> dict[Tab, int]:
    """How many cases the tabs of urgent work hold; all cases are not counted on every visit."""
    work = cases_without_interest(user).filter(_AWAITED | Q(assignee=user))
    numbers = work.aggregate(
        waiting=Count("pk", filter=_UNTAKEN),
        mine=Count("pk", filter=Q(assignee=user)),
        platform=Count("pk", filter=_AWAITED),
    )
    return {Tab(name): number for name, number in numbers.items()}


def queue(
    user: User, tab: Tab, *, words: str = "", state: State | None = None
) -> QuerySet[Dispute]:
    """The cases of a tab, the most urgent first, closed ones last."""
    cases = cases_without_interest(user).filter(_of_tab(user, tab))
    if state is not None:
        cases = cases.filter(state=state)
    for word in words.split():
        cases = cases.filter(_mentions(word))
    related = cases.select_related("line__order", "reason", "store", "buyer", "assignee")
    return related.order_by(F("due_at").asc(nulls_last=True), "-closed_at", "id")


def rows(cases: Sequence[Dispute], now: datetime) -> list[QueueRow]:
    """As the page shows them; one query for what the buyers ask."""
    requests = Proposal.objects.filter(dispute__in=cases, party=Party.BUYER).order_by("version")
    latest = {request.dispute_id: request for request in requests}
    return [
        QueueRow(
            dispute=case,
            asked=format_money(latest[case.pk].amount_minor, case.currency),
            deadline=wording.deadline(case, None, now),
        )
        for case in cases
    ]


def _of_tab(user: User, tab: Tab) -> Q:
    match tab:
        case Tab.WAITING:
            return _UNTAKEN
        case Tab.MINE:
            return Q(assignee=user)
        case Tab.PLATFORM:
            return _AWAITED
        case Tab.ALL:
            return Q()


def _mentions(word: str) -> Q:
    columns = (
        "reference",
        "line__order__reference",
        "store__name",
        "buyer__username",
        "buyer__first_name",
        "buyer__last_name",
    )
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found
