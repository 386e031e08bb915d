"""Which cases the queue page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arbitration.access import cases_without_interest, takeable
from arbitration.models import Handover
from arbitration.wording import why_urgent
from disputes import pages, search, wording
from disputes.models import Dispute, Proposal, User
from disputes.pages import Ids, merged
from disputes.permissions import is_arbitrator
from disputes.rules.languages import language_name
from disputes.rules.money import format_money
from disputes.states import FINAL_STATES, PLATFORM_STATES, Party, ProposalStatus, State
from disputes.wording.deadlines import URGENT


class Tab(TextChoices):
    """The parts of the queue."""

    WAITING = "waiting", _("Waiting")
    MINE = "mine", _("Mine")
    PARTY = "party", _("Waiting for a side")
    CLOSING = "closing", _("Closing today")
    PLATFORM = "platform", _("All awaiting the platform")
    ALL = "all", _("All cases")


_BY_DUE = ("due_at", "id")
_WAYS = (search.by_reference, search.by_order, search.by_buyer, search.by_store)


@dataclass(frozen=True)
class Filters:
    """What narrows a list; nothing that is empty does. Amounts are what the buyer asks for."""

    words: str = ""
    state: State | None = None
    reason: int | None = None
    store: str = ""
    age_days: int | None = None
    language: str = ""
    currency: str = ""
    least_minor: int | None = None
    most_minor: int | None = None


@dataclass(frozen=True)
class QueueRow:
    """One case of the queue; `deadline` is none once it is closed."""

    dispute: Dispute
    asked: str
    deadline: wording.Deadline | None
    why: str
    language: str


def queue(user: User, tab: Tab, now: datetime, filters: Filters = Filters()) -> Ids:
    """The ids of the cases of a tab: the most urgent first, closed ones last.

    Of what a search finds beyond `pages.MOST`, nothing is in it.
    """
    cases = cases_without_interest(user)
    if tab == Tab.ALL:
        return _open_then_closed(_found(cases, filters), filters.state)
    return _by_due(*(_filtered(part, filters, now) for part in _parts(user, tab, cases, now)))


def _parts(
    user: User, tab: Tab, cases: QuerySet[Dispute], now: datetime
) -> list[QuerySet[Dispute]]:
    """The cases of a tab of work; each part is in the order of an index."""
    match tab:
        case Tab.WAITING:
            waiting = cases.filter(state__in=PLATFORM_STATES, assignee=None)
            return [takeable(user) if is_arbitrator(user) else waiting]
        case Tab.MINE:
            # One that waits for more evidence stays with its arbitrator.
            return [cases.filter(assignee=user)]
        case Tab.PARTY:
            awaits = Q(state=State.HEARING) | Q(buyer_asked=True) | Q(seller_asked=True)
            return [cases.filter(awaits, assignee=user)]
        case Tab.CLOSING:
            cases = cases.filter(due_at__lt=now + URGENT)
    return [cases.filter(state=each) for each in sorted(PLATFORM_STATES)]


def counts(user: User, now: datetime) -> dict[Tab, int]:
    """How many cases the tabs of work hold; all cases are not counted on every visit."""
    return pages.counts({tab: queue(user, tab, now) for tab in Tab if tab != Tab.ALL})


def rows(ids: Sequence[int], now: datetime) -> list[QueueRow]:
    """As the page shows them, in their order; a fixed number of queries."""
    related = Dispute.objects.select_related("snapshot", "reason", "store", "buyer", "assignee")
    cases = related.in_bulk(ids)
    requests = Proposal.objects.filter(dispute__in=ids, party=Party.BUYER).order_by("version")
    latest = {request.dispute_id: request for request in requests}
    left = set(
        Handover.objects.filter(dispute__in=ids, giver__isnull=False).values_list(
            "dispute", flat=True
        )
    )
    viewer = get_language() or "en"
    return [
        QueueRow(
            dispute=cases[pk],
            asked=format_money(latest[pk].amount_minor, cases[pk].currency),
            deadline=wording.deadline(cases[pk], None, now),
            why=why_urgent(cases[pk], now, was_left=pk in left),
            language=language_name(cases[pk].language, viewer) if cases[pk].language else "",
        )
        for pk in ids
    ]


def _filtered(cases: QuerySet[Dispute], filters: Filters, now: datetime) -> QuerySet[Dispute]:
    wanted = {
        "reason": filters.reason,
        "store__name__icontains": filters.store,
        "language": filters.language,
        "snapshot__currency": filters.currency,
    }
    cases = cases.filter(**{field: value for field, value in wanted.items() if value})
    if filters.age_days is not None:
        cases = cases.filter(opened_at__lt=now - timedelta(days=filters.age_days))
    amounts = {"amount_minor__gte": filters.least_minor, "amount_minor__lte": filters.most_minor}
    amounts = {field: value for field, value in amounts.items() if value is not None}
    if amounts:
        asked = Proposal.objects.filter(
            dispute=OuterRef("pk"), party=Party.BUYER, status=ProposalStatus.LIVE, **amounts
        )
        cases = cases.filter(Exists(asked))
    return cases


def _found(cases: QuerySet[Dispute], filters: Filters) -> QuerySet[Dispute]:
    if filters.state is not None:
        cases = cases.filter(state=filters.state)
    words = filters.words
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
