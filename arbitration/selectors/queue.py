"""Which cases the queue page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arbitration.access import disputes_for_staff, disputes_without_interest, takeable
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


class WorkTab(TextChoices):
    """The parts of the queue."""

    WAITING = "waiting", _("Waiting")
    MINE = "mine", _("Mine")
    PARTY = "party", _("Waiting for a side")
    CLOSING = "closing", _("Closing today")
    PLATFORM = "platform", _("All awaiting the platform")
    ALL = "all", _("All cases")


WORK = ("to take", "in hand")
_BY_DUE = ("due_at", "id")
_WAYS = (search.by_reference, search.by_order, search.by_buyer, search.by_store)


@dataclass(frozen=True)
class QueueFilters:
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
    way_back: str
    deadline: wording.Deadline | None
    why: str
    language: str


def queue(user: User, tab: WorkTab, now: datetime, filters: QueueFilters = QueueFilters()) -> Ids:
    """The ids of the cases of a tab: the most urgent first, closed ones last.

    Of what a search finds beyond `pages.MOST`, nothing is in it.
    """
    disputes = disputes_without_interest(user)
    if tab == WorkTab.ALL:
        return _open_then_closed(_found(disputes, filters), filters.state)
    return _by_due(*(_filtered(part, filters, now) for part in _parts(user, tab, disputes, now)))


def _parts(
    user: User, tab: WorkTab, disputes: QuerySet[Dispute], now: datetime
) -> list[QuerySet[Dispute]]:
    """The cases of a tab of work; each part is in the order of an index."""
    match tab:
        case WorkTab.WAITING:
            waiting = disputes.filter(state__in=PLATFORM_STATES, assignee=None)
            return [takeable(user) if is_arbitrator(user) else waiting]
        case WorkTab.MINE:
            # One that waits for more evidence stays with its arbitrator.
            return [disputes.filter(assignee=user)]
        case WorkTab.PARTY:
            done = Q(buyer_finished_at__isnull=False, seller_finished_at__isnull=False)
            answers = Q(state=State.APPEALED, answers_until__gt=now) & ~done
            return [disputes.filter(Q(state=State.HEARING) | answers, assignee=user)]
        case WorkTab.CLOSING:
            disputes = disputes.filter(due_at__lt=now + URGENT)
    return [disputes.filter(state=each) for each in sorted(PLATFORM_STATES)]


def counts(user: User, now: datetime) -> dict[str, int]:
    """How many cases the tabs of work hold; all cases are not counted on every visit. And by the
    names of `WORK`, how much of the viewer's work is as new as this (`pages.just_before`)."""
    lists: dict[str, Ids] = {tab: queue(user, tab, now) for tab in WorkTab if tab != WorkTab.ALL}
    newest = [pages.just_before(part, now) for part in work_of(user)]
    return pages.counts(lists | dict(zip(WORK, newest, strict=True)))


def work_of(user: User) -> list[QuerySet[Dispute]]:
    """What an arbitrator waits for: cases that nobody has, and what happens in those in hand. Both
    have an index for what is newest in them."""
    found = disputes_for_staff(user)
    return [
        found.filter(state__in=PLATFORM_STATES, assignee=None),
        found.filter(assignee=user),
    ]


def rows(ids: Sequence[int], now: datetime) -> list[QueueRow]:
    """The rows of these cases, in their order; a fixed number of queries."""
    related = Dispute.objects.select_related("snapshot", "store", "buyer", "assignee")
    disputes = related.in_bulk(ids)
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
            dispute=disputes[pk],
            asked=format_money(latest[pk].amount_minor, disputes[pk].currency),
            way_back=wording.way_back_in_words(latest[pk].offer, disputes[pk].currency),
            deadline=wording.deadline(disputes[pk], None, now, to_staff=True),
            why=why_urgent(disputes[pk], now, was_left=pk in left),
            language=language_name(disputes[pk].language, viewer) if disputes[pk].language else "",
        )
        for pk in ids
    ]


def _filtered(
    disputes: QuerySet[Dispute], filters: QueueFilters, now: datetime
) -> QuerySet[Dispute]:
    wanted = {
        "reason": filters.reason,
        "store__name__icontains": filters.store,
        "language": filters.language,
        "snapshot__currency": filters.currency,
    }
    disputes = disputes.filter(**{field: value for field, value in wanted.items() if value})
    if filters.age_days is not None:
        disputes = disputes.filter(opened_at__lt=now - timedelta(days=filters.age_days))
    amounts = {"amount_minor__gte": filters.least_minor, "amount_minor__lte": filters.most_minor}
    amounts = {field: value for field, value in amounts.items() if value is not None}
    if amounts:
        asked = Proposal.objects.filter(
            dispute=OuterRef("pk"), party=Party.BUYER, status=ProposalStatus.LIVE, **amounts
        )
        disputes = disputes.filter(Exists(asked))
    return disputes


def _found(disputes: QuerySet[Dispute], filters: QueueFilters) -> QuerySet[Dispute]:
    if filters.state is not None:
        disputes = disputes.filter(state=filters.state)
    words = filters.words
    return disputes.filter(pk__in=search.some(disputes, words, _WAYS)) if words else disputes


def _by_due(*parts: QuerySet[Dispute]) -> Ids:
    return merged([part.order_by(*_BY_DUE) for part in parts], *_BY_DUE)


def _open_then_closed(disputes: QuerySet[Dispute], state: State | None) -> Ids:
    """All of these cases, which are in this state if one is given."""
    closed = FINAL_STATES if state is None else FINAL_STATES & {state}
    parts = [
        disputes.filter(state=each, closed_at__isnull=False).order_by("-closed_at", "id")
        for each in sorted(closed)
    ]
    if state not in FINAL_STATES:
        parts.append(disputes.filter(due_at__isnull=False).order_by(*_BY_DUE))
    # PostgreSQL puts those without a clock last.
    return merged(parts, "due_at", "-closed_at", "id")
