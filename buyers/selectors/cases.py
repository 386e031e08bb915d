"""The buyer's own cases in lists: each with what to do now, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from disputes import wording
from disputes.models import Dispute, Evidence, Photo, Proposal, User
from disputes.permissions import may_appeal
from disputes.rules.solutions import Offer
from disputes.states import AWAITED, FINAL_STATES, OPEN_STATES, Party, ProposalStatus, State

# Whose proposal is carried out when the clock of this state runs out.
_AT_STAKE = {State.AWAITING_SELLER: Party.BUYER, State.RULED: Party.PLATFORM}
_MAY_WAIT_FOR_BUYER = [state for state, parties in AWAITED.items() if Party.BUYER in parties]


@dataclass(frozen=True)
class CaseSummary:
    """One case as a line of a list. `offer` is what it is about: the solution, else the request."""

    case: Dispute
    step: wording.Step
    deadline: wording.Deadline | None
    offer: Offer
    photo: Photo | None


def cases_of(buyer: User) -> QuerySet[Dispute]:
    """Own cases, newest first, with what `summaries` reads; a fixed number of queries."""
    photos = Prefetch("photos", Photo.objects.exclude(file=""))
    own_evidence = Evidence.objects.filter(party=Party.BUYER).prefetch_related(photos)
    return (
        Dispute.objects.filter(buyer=buyer)
        .select_related("line__order", "store", "reason", "settlement", "refund")
        .prefetch_related("proposals", Prefetch("evidence", own_evidence))
        .order_by("-filed_at", "-id")
    )


def open_cases(buyer: User) -> QuerySet[Dispute]:
    return cases_of(buyer).filter(state__in=OPEN_STATES)


def closed_cases(buyer: User) -> QuerySet[Dispute]:
    return cases_of(buyer).filter(state__in=FINAL_STATES)


def summaries(cases: Iterable[Dispute], now: datetime) -> Sequence[CaseSummary]:
    """Cases of `cases_of`, in their order; no query."""
    return [_summary(case, now) for case in cases]


def waiting_for(buyer: User, now: datetime) -> Sequence[CaseSummary]:
    """The cases in which the buyer is to act, the first due first.

    What is overdue is left out: nobody can act on it any more, and the platform is about to.
    """
    cases = cases_of(buyer).filter(state__in=_MAY_WAIT_FOR_BUYER, due_at__gt=now)
    found = summaries(cases.order_by("due_at", "id"), now)
    return [summary for summary in found if summary.step.yours]


def _summary(case: Dispute, now: datetime) -> CaseSummary:
    proposals = list(case.proposals.all())
    live = {Party(p.party): p for p in proposals if p.status == ProposalStatus.LIVE}
    at_stake = live.get(_AT_STAKE[State(case.state)]) if case.state in _AT_STAKE else None
    step = wording.next_step(
        case,
        Party.BUYER,
        now,
        has_counter=Party.SELLER in live,
        may_appeal=Party.BUYER in may_appeal(case),
    )
    return CaseSummary(
        case,
        step,
        wording.deadline(case, at_stake or case.settlement, now),
        _offer(case, proposals),
        next((photo for item in case.evidence.all() for photo in item.photos.all()), None),
    )


def _offer(case: Dispute, proposals: Sequence[Proposal]) -> Offer:
    if case.settlement is not None:
        return case.settlement.offer
    return next(p.offer for p in reversed(proposals) if p.party == Party.BUYER)
