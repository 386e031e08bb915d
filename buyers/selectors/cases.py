"""The buyer's own cases in lists: each with what to do now, and until when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from disputes import wording
from disputes.models import Dispute, Proposal, User
from disputes.pages import Ids, merged
from disputes.selectors import first_photos, listed, step_and_deadline
from disputes.states import AWAITED, FINAL_STATES, OPEN_STATES, Party, State

# Looked through for what the buyer is to do; all of the cases have a list of their own.
_MOST_WAITING = 50
# An appeal waits for the platform, and before that for what the sides still have to answer.
_MAY_WAIT_FOR_BUYER = [
    *(state for state, parties in AWAITED.items() if Party.BUYER in parties),
    State.APPEALED,
]


@dataclass(frozen=True)
class CaseSummary:
    """One case as a line of a list. `amount_minor` is what it is about: what was refunded once it
    is closed, whatever was agreed or ruled, with what the way back has cost once that is known;
    before that the solution, else the request, and `way_back` what may come on top.

    `photo` is the first that the buyer showed, if any.
    """

    dispute: Dispute
    step: wording.NextStep
    deadline: wording.Deadline | None
    amount_minor: int
    way_back: str
    photo: UUID | None


def open_disputes(buyer: User) -> Ids:
    """Own cases, the newest first."""
    return _newest_first(buyer, OPEN_STATES)


def closed_disputes(buyer: User) -> Ids:
    return _newest_first(buyer, FINAL_STATES)


def summaries(ids: Sequence[int], now: datetime) -> Sequence[CaseSummary]:
    """These cases, in their order; a fixed number of queries."""
    files = first_photos(ids)
    disputes = listed(ids, "snapshot", "store", "refund")
    stuck = wording.stuck_since(disputes, now)
    return [
        _summary(dispute, files.get(dispute.pk), now, stuck.get(dispute.pk)) for dispute in disputes
    ]


def waiting_for(buyer: User, now: datetime) -> Sequence[CaseSummary]:
    """The cases in which the buyer is to act, the first due first; not hundreds of them.

    What is overdue is left out: nobody can act on it any more, and the platform is about to.
    """
    disputes = Dispute.objects.filter(buyer=buyer, state__in=_MAY_WAIT_FOR_BUYER, due_at__gt=now)
    ids = disputes.order_by("due_at", "id").values_list("pk", flat=True)[:_MOST_WAITING]
    return [summary for summary in summaries(list(ids), now) if summary.step.yours]


def _newest_first(buyer: User, states: Collection[State]) -> Ids:
    order = ("-opened_at", "-id")
    return merged([Dispute.objects.filter(buyer=buyer, state__in=states).order_by(*order)], *order)


def _summary(
    dispute: Dispute, photo: UUID | None, now: datetime, stuck: datetime | None
) -> CaseSummary:
    proposals = list(dispute.proposals.all())
    step, deadline = step_and_deadline(dispute, proposals, Party.BUYER, now, stuck)
    return CaseSummary(dispute, step, deadline, *_sums(dispute, proposals), photo)


def _sums(dispute: Dispute, proposals: Sequence[Proposal]) -> tuple[int, str]:
    if dispute.closed_at is not None:
        return dispute.refund.total_minor if hasattr(dispute, "refund") else 0, ""
    settled = dispute.settlement
    if settled is not None and dispute.freight_paid_minor is not None:
        return settled.amount_minor + dispute.freight_owed_minor, ""
    shown = settled or next(p for p in reversed(proposals) if p.party == Party.BUYER)
    return shown.amount_minor, wording.way_back_in_words(shown.offer, shown.currency)
