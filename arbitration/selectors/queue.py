"""Which cases the queue page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from arbitration.access import cases_without_interest
from disputes import pages, search, wording
from disputes.models import Dispute, Proposal, User
from disputes.pages import Ids, merged
from disputes.rules.money import format_money
from disputes.states import FINAL_STATES, PLATFORM_STATES, Party, State


class Tab(TextChoices):
    """The parts of the queue."""

    WAITING = "waiting", _("Waiting")
    MINE = "mine", _("Mine")
    PLATFORM = "platform", _("All awaiting the platform")
    ALL = "all", _("All cases")


_BY_DUE = ("due_at", "id")
_WAYS = (search.by_reference, search.by_order, search.by_buyer, search.by_store)


@dataclass(frozen=True)
class QueueRow:
    """One case of the queue; `deadline` is none once it is closed."""

    dispute: Dispute
    asked: str
    deadline: wording.Deadline | None


def queue(user: User, tab: Tab, *, words: str = "", state: State | None = None) -> Ids:
    """The ids of the cases of a tab: the most urgent first, closed ones last.

    Of what a search finds beyond `pages.MOST`, nothing is in it.
    """
    cases = cases_without_interest(user)
    match tab:
        case Tab.WAITING:
            return _by_due(cases.filter(state__in=PLATFORM_STATES, assignee=None))
        case Tab.MINE:
            # One that waits for more evidence stays with its arbitrator.
            return _by_due(cases.filter(assignee=user))
        case Tab.PLATFORM:
            return _by_due(*(cases.filter(state=each) for each in sorted(PLATFORM_STATES)))
        case Tab.ALL:
            return _open_then_closed(_found(cases, words, state), state)


def counts(user: User) -> dict[Tab, int]:
    """How many cases the tabs of urgent work hold; all cases are not counted on every visit."""
    return pages.counts({tab: queue(user, tab) for tab in (Tab.WAITING, Tab.MINE, Tab.PLATFORM)})


def rows(ids: Sequence[int], now: datetime) -> list[QueueRow]:
    """As the page shows them, in their order; a fixed number of queries."""
    related = Dispute.objects.select_related("line__order", "reason", "store", "buyer", "assignee")
    cases = related.in_bulk(ids)
    requests = Proposal.objects.filter(dispute__in=ids, party=Party.BUYER).order_by("version")
    latest = {request.dispute_id: request for request in requests}
    return [
        QueueRow(
            dispute=cases[pk],
            asked=format_money(latest[pk].amount_minor, cases[pk].currency),
            deadline=wording.deadline(cases[pk], None, now),
        )
        for pk in ids
    ]


def _found(cases: QuerySet[Dispute], words: str, state: State | None) -> QuerySet[Dispute]:
    if state is not None:
        cases = cases.filter(state=state)
    return cases.filter(pk__in=search.some(cases, words, _WAYS)) if words else cases


def _by_due(*parts: QuerySet[Dispute]) -> Ids:
    return merged([part.order_by(*_BY_DUE) for part in parts], *_BY_DUE)


def _open_then_closed(cases: QuerySet[Dispute], state: State | None) -> Ids:
    """All of these cases, which are in this state if one is given."""
    closed = FINAL_STATES if state is None else FINAL_STATES & {state}
    parts = [
        cases.filter(state=each, closed_at__isnull=False).order_by("-closed_at", "id")
        for each in sorted(closed)
    ]
    if state not in FINAL_STATES:
        parts.append(cases.filter(due_at__isnull=False).order_by(*_BY_DUE))
    # PostgreSQL puts those without a clock last.
    return merged(parts, "due_at", "-closed_at", "id")
